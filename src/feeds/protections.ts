import type { Client } from '../kit/database.ts'
import type { Contract, Draft, ProtectionDraft } from './contract.ts'
import type { Identified } from './identify.ts'
import { insertDeliveryProtections, raiseProtections, settleProtections } from './protection-store.ts'
import { identityId } from './sections.ts'

/** A protection as a delivery states it. A day left out is open: from ever, or for ever. */
export type Protection = ProtectionDraft & {
  subject: string
  from: string | undefined
  to: string | undefined
}

/** The protections that a delivery states, by person and kind. */
export type Stated = Map<string, Protection>

/**
 * Notes the protection of a draft. The host names whom it protects, and its later row counts. A feed protects its own
 * person only, and of its rows what is stronger in either counts: two notices must not take from each other.
 */
export function noteProtection(
  stated: Stated,
  { partnerId, contract }: Identified,
  { protection, person, from, to }: Draft & { protection: ProtectionDraft },
): void {
  const isHost = contract.sentBy === 'host'
  const subject = isHost ? protection.subject : person && identityId(partnerId, contract.id, person)
  if (!subject) throw new Error(`${contract.id} states a protection of nobody`)
  const made = { ...protection, subject, from, to, raisedBy: isHost ? protection.raisedBy : undefined }
  const key = [subject, made.kind, made.raisedBy].join('|')
  const before = stated.get(key)
  stated.set(key, before === undefined || isHost ? made : strongerOf(before, made))
}

function strongerOf(one: Protection, other: Protection): Protection {
  return {
    ...one,
    namedRoles: one.namedRoles.filter(role => other.namedRoles.includes(role)),
    from: one.from && other.from && [one.from, other.from].toSorted()[0],
    to: one.to && other.to && [one.to, other.to].toSorted()[1],
  }
}

/** Keeps what was stated with the delivery, unseen until that is published. */
export async function keepProtections(
  client: Client,
  deliveryId: number,
  contract: Contract,
  stated: Stated,
): Promise<void> {
  if (stated.size === 0) return
  await insertDeliveryProtections(client, deliveryId, contract.id, [...stated.values()])
}

/** Lets them take effect; called in the transaction that publishes. */
export async function applyProtections(
  client: Client,
  deliveryId: number,
  { sentBy }: Contract,
): Promise<void> {
  if (sentBy === 'host') await settleProtections(client, deliveryId)
  else await raiseProtections(client, deliveryId)
}
