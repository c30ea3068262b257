-- Why: every decision leaves a receipt; what the left of the house must cause on the right waits as an obligation;
-- a session lives in the database so that sign-out and time-outs are certain.

set role family_hub_owner;

create table access.receipt (
  receipt_id text primary key, -- eight letters and digits that can be read out on the telephone
  decided_at timestamptz not null default clock_timestamp(),
  practitioner_id text not null,
  partner_id text not null,
  role_id text not null,
  purpose_id text,
  policy_version text not null,
  decision jsonb not null, -- for each person (by pseudonym) and category: outcome, agreement and version, gateway, reasons, fields
  recorded_at timestamptz not null default clock_timestamp()
);

-- A search is stored and answered by a redirect, so that names stay out of addresses; swept when its session has ended.
create table access.search (
  search_id text primary key,
  session_hash bytea not null,
  practitioner_id text not null,
  partner_id text not null,
  role_id text not null,
  purpose_id text not null,
  query jsonb not null,
  made_at timestamptz not null default clock_timestamp(),
  watched_at timestamptz -- when the protected-records watch had looked at it: every search is looked at alike
);
create index search_unwatched on access.search (made_at) where watched_at is null;

-- Why this child: asked once for a child, a task and a session.
create table access.child_reason (
  session_hash bytea not null,
  practitioner_id text not null,
  person_id uuid not null,
  purpose_id text not null,
  reason text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (session_hash, person_id, purpose_id)
);

create table access.obligation (
  obligation_id bigint generated always as identity primary key,
  kind text not null,
  practitioner_id text, -- whom it concerns
  detail jsonb not null,
  due_at timestamptz,
  done_at timestamptz,
  recorded_at timestamptz not null default clock_timestamp()
);
create index obligation_open on access.obligation (kind, recorded_at desc) where done_at is null;

create table web.session (
  session_hash bytea primary key,
  issuer text not null,
  subject text not null,
  practitioner_id text,
  csrf_token text not null,
  purpose_id text,
  id_token text,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  ends_at timestamptz not null
);
create table web.sign_in_attempt (
  state_hash bytea primary key,
  nonce text not null,
  code_verifier text not null,
  return_to text,
  created_at timestamptz not null
);

grant select, insert on access.receipt, access.child_reason, access.obligation to family_hub_reader;
grant update (reason, recorded_at) on access.child_reason to family_hub_reader;
grant update (done_at) on access.obligation to family_hub_reader;
grant select, insert, delete on access.search to family_hub_reader;
grant select, update (watched_at) on access.search to family_hub_loader;
grant select, insert on access.obligation to family_hub_loader;
grant select, insert, update, delete on web.session, web.sign_in_attempt to family_hub_reader;

reset role;
