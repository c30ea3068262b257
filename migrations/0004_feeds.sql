-- Why: facts are immutable. What a partner sent is stored once by its content, unseen until its delivery is
-- published, and never edited (docs/decisions/0003-facts-and-sightings.md).

set role family_hub_owner;

create table feeds.delivery (
  delivery_id bigint generated always as identity primary key,
  partner_id text not null,
  contract text not null,
  mode text not null check (mode in ('snapshot', 'changes')),
  as_of timestamptz not null,
  content_hash bytea not null, -- of the bytes of its files: the same bytes again are a no-op
  state text not null check (state in ('received', 'checked', 'held', 'published', 'linked', 'refused', 'swept')),
  sent_by text not null,
  agreement_id text,
  agreement_version integer,
  rows_read bigint not null default 0,
  rows_accepted bigint not null default 0,
  rows_rejected bigint not null default 0,
  records_new bigint not null default 0,
  dropped_fields jsonb not null default '{}', -- names of undeclared fields and how often they came, never a value
  said text, -- why it is held or refused, in words
  received_at timestamptz not null default clock_timestamp(),
  checked_at timestamptz,
  published_at timestamptz,
  linked_at timestamptz,
  recorded_at timestamptz not null default clock_timestamp()
);
create unique index delivery_once on feeds.delivery (partner_id, contract, content_hash)
  where state in ('checked', 'held', 'published', 'linked');
create index delivery_by_partner on feeds.delivery (partner_id, contract, as_of desc);

create table feeds.delivery_file (
  delivery_id bigint not null references feeds.delivery,
  scope text not null, -- the table that this file fills; a snapshot ends what is absent within its own scopes only
  file_name text not null,
  sha256 bytea not null,
  rows_read bigint not null default 0,
  primary key (delivery_id, scope, file_name)
);

create table feeds.rejection (
  delivery_id bigint not null references feeds.delivery,
  file_name text not null,
  row_number bigint not null,
  column_name text,
  rule text not null,
  remedy text not null,
  recorded_at timestamptz not null default clock_timestamp()
);
create index rejection_by_delivery on feeds.rejection (delivery_id, row_number);

-- One version of what one source says about one thing. The id is a hash of the content, so the same fact sent
-- again is the same row. `content` has one section for each data category.
create table feeds.source_record (
  record_id uuid primary key,
  partner_id text not null,
  contract text not null,
  scope text not null,
  source_ref text not null,
  subject uuid, -- the source identity that it is about; null for a worker or a team
  object uuid,  -- the other source identity, for a relationship
  content jsonb not null,
  valid daterange not null default '(,)',
  recorded_at timestamptz not null default clock_timestamp()
);
create index source_record_by_subject on feeds.source_record (subject) where subject is not null;
create index source_record_by_object on feeds.source_record (object) where object is not null;
create index source_record_by_source on feeds.source_record (partner_id, contract, scope, source_ref) where subject is null;

-- A delivery contained a record. A re-sent snapshot costs one thin row a record, not a copy.
create table feeds.sighting (
  record_id uuid not null,
  delivery_id bigint not null,
  as_of timestamptz not null,
  primary key (record_id, delivery_id)
);
create index sighting_by_delivery on feeds.sighting (delivery_id);

-- A pointer, rebuilt from the deliveries: which snapshot is the latest of a partner's table.
create table feeds.latest_snapshot (
  partner_id text not null,
  contract text not null,
  scope text not null,
  delivery_id bigint not null,
  as_of timestamptz not null,
  primary key (partner_id, contract, scope)
);

-- What each source says now: the latest version of each record, absent ones of snapshots left out.
create view feeds.live_record with (security_invoker = true) as
select distinct on (r.subject, r.partner_id, r.contract, r.scope, r.source_ref)
       r.record_id, r.partner_id, r.contract, r.scope, r.source_ref, r.subject, r.object, r.content, r.valid,
       r.recorded_at, s.as_of, s.delivery_id
from feeds.source_record r
join feeds.sighting s using (record_id)
join feeds.delivery d using (delivery_id)
left join feeds.latest_snapshot l
  on l.partner_id = r.partner_id and l.contract = r.contract and l.scope = r.scope
where d.state in ('published', 'linked')
  and (d.mode = 'changes' or l.delivery_id = d.delivery_id)
order by r.subject, r.partner_id, r.contract, r.scope, r.source_ref, s.as_of desc, s.delivery_id desc, r.record_id;

-- The second fence. Disclosers with a live agreement to the organisation that the session speaks for; none if unset.
create function registers.disclosers_to_session() returns setof text
language sql stable security definer set search_path = registers, pg_temp as
$$ select distinct discloser from registers.live_grant where recipient = current_setting('family_hub.partner', true) $$;

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
create policy loader_adds on feeds.source_record for insert to family_hub_loader with check (true);

grant select on all tables in schema feeds to family_hub_reader, family_hub_loader;
grant insert on feeds.source_record, feeds.sighting, feeds.rejection, feeds.delivery_file to family_hub_loader;
grant insert, update on feeds.delivery to family_hub_loader;
grant insert, update, delete on feeds.latest_snapshot to family_hub_loader;

reset role;
