import type { Queryable } from '../../kit/database.ts'

/** Idempotency keys of partners' systems: one statement a function. */

export type KeptKey = { bodyHash: Buffer; deliveryId: number | null }

type Key = { clientId: string; keyHash: Buffer }

/** Keeps a key with the bytes that came under it, unless it is kept already; gives what is kept. */
export async function keepKey(
  client: Queryable,
  { clientId, keyHash, bodyHash, endsAt }: Key & { bodyHash: Buffer; endsAt: Date },
): Promise<KeptKey> {
  const values = [clientId, keyHash, bodyHash, endsAt]
  for (;;) {
    const { rows } = await client.query<KeptKey>(
      `with kept as (
         insert into api.idempotency_key (client_id, key_hash, body_hash, ends_at) values ($1, $2, $3, $4)
         on conflict do nothing returning body_hash, delivery_id)
       select body_hash as "bodyHash", delivery_id as "deliveryId" from kept
       union all
       select body_hash, delivery_id from api.idempotency_key where client_id = $1 and key_hash = $2
       limit 1`,
      values,
    )
    // Another request with the same key may have come in between, unseen by this statement: the next one sees it.
    if (rows[0] !== undefined) return rows[0]
  }
}

/** Notes which delivery came of the bytes that were sent under a key. */
export async function noteDeliveryOfKey(
  client: Queryable,
  { clientId, keyHash }: Key,
  deliveryId: number,
): Promise<void> {
  await client.query(
    'update api.idempotency_key set delivery_id = $3 where client_id = $1 and key_hash = $2',
    [clientId, keyHash, deliveryId],
  )
}

export async function deleteEndedKeys(client: Queryable, now: Date): Promise<void> {
  await client.query('delete from api.idempotency_key where ends_at <= $1', [now])
}
