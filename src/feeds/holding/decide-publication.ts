import { type Client, inTransactionOf } from '../../kit/database.ts'
import type { Contract } from '../contract.ts'
import { type DeliveryRow, endDelivery, findDelivery } from '../delivery-store.ts'
import { publish, releaseDelivery } from '../publish.ts'
import { findContract } from '../recognise.ts'
import { type Awaits, findAwaited, type Holding, holdDelivery, keepHolding } from './holding-store.ts'
import { countChanges } from './preview-store.ts'
import { weigh } from './weigh.ts'

export type Decided =
  | { outcome: 'published' }
  | { outcome: 'held'; awaits: Awaits; reason: string }
  | { outcome: 'refused'; reason: string }

const NOT_WAITING = {
  outcome: 'refused',
  reason: 'This delivery does not wait for its sender any more. Open it again to see what became of it.',
} as const

const AWAITS_SENDER = 'It waits for its sender, who looks at what would change and approves or withdraws it.'

/**
 * Publishes a delivery that has been read to its end, or holds it: for a steward where a rule finds a reason, and
 * before that for its sender where `senderApproves`. What protects a family is published at once.
 */
export async function holdOrPublish(
  client: Client,
  deliveryId: number,
  { senderApproves }: { senderApproves: boolean },
): Promise<Decided> {
  const { delivery, contract } = await findBoth(client, deliveryId)
  const weighed = await weigh(client, delivery, contract)
  const asksSender = senderApproves && contract.id !== 'protections/1'
  const isHeld = asksSender || weighed.reasons.length > 0
  const holding = isHeld ? { ...weighed, changes: await countChanges(client, deliveryId) } : weighed
  if (asksSender) {
    await holdDelivery(client, deliveryId, { holding, awaits: 'sender', said: AWAITS_SENDER })
    return { outcome: 'held', awaits: 'sender', reason: AWAITS_SENDER }
  }
  if (holding.reasons.length > 0) return await holdForSteward(client, deliveryId, holding)
  const published = await inTransactionOf(client, async () => {
    await keepHolding(client, deliveryId, holding)
    return await publish(client, delivery, contract)
  })
  if (published === 'published') return { outcome: 'published' }
  await endDelivery(client, deliveryId, 'refused', published.refused)
  return { outcome: 'refused', reason: published.refused }
}

/**
 * The sender says that the delivery is as it is meant to be. It is weighed again, because others may have come since;
 * where a rule finds a reason it goes on to a steward, and is published otherwise. In the caller's transaction.
 */
export async function approveDelivery(client: Client, deliveryId: number): Promise<Decided> {
  if ((await findAwaited(client, deliveryId)) !== 'sender') return NOT_WAITING
  const { delivery, contract } = await findBoth(client, deliveryId)
  const holding = await weigh(client, delivery, contract)
  if (holding.reasons.length > 0) return await holdForSteward(client, deliveryId, holding)
  return await releaseDelivery(client, deliveryId)
}

/** The sender takes the delivery back; nothing of it is ever shown. In the caller's transaction. */
export async function withdrawDelivery(
  client: Client,
  deliveryId: number,
): Promise<{ outcome: 'withdrawn' } | { outcome: 'refused'; reason: string }> {
  if ((await findAwaited(client, deliveryId)) !== 'sender') return NOT_WAITING
  const reason = 'Withdrawn by its sender. Nobody saw any of it.'
  await endDelivery(client, deliveryId, 'refused', reason)
  return { outcome: 'withdrawn' }
}

async function holdForSteward(client: Client, deliveryId: number, holding: Holding): Promise<Decided> {
  const reason = holding.reasons.map(({ says }) => says).join(' ')
  await holdDelivery(client, deliveryId, { holding, awaits: 'steward', said: reason })
  return { outcome: 'held', awaits: 'steward', reason }
}

async function findBoth(
  client: Client,
  deliveryId: number,
): Promise<{ delivery: DeliveryRow; contract: Contract }> {
  const delivery = await findDelivery(client, deliveryId)
  const contract = delivery && findContract(delivery.contract)
  if (delivery === undefined || contract === undefined) throw new Error('a delivery that was read is gone')
  return { delivery, contract }
}
