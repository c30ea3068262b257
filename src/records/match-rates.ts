import { FEWEST_TOLD, tellable } from '../feeds/people-sample.ts'
import type { Database } from '../kit/database.ts'
import { findMatchRates, keepMatchRates } from './match-rate-store.ts'

/** Notes with deliveries that have just been linked how many of their feeds' people other partners know too. */
export async function noteMatchRates(
  database: Pick<Database, 'loader'>,
  deliveryIds: readonly number[],
): Promise<void> {
  const rates = await findMatchRates(database.loader, deliveryIds, FEWEST_TOLD)
  if (rates.length === 0) return
  await keepMatchRates(
    database.loader,
    rates.map(({ deliveryId, rate }) => ({ deliveryId, rate: tellable(rate) })),
  )
}
