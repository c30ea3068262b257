import type { Queryable } from '../kit/database.ts'
import type { DeliveryMode } from './contract.ts'

/** Deliveries and what becomes of them: one statement a function. */

export type DeliveryState = 'received' | 'checked' | 'held' | 'published' | 'linked' | 'refused' | 'swept'

export type DeliveryRow = {
  deliveryId: number
  partnerId: string
  contract: string
  mode: DeliveryMode
  asOf: Date
  state: DeliveryState
}

/** The first half of the pair of numbers by which PostgreSQL names the lock of a delivery that is being read. */
const DELIVERY_LOCK = 4_815_163
/** The same for the rows of a feed, as migrations/0021 has it. */
const FEED_LOCK = 4_815_164

/** The delivery that already brought these bytes, unless it came to nothing. */
export async function findDeliveryOfBytes(
  client: Queryable,
  partnerId: string,
  contract: string,
  contentHash: Buffer,
): Promise<{ deliveryId: number; state: DeliveryState } | undefined> {
  const found = await client.query<{ delivery_id: number; state: DeliveryState }>(
    `select delivery_id, state from feeds.delivery
     where partner_id = $1 and contract = $2 and content_hash = $3
       and state in ('checked', 'held', 'published', 'linked')`,
    [partnerId, contract, contentHash],
  )
  const row = found.rows[0]
  return row && { deliveryId: row.delivery_id, state: row.state }
}

export type NewDelivery = {
  partnerId: string
  contract: string
  mode: DeliveryMode
  asOf: Date
  contentHash: Buffer
  sentBy: string
  /** What should be known of it, though it is no fault and no reason to hold it. */
  notes?: string[]
}

/** Notes that a delivery has come; refused ones too, with the reason, so that the partner can see them. */
export async function insertDelivery(
  client: Queryable,
  delivery: NewDelivery,
  state: 'received' | 'refused',
  said: string | null,
): Promise<number> {
  const { partnerId, contract, mode, asOf, contentHash, sentBy, notes = [] } = delivery
  const inserted = await client.query<{ delivery_id: number }>(
    `insert into feeds.delivery (partner_id, contract, mode, as_of, content_hash, state, sent_by, said, notes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning delivery_id`,
    [partnerId, contract, mode, asOf, contentHash, state, sentBy, said, notes],
  )
  return inserted.rows[0]?.delivery_id ?? 0
}

/**
 * Taken for as long as a process reads a delivery; when the process dies the server lets go of it. Nothing of the feed is
 * removed meanwhile (migrations/0021).
 */
export async function lockDelivery(client: Queryable, deliveryId: number): Promise<void> {
  await client.query(
    `select pg_advisory_lock($1, delivery_id::integer),
       pg_advisory_lock_shared($2, hashtext(partner_id || ' ' || contract))
     from feeds.delivery where delivery_id = $3`,
    [DELIVERY_LOCK, FEED_LOCK, deliveryId],
  )
}

export async function unlockDelivery(client: Queryable, deliveryId: number): Promise<void> {
  await client.query(
    `select pg_advisory_unlock($1, delivery_id::integer),
       pg_advisory_unlock_shared($2, hashtext(partner_id || ' ' || contract))
     from feeds.delivery where delivery_id = $3`,
    [DELIVERY_LOCK, FEED_LOCK, deliveryId],
  )
}

/** Deliveries that nobody publishes: their lock is free, so the process that read them is gone. */
export async function sweepAbandonedDeliveries(client: Queryable): Promise<number[]> {
  const swept = await client.query<{ delivery_id: number }>(
    `update feeds.delivery set state = 'swept', said = 'The load was interrupted. Send the files again.'
     where delivery_id in (
       select delivery_id from feeds.delivery
       where state in ('received', 'checked')
         and pg_try_advisory_xact_lock($1, delivery_id::integer)
       for update skip locked)
       and state in ('received', 'checked')
     returning delivery_id`,
    [DELIVERY_LOCK],
  )
  return swept.rows.map(row => row.delivery_id)
}

