-- Why: a partner's system proves who it is by a key of its own. The register holds public keys only, says who added
-- each and why, and never forgets one: a key that was ever revoked stays known, so that it cannot come back.

set role family_hub_owner;

create table registers.credential (
  client_id text primary key check (client_id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'), -- for SFTP also the user name
  partner_id text not null references registers.partner,
  contracts text[] not null, -- the only contracts that it may send; empty: any of its partner
  added_by text not null,
  reason text not null,
  revoked_at timestamptz,
  revoked_by text,
  revoked_reason text,
  recorded_at timestamptz not null default clock_timestamp()
);
create index credential_by_partner on registers.credential (partner_id);

create table registers.credential_key (
  key_id text primary key, -- of the key itself (RFC 7638, or OpenSSH's SHA256), so that no two partners share one
  client_id text not null references registers.credential,
  kind text not null check (kind in ('jwk', 'ssh')),
  public_key text not null,
  valid daterange not null,
  added_by text not null,
  reason text not null,
  revoked_at timestamptz,
  revoked_by text,
  revoked_reason text,
  recorded_at timestamptz not null default clock_timestamp()
);
create index credential_key_by_client on registers.credential_key (client_id);

-- One row for each key by which a partner's system may prove itself today.
create view registers.live_credential_key as
select k.key_id, k.kind, k.public_key, c.client_id, c.partner_id, c.contracts
from registers.credential_key k
join registers.credential c using (client_id)
join registers.partner p using (partner_id)
where k.revoked_at is null and c.revoked_at is null
  and k.valid @> registers.london_today() and p.valid @> registers.london_today();

grant select on registers.credential, registers.credential_key, registers.live_credential_key
  to family_hub_reader, family_hub_loader;

reset role;
