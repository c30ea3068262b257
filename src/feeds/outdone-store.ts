import type { Queryable } from '../kit/database.ts'

/**
 * Whether another delivery of the feed says what pages show of some table of this one: a newer one, or one as of the
 * same instant, between which the hash of their bytes decides and not the order in which they came.
 */
export async function findOutdoing(
  client: Queryable,
  deliveryId: number,
): Promise<'newer' | 'same instant' | undefined> {
  const { rows } = await client.query<{ isOfSameInstant: boolean | null }>(
    `select bool_or(l.as_of = d.as_of) as "isOfSameInstant"
     from feeds.delivery d
     join feeds.delivery_file f using (delivery_id)
     join feeds.latest_snapshot l
       on l.partner_id = d.partner_id and l.contract = d.contract and l.scope = f.scope
     where d.delivery_id = $1 and (l.as_of, l.content_hash) > (d.as_of, d.content_hash)`,
    [deliveryId],
  )
  const isOfSameInstant = rows[0]?.isOfSameInstant ?? null
  if (isOfSameInstant === null) return undefined
  return isOfSameInstant ? 'same instant' : 'newer'
}

/** A larger delivery is not compared row by row, because it is published in one short transaction. */
const MOST_COMPARED_ROWS = 20_000

/** How many records of a delivery of changes give way to others as of the same instant that say something else. */
export async function countOutdoneRecords(client: Queryable, deliveryId: number): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::integer as count
     from feeds.source_record r
     join feeds.delivery d using (delivery_id)
     where r.delivery_id = $1 and d.rows_read <= $2
       and exists (
         select from feeds.published_record other
         where other.subject = r.subject and other.partner_id = r.partner_id and other.contract = r.contract
           and other.scope = r.scope and other.source_ref = r.source_ref and other.as_of = r.as_of
           and other.delivery_id <> r.delivery_id and other.record_id <> r.record_id
           and other.content_hash > d.content_hash)`,
    [deliveryId, MOST_COMPARED_ROWS],
  )
  return rows[0]?.count ?? 0
}

/** Adds to what should be known of a delivery, though it is no fault. */
export async function addNote(client: Queryable, deliveryId: number, note: string): Promise<void> {
  await client.query('update feeds.delivery set notes = notes || $2::text where delivery_id = $1', [
    deliveryId,
    note,
  ])
}

export async function findNotes(client: Queryable, deliveryId: number): Promise<string[]> {
  const { rows } = await client.query<{ notes: string[] }>(
    'select notes from feeds.delivery where delivery_id = $1',
    [deliveryId],
  )
  return rows[0]?.notes ?? []
}
