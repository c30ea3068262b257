-- Why: PostgreSQL lets no operator but a few that are proved silent look at rows that row-level security has not let through,
-- so a search by name, by sound, by number or by postcode went through every entry of the county: a million and more. The
-- look-up by index now stands in a function that keeps the fence itself and gives nothing but identities. What a reader
-- makes of these is read through row-level security as before.

set role family_hub_owner;

-- Whether the reader of the transaction may find somebody by this entry: the second fence before search, in one place.
create function records.is_open_to_session(subject uuid, partner text, conditions text[]) returns boolean
language plpgsql stable as $$
begin
  return registers.discloses_to_session(partner)
    and not exists (
      select from registers.protection p
      where p.subject = is_open_to_session.subject and p.kind = 'sealed-identity'
        and p.valid @> registers.london_today()
    )
    and (partner = current_setting('family_hub.partner', true) or conditions <@ registers.conditions_met());
end
$$;

alter policy reader_sees_agreed_unsealed on records.search_entry
  using (records.is_open_to_session(identity, partner_id, conditions));

-- Source identities that might be meant: those with one of the identifiers; those whose names sound or are spelt alike; and,
-- with a date of birth or a postcode, those with either and one name. `most` of each, the likeliest first. The fence is asked
-- in that order until there are enough, because a name may be borne by thousands.
create function records.identities_like(
  wanted text[], sounds text[], spelt text, days date[], place text, most integer, fenced boolean
) returns setof uuid
language plpgsql stable set plan_cache_mode = force_custom_plan as $$
begin
  return query
  select e.identity from records.search_entry e
  where e.identifiers && wanted
    and (not fenced or records.is_open_to_session(e.identity, e.partner_id, e.conditions))
  union
  (select e.identity from (
     select * from records.search_entry where cardinality(sounds) > 0 and name_keys @> sounds
     order by birth_date = any (days) desc nulls last, postcode like place desc nulls last, birth_date desc offset 0) e
   where not fenced or records.is_open_to_session(e.identity, e.partner_id, e.conditions) limit most)
  union
  (select e.identity from (
     select * from records.search_entry where spelt <> '' and names %> spelt
     order by birth_date = any (days) desc nulls last, word_similarity(spelt, names) desc, birth_date desc offset 0) e
   where not fenced or records.is_open_to_session(e.identity, e.partner_id, e.conditions) limit most)
  union
  (select e.identity from records.search_entry e
   where e.birth_date = any (days) and (e.name_keys && sounds or spelt = '')
     and (not fenced or records.is_open_to_session(e.identity, e.partner_id, e.conditions)) limit most)
  union
  (select e.identity from records.search_entry e
   where place <> '' and e.postcode like place
     and (e.name_keys && sounds or (spelt = '' and e.birth_date = any (days)))
     and (not fenced or records.is_open_to_session(e.identity, e.partner_id, e.conditions)) limit most);
end
$$;

-- The same for the reading role, which can look by index only with the owner's rights, and only behind the fence.
create function records.identities_for_reader(
  wanted text[], sounds text[], spelt text, days date[], place text, most integer
) returns setof uuid
language sql stable security definer set search_path = records, public, pg_temp as $$
  select records.identities_like(wanted, sounds, spelt, days, place, most, true)
$$;

reset role;
