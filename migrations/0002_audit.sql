-- Why: no view without audit. The columns are those of the final, outside-verifiable log (RFC 6962 tree over
-- salted commitments), so that no entry ever has to be rewritten when the tree is built.

set role family_hub_owner;

-- A person's pseudonym in the log. Deleting this row makes the person's entries unlinkable and leaves the tree whole.
create table audit.subject_key (
  person_id uuid primary key,
  subject_key bytea not null unique,
  recorded_at timestamptz not null default clock_timestamp()
);

create table audit.entry (
  entry_id bigint generated always as identity primary key,
  occurred_at timestamptz not null default clock_timestamp(),
  recorded_at timestamptz not null default clock_timestamp(),
  transaction_id xid8 not null default pg_current_xact_id(), -- the sequencer takes only rows below pg_snapshot_xmin
  kind text not null check (kind in ('disclosure', 'search', 'list', 'act', 'sign-in', 'service')),
  outcome text not null check (outcome in ('disclosed', 'refused', 'changed', 'recorded')),
  practitioner_id text,
  partner_id text,
  role_id text,
  purpose_id text,
  reason text,
  subject_key bytea,
  membership_version bigint, -- which records were held to be this person at that moment: the harm trace reads it
  policy_version text not null,
  receipt_id text,
  detail jsonb not null, -- what was asked and decided: categories, rules, fields; never a value that was shown
  salt bytea not null,
  commitment bytea not null check (octet_length(commitment) = 32)
);
create index entry_by_subject on audit.entry (subject_key, entry_id desc) where subject_key is not null;
create index entry_by_practitioner on audit.entry (practitioner_id, entry_id desc);
create index entry_by_receipt on audit.entry (receipt_id) where receipt_id is not null;

-- Filled by the sequencer of a later issue; here so that the shape of the log is settled from the first entry.
create table audit.leaf (
  leaf_index bigint primary key,
  entry_id bigint not null unique references audit.entry,
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  recorded_at timestamptz not null default clock_timestamp()
);
create table audit.checkpoint (
  tree_size bigint primary key,
  root_hash bytea not null check (octet_length(root_hash) = 32),
  signed_note text not null,
  recorded_at timestamptz not null default clock_timestamp()
);

grant select, insert on audit.entry, audit.subject_key to family_hub_reader;
grant insert on audit.entry to family_hub_loader;
grant select on audit.leaf, audit.checkpoint to family_hub_reader;

reset role;
