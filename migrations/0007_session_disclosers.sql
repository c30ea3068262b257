-- Why: the second fence asks who may disclose to the session's organisation several times in one statement. With 627
-- schools each answer costs some 25 ms, so it is worked out once a transaction and kept, for that transaction and
-- that organisation only. An agreement revoked in between stops the view at the next request, as promised.

set role family_hub_owner;

create or replace function registers.disclosers_to_session() returns setof text
language plpgsql stable security definer set search_path = registers, pg_temp as $$
declare
  organisation text := current_setting('family_hub.partner', true);
  stamp text := organisation || '|' || transaction_timestamp() || '|';
  kept text := current_setting('family_hub.kept_disclosers', true);
begin
  if coalesce(organisation, '') = '' then
    return;
  end if;
  if kept is null or not starts_with(kept, stamp) then
    kept := stamp || coalesce(
      (select string_agg(distinct discloser, ',') from registers.live_grant where recipient = organisation), '');
    perform set_config('family_hub.kept_disclosers', kept, true);
  end if;
  return query select unnest(string_to_array(substr(kept, length(stamp) + 1), ','));
end
$$;

reset role;
