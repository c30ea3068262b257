-- Why: publication re-checks the sharing agreement under a lock, and the loader, which may not change an agreement,
-- needs a function for that; and one delivery may carry the same state of a source twice with another state between.

-- Takes part in the agreements under which a partner discloses any of these categories today, and holds them until
-- the transaction ends, so that none can be revoked between the check and the publication.
create function registers.hold_agreements_of(discloser_id text, wanted text[])
returns table (agreement_id text, version integer)
language sql volatile security definer set search_path = registers, pg_temp as
$$
  select a.agreement_id, a.version
  from registers.agreement a
  where a.revoked_at is null and a.valid @> registers.london_today()
    and exists (
      select from registers.live_grant g
      where g.discloser = discloser_id and g.categories && wanted
        and g.agreement_id = a.agreement_id and g.version = a.version)
  order by a.agreement_id, a.version desc
  for share of a
$$;
alter function registers.hold_agreements_of(text, text[]) owner to family_hub_owner;
revoke all on function registers.hold_agreements_of(text, text[]) from public;
grant execute on function registers.hold_agreements_of(text, text[]) to family_hub_loader;

set role family_hub_owner;
alter table feeds.sighting drop constraint sighting_pkey;
alter table feeds.sighting add primary key (record_id, delivery_id, as_of);
reset role;

-- New records pass through a temporary table, because COPY cannot write to a table with row-level security.
do $$ begin execute format('grant temporary on database %I to family_hub_loader', current_database()); end $$;
