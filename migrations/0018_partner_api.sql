-- Why: what the interface for partners' systems must remember for minutes or hours: which tokens it gave out, which
-- signed requests it has seen, and which idempotency keys. Nothing here is a fact; all of it may be lost.

create schema api authorization family_hub_owner;
grant usage on schema api to family_hub_reader;
set role family_hub_owner;

-- A token is worth no more than the key that asked for it: it ends with that key, its credential or its partner.
create table api.access_token (
  token_hash bytea primary key,
  key_id text not null,
  ends_at timestamptz not null
);
create index access_token_by_end on api.access_token (ends_at);

-- A signed request for a token counts once (RFC 7523, section 3): kept until it would have run out by itself.
create table api.assertion_used (
  client_id text not null,
  assertion_hash bytea not null,
  ends_at timestamptz not null,
  primary key (client_id, assertion_hash)
);
create index assertion_used_by_end on api.assertion_used (ends_at);

create table api.idempotency_key (
  client_id text not null,
  key_hash bytea not null,
  body_hash bytea not null,
  delivery_id bigint, -- what became of it; null where nothing came of it that is kept
  ends_at timestamptz not null,
  primary key (client_id, key_hash)
);
create index idempotency_key_by_end on api.idempotency_key (ends_at);

grant select, insert, delete on api.access_token, api.assertion_used, api.idempotency_key to family_hub_reader;
grant update (delivery_id) on api.idempotency_key to family_hub_reader;

reset role;
