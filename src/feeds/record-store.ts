import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Client } from '../kit/database.ts'

/** Storing the rows of a delivery, unseen. */

/** A temporary table of this connection, emptied at each commit. */
export async function createArrivals(client: Client): Promise<void> {
  await client.query(`create temporary table if not exists arriving_record (
    record_id uuid, scope text, source_ref text, subject uuid, object uuid, content jsonb, valid daterange
  ) on commit delete rows`)
}

/** `rows` are in PostgreSQL's text format for COPY. */
export async function copyArrivals(client: Client, rows: Buffer): Promise<void> {
  await copy(client, 'copy arriving_record from stdin', rows)
}

/** Those of the ids that are stored already: a snapshot that is sent again need not carry its content again. */
export async function findKnownRecords(client: Client, ids: string[]): Promise<Set<string>> {
  const found = await client.query<{ record_id: string }>(
    'select record_id from feeds.source_record where record_id = any ($1::uuid[])',
    [ids],
  )
  return new Set(found.rows.map(row => row.record_id))
}

/**
 * Stores the arrivals and gives the number of those that were new. In the order of their ids, so that two loads never
 * wait for each other in a circle.
 */
export async function insertArrivals(client: Client, partnerId: string, contract: string): Promise<number> {
  const inserted = await client.query(
    `insert into feeds.source_record
       (record_id, partner_id, contract, scope, source_ref, subject, object, content, valid)
     select record_id, $1, $2, scope, source_ref, subject, object, content, valid
     from arriving_record order by record_id
     on conflict (record_id) do nothing`,
    [partnerId, contract],
  )
  return inserted.rowCount ?? 0
}

/**
 * Notes that the delivery contained these records, each as of its instant. `firstTime`: no record was stored before
 * this chunk, so none can have been noted, and the costlier care for repetition is spared.
 */
export async function insertSightings(
  client: Client,
  deliveryId: number,
  sightings: { ids: string[]; asOf: string[]; firstTime: boolean },
): Promise<void> {
  await client.query(
    `insert into feeds.sighting (record_id, delivery_id, as_of)
     select record_id, $1, as_of from unnest($2::uuid[], $3::timestamptz[]) as seen (record_id, as_of)
     order by record_id
     ${sightings.firstTime ? '' : 'on conflict do nothing'}`,
    [deliveryId, sightings.ids, sightings.asOf],
  )
}

/** Begins to store a chunk. It need not reach the disk at once: nobody sees it before the publication, which does. */
export async function beginChunk(client: Client): Promise<void> {
  await client.query('begin; set local synchronous_commit = off')
}

export async function copyRejections(client: Client, rows: Buffer): Promise<void> {
  await copy(
    client,
    'copy feeds.rejection (delivery_id, file_name, row_number, column_name, rule, remedy) from stdin',
    rows,
  )
}

async function copy(client: Client, statement: string, rows: Buffer): Promise<void> {
  if (rows.length === 0) return
  await pipeline(Readable.from([rows]), client.query(copyFrom(statement)))
}

/** A field as COPY's text format carries it. */
export function copyField(text: string | undefined): string {
  if (text === undefined) return '\\N'
  // oxlint-disable-next-line no-control-regex -- the format gives these characters a meaning
  if (!/[\\\t\n\r]/.test(text)) return text
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}
