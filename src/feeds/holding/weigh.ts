import type { Queryable } from '../../kit/database.ts'
import { thresholdsFor } from '../../registers/feed-thresholds.ts'
import { findThresholdRows } from '../../registers/threshold-store.ts'
import type { Contract } from '../contract.ts'
import type { DeliveryRow } from '../delivery-store.ts'
import { findEarlier, findStored, type Holding } from './holding-store.ts'
import type { HoldingFacts } from './rule.ts'
import { HOLDING_RULES } from './rules.ts'

/** So many deliveries say what is usual for a feed. */
export const EARLIER_DELIVERIES = 5

/**
 * Weighs a delivery whose rows are all stored against those of its feed before it. Every rule is evaluated and every
 * reason kept. What protects a family is never kept waiting, so the host's file of protections is not weighed.
 */
export async function weigh(client: Queryable, delivery: DeliveryRow, contract: Contract): Promise<Holding> {
  if (contract.id === 'protections/1') return { compared: 0, reasons: [] }
  const { deliveryId, partnerId } = delivery
  const stored = await findStored(client, deliveryId)
  if (stored === undefined) throw new Error('a delivery that is to be weighed is gone')
  const before = await findEarlier(client, deliveryId, EARLIER_DELIVERIES)
  const thresholds = thresholdsFor(
    await findThresholdRows(client, partnerId, contract.id),
    partnerId,
    contract.id,
  )
  // A part may be of any size, so its rows are weighed as those of changes are.
  const mode = delivery.mode === 'part' ? 'changes' : delivery.mode
  const facts = { ...stored, mode, required: requiredTables(contract), before }
  const reasons = reasonsToHold(facts, rule => thresholds.get(rule)?.value)
  return { compared: before.length, reasons }
}

/** Every reason of every rule. Pure. */
export function reasonsToHold(
  facts: HoldingFacts,
  thresholdOf: (rule: string) => number | undefined,
): Holding['reasons'] {
  return HOLDING_RULES.flatMap(({ name, threshold, reasons }) => {
    const value = threshold === undefined ? 0 : thresholdOf(name)
    if (value === undefined) throw new Error(`no threshold for ${name}`)
    return reasons(facts, value).map(says => ({ rule: name, says }))
  })
}

function requiredTables(contract: Contract): string[] {
  if ('document' in contract) return []
  return contract.tables.filter(table => table.required).map(table => table.scope)
}
