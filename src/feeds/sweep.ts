import { type Database, inTransaction } from '../kit/database.ts'
import { sweepAbandonedDeliveries } from './delivery-store.ts'
import { findFeedsToEmpty, removeUnusedRows } from './unused-rows-store.ts'

/** So many rows are removed in one transaction: some tenths of a second. */
const MOST_ROWS = 10_000
const EVERY_SECONDS = 30

/** Ends deliveries whose process has died before publication; the same bytes may then come again. */
export async function sweepUnpublished(database: Pick<Database, 'loader'>): Promise<number[]> {
  return await inTransaction(database.loader, sweepAbandonedDeliveries)
}

/**
 * Removes what deliveries have brought that were refused, returned, withdrawn or swept: nobody may use it, so nobody
 * keeps it. A feed that is being loaded is passed over until the next time. Gives the number of rows.
 */
export async function removeUnused(database: Pick<Database, 'loader'>): Promise<number> {
  let rows = 0
  for (const feed of await findFeedsToEmpty(database.loader)) {
    let removed: number | undefined
    do {
      removed = await inTransaction(database.loader, client => removeUnusedRows(client, feed, MOST_ROWS))
      rows += removed ?? 0
    } while (removed === MOST_ROWS)
  }
  return rows
}

/** Sweeps and removes twice a minute until stopped: what a steward returns is gone soon after. */
export function startSweepingDeliveries(
  database: Pick<Database, 'loader'>,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let running = Promise.resolve()
  const timer = setInterval(() => {
    running = running
      .then(async () => {
        await sweepUnpublished(database)
        await removeUnused(database)
      })
      .catch(onError)
  }, EVERY_SECONDS * 1000)
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
