import { CONTRACTS } from '../feeds/contracts/all.ts'
import type { Database } from '../kit/database.ts'
import { findMatchRates, keepMatchRates } from './match-rate-store.ts'

/** A pupil's contacts have neither a number nor a date of birth: a school's rate speaks of its pupils. */
const LEFT_OUT = CONTRACTS.flatMap(({ id, stages }) =>
  Object.entries(stages).flatMap(([scope, stage]) => (stage === 'adult' ? [{ contract: id, scope }] : [])),
)

/** Notes with deliveries that have just been linked how many of their people other partners know too. */
export async function noteMatchRates(
  database: Pick<Database, 'loader'>,
  deliveryIds: readonly number[],
): Promise<void> {
  const rates = await findMatchRates(database.loader, deliveryIds, LEFT_OUT)
  if (rates.length > 0) await keepMatchRates(database.loader, rates)
}
