import type { PartnerSystem } from '../../access/request.ts'
import type { Queryable } from '../../kit/database.ts'

/** Tokens of partners' systems and the signed requests for them: one statement a function. Only hashes are kept. */

export async function insertToken(
  client: Queryable,
  token: { tokenHash: Buffer; keyId: string; endsAt: Date },
): Promise<void> {
  await client.query('insert into api.access_token (token_hash, key_id, ends_at) values ($1, $2, $3)', [
    token.tokenHash,
    token.keyId,
    token.endsAt,
  ])
}

/** Whom a token speaks for now; `undefined` once it, its key, its credential or its partner has ended. */
export async function findSystemOfToken(
  client: Queryable,
  tokenHash: Buffer,
  now: Date,
): Promise<PartnerSystem | undefined> {
  const { rows } = await client.query<PartnerSystem>(
    `select k.client_id as "clientId", k.partner_id as "partnerId", k.contracts
     from api.access_token t join registers.live_credential_key k using (key_id)
     where t.token_hash = $1 and t.ends_at > $2`,
    [tokenHash, now],
  )
  return rows[0]
}

/** False where the same signed request has been used before. */
export async function useAssertion(
  client: Queryable,
  assertion: { clientId: string; assertionHash: Buffer; endsAt: Date },
): Promise<boolean> {
  const inserted = await client.query(
    `insert into api.assertion_used (client_id, assertion_hash, ends_at) values ($1, $2, $3)
     on conflict do nothing`,
    [assertion.clientId, assertion.assertionHash, assertion.endsAt],
  )
  return inserted.rowCount === 1
}

export async function deleteEndedTokens(client: Queryable, now: Date): Promise<void> {
  await client.query('delete from api.access_token where ends_at <= $1', [now])
}

/** `before` lies behind now by as much as clocks may differ: until then the request could still be believed. */
export async function deleteEndedAssertions(client: Queryable, before: Date): Promise<void> {
  await client.query('delete from api.assertion_used where ends_at <= $1', [before])
}
