import type { Awaits, Holding } from '../feeds/holding/holding-store.ts'
import type { Queryable } from '../kit/database.ts'

/** What the feeds pages read of deliveries: states, counts and names of fields. No statement reads a record. */

export type DeliveryLine = {
  deliveryId: number
  partnerId: string
  partnerName: string
  contract: string
  state: 'received' | 'checked' | 'held' | 'published' | 'linked' | 'refused' | 'swept'
  receivedAt: Date
  asOf: Date
  rowsRead: number
  rowsAccepted: number
  rowsRejected: number
  recordsNew: number
  /** Names of fields that no purpose needs, with how often they came. */
  droppedFields: Record<string, number>
  /** What should be known of it, though it is no fault: each a sentence. */
  notes: string[]
  said: string | null
  sentBy: string
  /** The practitioner's id, or what else handed it in. */
  sentById: string
  /** Whom it waits for while it is held. */
  awaits: Awaits | null
  /** What it was weighed against and why it is held; none for deliveries that came before there were rules. */
  holding: Holding | null
}

export const LINE = `d.delivery_id as "deliveryId", d.partner_id as "partnerId", coalesce(p.name, d.partner_id) as "partnerName",
  d.contract, d.state, d.received_at as "receivedAt", d.as_of as "asOf", d.rows_read as "rowsRead",
  d.rows_accepted as "rowsAccepted", d.rows_rejected as "rowsRejected", d.records_new as "recordsNew",
  d.dropped_fields as "droppedFields", d.notes, d.said, coalesce(w.name, d.sent_by) as "sentBy", d.sent_by as "sentById", d.awaits, d.holding`

export const FROM = `feeds.delivery d left join registers.partner p on p.partner_id = d.partner_id
  left join registers.practitioner w on w.practitioner_id = d.sent_by`

/** One delivery; `undefined` where there is none, or none of that partner. */
export async function findDeliveryLine(
  client: Queryable,
  deliveryId: number,
  partnerId: string | undefined,
): Promise<DeliveryLine | undefined> {
  const { rows } = await client.query<DeliveryLine>(
    `select ${LINE} from ${FROM} where d.delivery_id = $1 and ($2::text is null or d.partner_id = $2)`,
    [deliveryId, partnerId ?? null],
  )
  return rows[0]
}

export type EarlierDelivery = Pick<
  DeliveryLine,
  'deliveryId' | 'state' | 'awaits' | 'receivedAt' | 'asOf' | 'rowsAccepted' | 'rowsRejected'
>

/** The other deliveries of the same feed, the latest first. */
export async function findOtherDeliveries(
  client: Queryable,
  delivery: DeliveryLine,
  most: number,
): Promise<EarlierDelivery[]> {
  const { rows } = await client.query<EarlierDelivery>(
    `select delivery_id as "deliveryId", state, awaits, received_at as "receivedAt", as_of as "asOf",
       rows_accepted as "rowsAccepted", rows_rejected as "rowsRejected"
     from feeds.delivery where partner_id = $1 and contract = $2 and delivery_id <> $3
     order by received_at desc limit $4`,
    [delivery.partnerId, delivery.contract, delivery.deliveryId, most],
  )
  return rows
}

export async function findFileNames(client: Queryable, deliveryId: number): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct file_name as name from feeds.delivery_file where delivery_id = $1 order by name`,
    [deliveryId],
  )
  return rows.map(row => row.name)
}

export type RejectionKind = {
  rule: string
  column: string | null
  remedy: string
  count: number
}

/** What is to be mended, the commonest first. */
export async function countRejections(
  client: Queryable,
  deliveryId: number,
  most: number,
): Promise<RejectionKind[]> {
  const { rows } = await client.query<RejectionKind>(
    `select rule, column_name as "column", remedy, count(*)::bigint as count from feeds.rejection
     where delivery_id = $1 group by rule, column_name, remedy order by count(*) desc, rule, column_name limit $2`,
    [deliveryId, most],
  )
  return rows
}

export type RejectionRow = {
  file: string
  row: number
  column: string | null
  rule: string
  remedy: string
}

const REJECTION = 'file_name as file, row_number as row, column_name as "column", rule, remedy'

/** A page of rejections in the order in which their rows stand in the files. */
export async function findRejections(
  client: Queryable,
  deliveryId: number,
  { skip, most }: { skip: number; most: number },
): Promise<RejectionRow[]> {
  const { rows } = await client.query<RejectionRow>(
    `select ${REJECTION} from feeds.rejection where delivery_id = $1
     order by file_name, row_number, column_name, rule offset $2 limit $3`,
    [deliveryId, skip, most],
  )
  return rows
}

export async function countAllRejections(client: Queryable, deliveryId: number): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::bigint as count from feeds.rejection where delivery_id = $1',
    [deliveryId],
  )
  return rows[0]?.count ?? 0
}

export type Place = { row: number; at: string }

/**
 * Rejections after a place, by row: each page costs the same however many came before. `ctid` tells apart rejections
 * of one row; it stands still, because no rejection is ever changed.
 */
export async function findRejectionsAfter(
  client: Queryable,
  deliveryId: number,
  after: Place,
  most: number,
): Promise<(RejectionRow & { at: string })[]> {
  const { rows } = await client.query<RejectionRow & { at: string }>(
    `select ${REJECTION}, ctid::text as at from feeds.rejection
     where delivery_id = $1 and (row_number, ctid) > ($2, $3::tid) order by row_number, ctid limit $4`,
    [deliveryId, after.row, after.at, most],
  )
  return rows
}

export type Sender = { partnerId: string; name: string }

/** Everyone who may stand on the list of senders. */
export async function findSenders(client: Queryable): Promise<Sender[]> {
  const { rows } = await client.query<Sender>(
    `select partner_id as "partnerId", name from registers.partner
     where valid @> registers.london_today() order by name, partner_id`,
  )
  return rows
}
