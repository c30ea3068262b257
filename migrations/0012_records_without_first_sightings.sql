-- Why: storing a row cost PostgreSQL five times what it needs. A record now carries the delivery that brought it first,
-- so that only a delivery that repeats it adds a sighting; rows go by COPY straight to where they stay, behind the
-- table that readers see; one index instead of two knows a record by its subject and its id; and content is kept as
-- the text that came (docs/decisions/0016-rows-are-copied-behind-the-fence.md). This migration copies what is stored,
-- so that a large database needs minutes and twice the room while it starts.

set role family_hub_owner;

drop view feeds.live_record;
alter table feeds.source_record rename to source_record_before;
alter table feeds.sighting rename to sighting_before;
alter index feeds.source_record_by_object rename to source_record_by_object_before;
alter index feeds.source_record_by_source rename to source_record_by_source_before;

-- What readers see, under row-level security. It is empty itself: all rows are in the part behind it.
create table feeds.source_record (
  record_id uuid not null, -- a hash of what the row says, so the same fact sent again is the same row
  partner_id text not null,
  contract text not null,
  scope text not null,
  source_ref text not null,
  subject uuid, -- the source identity that it is about; null for a worker or a team
  object uuid,  -- the other source identity, for a relationship
  content json not null, -- one section for each data category
  valid daterange not null default '(,)',
  delivery_id bigint not null, -- the delivery that brought it first
  as_of timestamptz not null,  -- the instant of which that delivery said so
  recorded_at timestamptz not null default clock_timestamp()
) partition by list (contract);

-- Where rows are stored. COPY cannot write to a table under row-level security, so this part has none, and the reading
-- role has no right to it.
create table feeds.stored_record partition of feeds.source_record default;

insert into feeds.stored_record
  (record_id, partner_id, contract, scope, source_ref, subject, object, content, valid, delivery_id, as_of, recorded_at)
select distinct on (r.record_id)
       r.record_id, r.partner_id, r.contract, r.scope, r.source_ref, r.subject, r.object, r.content::json, r.valid,
       s.delivery_id, s.as_of, r.recorded_at
from feeds.source_record_before r join feeds.sighting_before s using (record_id)
order by r.record_id, s.delivery_id, s.as_of;

create unique index stored_record_once on feeds.stored_record (subject, record_id) nulls not distinct;
create index stored_record_by_object on feeds.stored_record (object) where object is not null;
create index stored_record_by_source on feeds.stored_record (partner_id, contract, scope, source_ref)
  where subject is null;
-- The rows of a delivery lie together, so that an index of ranges finds them and costs next to nothing.
create index stored_record_by_delivery on feeds.stored_record using brin (delivery_id);

-- A later delivery, or a later row, contained a record again. A re-sent snapshot costs one thin row a record.
create table feeds.sighting (
  record_id uuid not null,
  delivery_id bigint not null,
  as_of timestamptz not null
);
insert into feeds.sighting (record_id, delivery_id, as_of)
select s.record_id, s.delivery_id, s.as_of from feeds.sighting_before s
where not exists (select from feeds.stored_record r
                  where r.record_id = s.record_id and r.delivery_id = s.delivery_id and r.as_of = s.as_of);
alter table feeds.sighting add primary key (record_id, delivery_id, as_of);
create index sighting_in_delivery on feeds.sighting using brin (delivery_id);

drop table feeds.source_record_before, feeds.sighting_before;

-- Of two snapshots of one instant, their bytes decide which is the later, not the order in which they arrived.
alter table feeds.latest_snapshot add column content_hash bytea;
update feeds.latest_snapshot l
set content_hash = (select d.content_hash from feeds.delivery d where d.delivery_id = l.delivery_id);
alter table feeds.latest_snapshot alter column content_hash set not null;

-- Every published delivery that contained a record, first or again.
create view feeds.published_record with (security_invoker = true) as
select r.record_id, r.partner_id, r.contract, r.scope, r.source_ref, r.subject, r.object, r.content::jsonb as content,
       r.valid, r.recorded_at, seen.as_of, seen.delivery_id, d.mode, d.content_hash
from feeds.source_record r
cross join lateral (
  select r.delivery_id, r.as_of
  union all
  select s.delivery_id, s.as_of from feeds.sighting s where s.record_id = r.record_id
) seen
join feeds.delivery d on d.delivery_id = seen.delivery_id
where d.state in ('published', 'linked');

-- What each source says now: the latest version of each record, absent ones of snapshots left out. Where two are of
-- one instant, the data decides and not the order of arrival.
create view feeds.live_record with (security_invoker = true) as
select distinct on (p.subject, p.partner_id, p.contract, p.scope, p.source_ref)
       p.record_id, p.partner_id, p.contract, p.scope, p.source_ref, p.subject, p.object, p.content, p.valid,
       p.recorded_at, p.as_of, p.delivery_id
from feeds.published_record p
left join feeds.latest_snapshot l
  on l.partner_id = p.partner_id and l.contract = p.contract and l.scope = p.scope
where p.mode = 'changes' or l.delivery_id = p.delivery_id
order by p.subject, p.partner_id, p.contract, p.scope, p.source_ref, p.as_of desc, p.content_hash desc, p.record_id;

alter table feeds.source_record enable row level security;
create policy reader_sees_agreed_unsealed on feeds.source_record for select to family_hub_reader
using (
  partner_id = any (array(select registers.disclosers_to_session()))
  and not exists (
    select from registers.protection p
    where p.subject = source_record.subject and p.kind = 'sealed-identity'
      and p.valid @> registers.london_today()
  )
);
create policy loader_sees_all on feeds.source_record for select to family_hub_loader using (true);

grant select on feeds.source_record, feeds.sighting, feeds.published_record, feeds.live_record
  to family_hub_reader, family_hub_loader;
grant select, insert on feeds.stored_record to family_hub_loader;
grant insert on feeds.sighting to family_hub_loader;

reset role;
