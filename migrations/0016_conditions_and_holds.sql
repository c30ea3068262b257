-- Why: some records may be read by other partners on a condition only, and an address that is new since a family was in
-- danger is shown to nobody but named roles until a person has cleared it (docs/decisions/0017-conditions-of-a-record.md).

set role family_hub_owner;

-- What a record asks of whoever reads it, other than its own partner: the police's conditions, and `no-basis` where a
-- sensitive service may not be told of at all. `conditionsOf` in src/feeds/conditions.ts is the same, and a test compares them.
create function feeds.conditions_of(content jsonb) returns text[]
language sql immutable parallel safe as
$$
  select case when content @? '$.* ? (@.sensitive == true || exists(@.handling))' then array(
      select 'no-basis' where content @? '$.* ? (@.sensitive == true && !exists(@.basis))'
      union
      select jsonb_path_query(content, '$.*.handling[*]') #>> '{}'
      order by 1
    ) else '{}' end
$$;

-- The conditions that the reader of this transaction meets, as the access rules have decided; none if unset.
create function registers.conditions_met() returns text[] language sql stable as
$$ select string_to_array(coalesce(current_setting('family_hub.conditions_met', true), ''), ',') $$;

-- What each source says now, as far as the reader of the transaction meets its conditions. They are asked of the latest
-- version alone: hidden by row-level security it would let an older one through, such as a yes that was taken back. Where
-- no reader is named nothing is cut: row-level security lets the reading role see nothing then, and the loader sees all.
create or replace view feeds.live_record with (security_invoker = true) as
select * from (
  select distinct on (p.subject, p.partner_id, p.contract, p.scope, p.source_ref)
         p.record_id, p.partner_id, p.contract, p.scope, p.source_ref, p.subject, p.object, p.content, p.valid,
         p.recorded_at, p.as_of, p.delivery_id
  from feeds.published_record p
  left join feeds.latest_snapshot l
    on l.partner_id = p.partner_id and l.contract = p.contract and l.scope = p.scope
  where p.mode = 'changes' or l.delivery_id = p.delivery_id
  order by p.subject, p.partner_id, p.contract, p.scope, p.source_ref, p.as_of desc, p.content_hash desc, p.record_id
) latest
where coalesce(current_setting('family_hub.partner', true), '') in ('', latest.partner_id)
   or feeds.conditions_of(latest.content) <@ registers.conditions_met();

-- On what condition somebody may be searched for by what this source says. `never-searched` is met by no other partner.
alter table records.search_entry add column conditions text[] not null default '{}';
update records.search_entry e set conditions = '{never-searched}'
where e.contract like 'health-visiting/%'
  and not exists (select from feeds.live_record r
                  where r.subject = e.identity and feeds.conditions_of(r.content) = '{}')
  and exists (select from feeds.live_record r where r.subject = e.identity);

drop policy reader_sees_agreed_unsealed on records.search_entry;
create policy reader_sees_agreed_unsealed on records.search_entry for select to family_hub_reader
using (
  partner_id = any (array(select registers.disclosers_to_session()))
  and not exists (
    select from registers.protection p
    where p.subject = search_entry.identity and p.kind = 'sealed-identity'
      and p.valid @> registers.london_today()
  )
  and (partner_id = current_setting('family_hub.partner', true)
       or conditions <@ (select registers.conditions_met()))
);

-- Derived at each run of linking: source identities that hold an address on protective hold. No reader sees the place.
create table records.address_hold (
  identity uuid not null,
  place text not null,
  cause text not null,
  since date not null,
  named_roles text[] not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (identity, place)
);

-- Append-only: that somebody found an address safe to show for a person, with the reason.
create table records.address_clearance (
  identity uuid not null,
  place text not null,
  author text not null,
  reason text not null,
  recorded_at timestamptz not null default clock_timestamp()
);
create index address_clearance_by_identity on records.address_clearance (identity);

grant select, insert, delete on records.address_hold to family_hub_loader;
grant select on records.address_clearance to family_hub_loader;

-- A hold protects like any other protection, whoever asks.
create or replace view records.person_protection as
select coalesce(a.now_person_id, x.person_id) as person_id, p.subject, p.kind, p.named_roles
from registers.protection p
cross join lateral (
  select person_id from records.membership m where m.identity = p.subject order by membership_id desc limit 1
) x
left join lateral (
  select now_person_id from records.person_alias l
  where l.person_id = x.person_id
    and not exists (select from records.current_member c where c.person_id = x.person_id)
  order by l.recorded_at desc limit 1
) a on true
where p.valid @> registers.london_today()
union all
select m.person_id, h.identity, 'protective-hold', h.named_roles
from records.address_hold h join records.current_member m using (identity);

reset role;
