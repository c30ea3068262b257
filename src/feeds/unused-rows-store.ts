import type { Queryable } from '../kit/database.ts'

/** Rows of deliveries that came to nothing: one statement a function. */

export type Feed = { partnerId: string; contract: string }

/** Feeds with a delivery that was refused, returned, withdrawn or swept, and whose rows have not been removed yet. */
export async function findFeedsToEmpty(client: Queryable): Promise<Feed[]> {
  const found = await client.query<Feed>(
    `select distinct partner_id as "partnerId", contract from feeds.delivery
     where state in ('refused', 'swept') and emptied_at is null
     order by 1, 2`,
  )
  return found.rows
}

/**
 * Removes at most so many rows that only such deliveries of a feed have brought, and gives their number; `undefined`
 * where the feed is being loaded at this moment. A function of the retention role does it (migrations/0021).
 */
export async function removeUnusedRows(
  client: Queryable,
  { partnerId, contract }: Feed,
  most: number,
): Promise<number | undefined> {
  const removed = await client.query<{ removed: number | null }>(
    'select feeds.remove_unused_rows($1, $2, $3) as removed',
    [partnerId, contract, most],
  )
  return removed.rows[0]?.removed ?? undefined
}
