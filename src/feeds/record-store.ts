import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Client, Queryable } from '../kit/database.ts'
import { RECORD_COLUMNS } from './draft-rows.ts'

/** Storing the rows of a delivery, unseen. */

/** Begins a transaction that stores what nobody sees yet. */
export async function beginUnseen(client: Client): Promise<void> {
  await client.query('begin')
  await letDiskWait(client)
}

/**
 * What this transaction writes need not reach the disk at once: nobody sees it or is told of it before the publication,
 * which does, and takes with it all that was written before.
 */
export async function letDiskWait(client: Client): Promise<void> {
  await client.query('set local synchronous_commit = off')
}

/** Whether an earlier delivery of this feed may have stored some of the same records. */
export async function hasEarlierDelivery(
  client: Queryable,
  { deliveryId, partnerId, contract }: { deliveryId: number; partnerId: string; contract: string },
): Promise<boolean> {
  const found = await client.query(
    'select from feeds.delivery where partner_id = $1 and contract = $2 and delivery_id <> $3 limit 1',
    [partnerId, contract, deliveryId],
  )
  return found.rowCount === 1
}

/**
 * Which of these records are stored already, by their places in the arrays: what is sent again need not carry its
 * content again. The limit keeps the planner from reading the whole table instead of its index.
 */
export async function findStored(client: Queryable, ids: string, subjects: string): Promise<number[]> {
  const found = await client.query<{ place: number }>(
    `select (asked.place - 1)::integer as place
     from unnest($1::uuid[], $2::uuid[]) with ordinality as asked (record_id, subject, place)
     cross join lateral (
       select from feeds.stored_record r where r.subject = asked.subject and r.record_id = asked.record_id
       union all
       select from feeds.stored_record r
       where asked.subject is null and r.subject is null and r.record_id = asked.record_id
       limit 1
     ) stored`,
    [ids, subjects],
  )
  return found.rows.map(row => row.place)
}

/** Stores records that are new; `rows` are in the binary format of COPY. */
export async function copyRecords(client: Client, rows: Buffer[]): Promise<void> {
  await copy(client, `copy feeds.stored_record (${RECORD_COLUMNS}) from stdin (format binary)`, rows)
}

/** Notes that the delivery contained these records too, each as of its instant. */
export async function insertSightings(
  client: Client,
  deliveryId: number,
  ids: string,
  asOf: readonly Date[],
): Promise<void> {
  await client.query(
    `insert into feeds.sighting (record_id, delivery_id, as_of)
     select record_id, $1, as_of from unnest($2::uuid[], $3::timestamptz[]) as seen (record_id, as_of)
     order by record_id, as_of
     on conflict do nothing`,
    [deliveryId, ids, asOf],
  )
}

export async function copyRejections(client: Client, rows: string[]): Promise<void> {
  if (rows.length === 0) return
  await copy(
    client,
    'copy feeds.rejection (delivery_id, file_name, row_number, column_name, rule, remedy) from stdin',
    [Buffer.from(rows.join(''))],
  )
}

async function copy(client: Client, statement: string, parts: Buffer[]): Promise<void> {
  await pipeline(Readable.from(parts), client.query(copyFrom(statement)))
}

/** A field as COPY's text format carries it. */
export function copyField(text: string | undefined): string {
  if (text === undefined) return '\\N'
  // oxlint-disable-next-line no-control-regex -- the format gives these characters a meaning
  if (!/[\\\t\n\r]/.test(text)) return text
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}
