-- Why: which source identities are the same human is a dated fact with an author; everything else about a person
-- is derived from source records when it is read, so a merge or a split never copies or edits data.

set role family_hub_owner;

create table records.model_version (
  model_version text primary key,
  model jsonb not null,
  approved_by text not null,
  reason text not null,
  recorded_at timestamptz not null default clock_timestamp()
);

create table records.person (
  person_id uuid primary key,
  anchor uuid not null unique, -- the source identity that gave the id; a split leaves the id with the part that holds it
  recorded_at timestamptz not null default clock_timestamp()
);

-- Append-only. The newest row of an identity is in force; author is a model version or a practitioner.
create table records.membership (
  membership_id bigint generated always as identity primary key,
  identity uuid not null,
  person_id uuid not null,
  bits real,
  author text not null,
  reason text not null,
  valid daterange not null default '(,)',
  recorded_at timestamptz not null default clock_timestamp()
);
create index membership_by_identity on records.membership (identity, membership_id desc);
create index membership_by_person on records.membership (person_id);

-- A person merged into another resolves to it for ever.
create table records.person_alias (
  person_id uuid not null,
  now_person_id uuid not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (person_id, recorded_at)
);

-- People's decisions outrank the engine. Withdrawing one is a new fact, never a deletion.
create table records.match_decision (
  decision_id bigint generated always as identity primary key,
  kind text not null check (kind in ('same', 'different')),
  identity_a uuid not null,
  identity_b uuid not null,
  author text not null,
  reason text not null,
  withdraws bigint references records.match_decision,
  valid daterange not null default '(,)',
  recorded_at timestamptz not null default clock_timestamp()
);

-- Derived, rebuilt at will: membership in force, what search and linkage look up, and pairs in doubt.
create table records.current_member (
  identity uuid primary key,
  person_id uuid not null,
  membership_id bigint not null
);
create index current_member_by_person on records.current_member (person_id);

create table records.search_entry (
  identity uuid primary key,
  partner_id text not null,
  contract text not null,
  source_ref text not null,
  names text not null,            -- every name of the record, normalised, for trigram search
  name_keys text[] not null,      -- phonetic keys of the same names
  birth_date date,
  postcode text,
  place_key text,                 -- building and postcode; who lives together
  identifiers text[] not null,
  block_keys text[] not null,     -- candidates for linking one record
  record_hash bytea not null,     -- of what linkage reads, to pass over what has not changed
  recorded_at timestamptz not null default clock_timestamp()
);
create index search_entry_names on records.search_entry using gin (names gin_trgm_ops);
create index search_entry_name_keys on records.search_entry using gin (name_keys);
create index search_entry_identifiers on records.search_entry using gin (identifiers);
create index search_entry_block_keys on records.search_entry using gin (block_keys);
create index search_entry_birth_date on records.search_entry (birth_date);
create index search_entry_postcode on records.search_entry (postcode text_pattern_ops);
create index search_entry_place on records.search_entry (place_key) where place_key is not null;

create table records.review_pair (
  identity_a uuid not null,
  identity_b uuid not null,
  bits real not null,
  probability real not null,
  words text[] not null,
  model_version text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (identity_a, identity_b)
);
create index review_pair_by_b on records.review_pair (identity_b);

-- A registered worker is related to a person only by a record of the worker's own partner: one row a live claim.
create table records.caseload (
  partner_id text not null,
  worker_id text not null, -- '' where the partner as a whole has the person on roll
  identity uuid not null,
  record_id uuid not null,
  team text,
  valid daterange not null,
  primary key (partner_id, worker_id, identity, record_id)
);
create index caseload_by_identity on records.caseload (identity);
create index caseload_by_team on records.caseload (partner_id, team);

alter table records.search_entry enable row level security;
create policy reader_sees_agreed_unsealed on records.search_entry for select to family_hub_reader
using (
  partner_id = any (array(select registers.disclosers_to_session()))
  and not exists (
    select from registers.protection p
    where p.subject = search_entry.identity and p.kind = 'sealed-identity'
      and p.valid @> registers.london_today()
  )
);
create policy loader_keeps on records.search_entry for all to family_hub_loader using (true) with check (true);

grant select on all tables in schema records to family_hub_reader, family_hub_loader;
grant insert on records.person, records.membership, records.person_alias, records.match_decision, records.model_version
  to family_hub_loader;
grant insert, update, delete on records.current_member, records.search_entry, records.review_pair, records.caseload
  to family_hub_loader;

reset role;
