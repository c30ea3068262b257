-- Why: a part of a list says less of the pupils whom it names than the whole list did: a Common Transfer File of results has
-- no address. What it is silent on still stands, section by section, with the date on which it was said; only the next whole
-- list takes something away (docs/decisions/0027-a-part-takes-nothing-away.md).

set role family_hub_owner;

-- Whether any part came is asked whenever records are read.
create index delivery_of_parts on feeds.delivery (partner_id, contract) where mode = 'part';

-- Of a content whose sections are all told anew by a later part of the same person, nothing stands. A contact has no number,
-- only a place in the pupil's list: where another name stands there now, the earlier person's telephone is not theirs.
create function feeds.is_same_person(before jsonb, after jsonb) returns boolean
language sql immutable parallel safe as $$
  select coalesce(before -> 'identifiers' ->> 'upn' = after -> 'identifiers' ->> 'upn', false)
      or lower(concat_ws('/', before -> 'identity' ->> 'familyName', before -> 'identity' ->> 'givenName'))
       = lower(concat_ws('/', after -> 'identity' ->> 'familyName', after -> 'identity' ->> 'givenName'))
$$;

-- What stood before a part and is not told anew by it: the earlier version without the sections that later parts have.
create view feeds.standing_beside_parts with (security_invoker = true) as
select distinct on (p.subject, p.partner_id, p.contract, p.scope, p.source_ref, p.as_of, p.content_hash)
       p.record_id, p.partner_id, p.contract, p.scope, p.source_ref, p.subject, p.object,
       p.content - later.sections as content, p.valid, p.recorded_at, p.as_of, p.delivery_id
from feeds.published_record p
left join feeds.latest_snapshot l
  on l.partner_id = p.partner_id and l.contract = p.contract and l.scope = p.scope
cross join lateral (
  select array_agg(section) as sections, bool_and(feeds.is_same_person(p.content, n.content)) as is_same
  from feeds.published_record n
  cross join lateral jsonb_object_keys(n.content) as section
  where n.mode = 'part' and n.subject = p.subject and n.partner_id = p.partner_id and n.contract = p.contract
    and n.scope = p.scope and n.source_ref = p.source_ref and (n.as_of, n.content_hash) > (p.as_of, p.content_hash)
) later
where (p.partner_id, p.contract) in (
    select d.partner_id, d.contract from feeds.delivery d
    where d.mode = 'part' and d.state in ('published', 'linked'))
  and (l.delivery_id = p.delivery_id
       or p.mode = 'part' and (l.delivery_id is null or (p.as_of, p.content_hash) > (l.as_of, l.content_hash)))
  and later.is_same and p.content - later.sections <> '{}'::jsonb
order by p.subject, p.partner_id, p.contract, p.scope, p.source_ref, p.as_of, p.content_hash, p.record_id;

grant select on feeds.standing_beside_parts to family_hub_reader, family_hub_loader;

create or replace view feeds.live_record with (security_invoker = true) as
select * from (
  (select distinct on (p.subject, p.partner_id, p.contract, p.scope, p.source_ref)
          p.record_id, p.partner_id, p.contract, p.scope, p.source_ref, p.subject, p.object, p.content, p.valid,
          p.recorded_at, p.as_of, p.delivery_id
   from feeds.published_record p
   left join feeds.latest_snapshot l
     on l.partner_id = p.partner_id and l.contract = p.contract and l.scope = p.scope
   where p.mode = 'changes' or l.delivery_id = p.delivery_id
      or p.mode = 'part' and (l.delivery_id is null or (p.as_of, p.content_hash) > (l.as_of, l.content_hash))
   order by p.subject, p.partner_id, p.contract, p.scope, p.source_ref, p.as_of desc, p.content_hash desc,
            cardinality(feeds.conditions_of(p.content)) desc, p.record_id)
  union all
  select record_id, partner_id, contract, scope, source_ref, subject, object, content, valid, recorded_at, as_of, delivery_id
  from feeds.standing_beside_parts
) latest
where coalesce(current_setting('family_hub.partner', true), '') in ('', latest.partner_id)
   or feeds.conditions_of(latest.content) <@ registers.conditions_met();

reset role;