/** Ends a delivery before publication. */
export async function endDelivery(
  client: Queryable,
  deliveryId: number,
  state: 'refused' | 'swept',
  said: string,
): Promise<void> {
  await client.query(
    `update feeds.delivery set state = $2, said = $3
     where delivery_id = $1 and state in ('received', 'checked', 'held')`,
    [deliveryId, state, said],
  )
}

export type Counts = {
  rowsRead: number
  rowsAccepted: number
  rowsRejected: number
  recordsNew: number
  dropped: Record<string, number>
}

/** All rows are stored, unseen. From here on the same bytes cannot be taken a second time. */
export async function markChecked(
  client: Queryable,
  deliveryId: number,
  asOf: Date,
  counts: Counts,
): Promise<void> {
  await client.query(
    `update feeds.delivery
     set state = 'checked', checked_at = clock_timestamp(), as_of = $2, rows_read = $3, rows_accepted = $4,
         rows_rejected = $5, records_new = $6, dropped_fields = $7
     where delivery_id = $1`,
    [
      deliveryId,
      asOf,
      counts.rowsRead,
      counts.rowsAccepted,
      counts.rowsRejected,
      counts.recordsNew,
      JSON.stringify(counts.dropped),
    ],
  )
}

/** Makes everything of a delivery visible at once. False where it is not waiting to be published. */
export async function markPublished(
  client: Queryable,
  deliveryId: number,
  agreement: { agreementId: string; version: number } | undefined,
): Promise<boolean> {
  const updated = await client.query(
    `update feeds.delivery
     set state = 'published', published_at = clock_timestamp(), said = null,
         agreement_id = $2, agreement_version = $3
     where delivery_id = $1 and state in ('checked', 'held')`,
    [deliveryId, agreement?.agreementId ?? null, agreement?.version ?? null],
  )
  return updated.rowCount === 1
}

/** Set when every identity of the delivery has been linked. */
export async function markLinked(client: Queryable, deliveryId: number): Promise<void> {
  await client.query(
    `update feeds.delivery set state = 'linked', linked_at = clock_timestamp()
     where delivery_id = $1 and state = 'published'`,
    [deliveryId],
  )
}

export async function findDelivery(client: Queryable, deliveryId: number): Promise<DeliveryRow | undefined> {
  const found = await client.query<{
    delivery_id: number
    partner_id: string
    contract: string
    mode: DeliveryMode
    as_of: Date
    state: DeliveryState
  }>(
    `select delivery_id, partner_id, contract, mode, as_of, state
     from feeds.delivery where delivery_id = $1`,
    [deliveryId],
  )
  const row = found.rows[0]
  return (
    row && {
      deliveryId: row.delivery_id,
      partnerId: row.partner_id,
      contract: row.contract,
      mode: row.mode,
      asOf: row.as_of,
      state: row.state,
    }
  )
}

/** One row for each table that a file fills. */
export async function insertDeliveryFile(
  client: Queryable,
  deliveryId: number,
  file: { scope: string; name: string; sha256: Buffer; rows: number },
): Promise<void> {
  await client.query(
    `insert into feeds.delivery_file (delivery_id, scope, file_name, sha256, rows_read)
     values ($1, $2, $3, $4, $5)`,
    [deliveryId, file.scope, file.name, file.sha256, file.rows],
  )
}

/**
 * Moves the pointers of a snapshot's tables to it, each only forward in time: an older file changes nothing, and of two
 * as of one instant their bytes decide, not the order in which they came.
 */
export async function moveLatestSnapshot(client: Queryable, deliveryId: number): Promise<void> {
  await client.query(
    `insert into feeds.latest_snapshot as latest
       (partner_id, contract, scope, delivery_id, as_of, content_hash)
     select distinct d.partner_id, d.contract, f.scope, d.delivery_id, d.as_of, d.content_hash
     from feeds.delivery d
     join feeds.delivery_file f using (delivery_id)
     where d.delivery_id = $1 and d.mode = 'snapshot'
     on conflict (partner_id, contract, scope) do update
     set delivery_id = excluded.delivery_id, as_of = excluded.as_of, content_hash = excluded.content_hash
     where (excluded.as_of, excluded.content_hash) > (latest.as_of, latest.content_hash)`,
    [deliveryId],
  )
}
