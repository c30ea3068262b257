import type { Queryable } from '../kit/database.ts'

/** Credentials of partners' systems, with their public keys: one statement a function. */

export type KeyKind = 'jwk' | 'ssh'

/** A partner's system as its credential describes it. `contracts`: the only ones that it may send; empty: any. */
export type Credential = { clientId: string; partnerId: string; contracts: string[] }

export type LiveKey = Credential & { keyId: string; publicKey: string }

const LIVE_KEY = `client_id as "clientId", partner_id as "partnerId", contracts, key_id as "keyId",
  public_key as "publicKey"`

/** Small letters and digits joined by hyphens: a name that stands well in a log, a path and a register. */
export function isClientId(name: string): boolean {
  return name.length <= 60 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)
}

/** The keys by which a system may prove itself today. Strangers choose the name that they give, so it may be anything. */
export async function findLiveKeys(client: Queryable, clientId: string, kind: KeyKind): Promise<LiveKey[]> {
  if (!isClientId(clientId)) return []
  const { rows } = await client.query<LiveKey>(
    `select ${LIVE_KEY} from registers.live_credential_key where client_id = $1 and kind = $2 order by key_id`,
    [clientId, kind],
  )
  return rows
}

/** A key that is live today, or `undefined` once it, its credential or its partner has ended. */
export async function findLiveKey(client: Queryable, keyId: string): Promise<LiveKey | undefined> {
  const { rows } = await client.query<LiveKey>(
    `select ${LIVE_KEY} from registers.live_credential_key where key_id = $1`,
    [keyId],
  )
  return rows[0]
}

/** Whether a system has any live key today. */
export async function findLiveCredential(
  client: Queryable,
  clientId: string,
): Promise<Credential | undefined> {
  const { rows } = await client.query<Credential>(
    `select client_id as "clientId", partner_id as "partnerId", contracts
     from registers.live_credential_key where client_id = $1 limit 1`,
    [clientId],
  )
  return rows[0]
}

export type CredentialRow = Credential & { revokedAt: Date | null }

/** A credential, revoked or not; held until the transaction ends. */
export async function lockCredential(
  client: Queryable,
  clientId: string,
): Promise<CredentialRow | undefined> {
  const { rows } = await client.query<CredentialRow>(
    `select client_id as "clientId", partner_id as "partnerId", contracts, revoked_at as "revokedAt"
     from registers.credential where client_id = $1 for update`,
    [clientId],
  )
  return rows[0]
}

export type Author = { by: string; reason: string }

export async function insertCredential(
  client: Queryable,
  { clientId, partnerId, contracts }: Credential,
  author: Author,
): Promise<void> {
  await client.query(
    `insert into registers.credential (client_id, partner_id, contracts, added_by, reason)
     values ($1, $2, $3, $4, $5)`,
    [clientId, partnerId, contracts, author.by, author.reason],
  )
}

export type NewKey = { keyId: string; kind: KeyKind; publicKey: string }

/** Days are whole days, both inclusive. False where the key is known already, of whatever credential. */
export async function insertKey(
  client: Queryable,
  clientId: string,
  key: NewKey,
  days: { from: string | undefined; to: string | undefined },
  author: Author,
): Promise<boolean> {
  const inserted = await client.query(
    `insert into registers.credential_key (key_id, client_id, kind, public_key, valid, added_by, reason)
     values ($1, $2, $3, $4, daterange(coalesce($5::date, registers.london_today()), $6::date, '[]'), $7, $8)
     on conflict (key_id) do nothing`,
    [
      key.keyId,
      clientId,
      key.kind,
      key.publicKey,
      days.from ?? null,
      days.to ?? null,
      author.by,
      author.reason,
    ],
  )
  return inserted.rowCount === 1
}

/** True where the key stood until now. */
export async function revokeKey(
  client: Queryable,
  clientId: string,
  keyId: string,
  author: Author,
): Promise<boolean> {
  const updated = await client.query(
    `update registers.credential_key
     set revoked_at = clock_timestamp(), revoked_by = $3, revoked_reason = $4
     where client_id = $1 and key_id = $2 and revoked_at is null`,
    [clientId, keyId, author.by, author.reason],
  )
  return updated.rowCount === 1
}

/** True where the credential stood until now; all its keys end with it. */
export async function revokeCredential(
  client: Queryable,
  clientId: string,
  author: Author,
): Promise<boolean> {
  const updated = await client.query(
    `update registers.credential
     set revoked_at = clock_timestamp(), revoked_by = $2, revoked_reason = $3
     where client_id = $1 and revoked_at is null`,
    [clientId, author.by, author.reason],
  )
  return updated.rowCount === 1
}

export type ListedKey = Credential & {
  keyId: string
  kind: KeyKind
  from: string | null
  /** The last day, or none. */
  to: string | null
  isLive: boolean
  addedBy: string
  reason: string
  revokedAt: Date | null
  revokedBy: string | null
  revokedReason: string | null
}

/** Every key that was ever registered, of one partner where named. */
export async function listKeys(client: Queryable, partnerId: string | undefined): Promise<ListedKey[]> {
  const { rows } = await client.query<ListedKey>(
    `select c.client_id as "clientId", c.partner_id as "partnerId", c.contracts, k.key_id as "keyId", k.kind,
       lower(k.valid) as "from", upper(k.valid) - 1 as "to", l.key_id is not null as "isLive",
       k.added_by as "addedBy", k.reason, coalesce(k.revoked_at, c.revoked_at) as "revokedAt",
       coalesce(k.revoked_by, c.revoked_by) as "revokedBy",
       coalesce(k.revoked_reason, c.revoked_reason) as "revokedReason"
     from registers.credential_key k
     join registers.credential c using (client_id)
     left join registers.live_credential_key l using (key_id)
     where $1::text is null or c.partner_id = $1
     order by c.partner_id, c.client_id, k.recorded_at`,
    [partnerId ?? null],
  )
  return rows
}

export async function partnerIsRegistered(client: Queryable, partnerId: string): Promise<boolean> {
  const found = await client.query(
    'select from registers.partner where partner_id = $1 and valid @> registers.london_today()',
    [partnerId],
  )
  return found.rowCount === 1
}
