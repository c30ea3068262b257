import type { Queryable } from '../kit/database.ts'

/** What the command line may know of records: how many there are, and never about whom. */
export type RecordCounts = { identities: number; persons: number; reviews: number; waitingDeliveries: number }

export async function countRecords(client: Queryable): Promise<RecordCounts> {
  const found = await client.query<RecordCounts>(
    `select (select count(*) from records.current_member) as identities,
       (select count(distinct person_id) from records.current_member) as persons,
       (select count(*) from records.review_pair) as reviews,
       (select count(*) from feeds.delivery where state = 'published') as "waitingDeliveries"`,
  )
  const [counts] = found.rows
  if (counts === undefined) throw new Error('a count gave no row')
  return counts
}
