import { appendEntries } from '../audit/append.ts'
import { findAwaited } from '../feeds/holding/holding-store.ts'
import { releaseDelivery, returnDelivery } from '../feeds/publish.ts'
import { type Client, type Database, inTransaction } from '../kit/database.ts'
import { act } from './act.ts'
import { policyVersion } from './decide.ts'
import type { Who } from './request.ts'

export type HeldDecision = { deliveryId: number; decision: 'release' | 'return'; reason: string }

export type HeldOutcome =
  | { outcome: 'released' | 'returned' }
  | { outcome: 'refused'; because: 'not your role' | 'reason missing' | 'not possible'; says: string }

/** Undoes the transaction: the feed did not let the change happen, so nobody may read in the log that it did. */
export class NotPossible extends Error {}

/** Lets a held delivery be published, or gives it back to its partner; either with a reason, in the audit log. */
export async function decideHeldDelivery(
  database: Database,
  who: Who,
  held: HeldDecision,
): Promise<HeldOutcome> {
  const action = held.decision === 'release' ? 'release-delivery' : 'return-delivery'
  const detail = { deliveryId: held.deliveryId }
  try {
    const acted = await act(database, { actor: who, action, reason: held.reason, detail }, 'loader', client =>
      change(client, held),
    )
    if (acted.outcome === 'changed') return { outcome: held.decision === 'release' ? 'released' : 'returned' }
    const because = acted.because === 'reason missing' ? acted.because : 'not your role'
    return { outcome: 'refused', because, says: acted.says }
  } catch (error) {
    if (!(error instanceof NotPossible)) throw error
    await noteRefusal(database, who, { action, ...detail, refused: error.message }, held.reason)
    return { outcome: 'refused', because: 'not possible', says: error.message }
  }
}

async function change(client: Client, { deliveryId, decision, reason }: HeldDecision): Promise<void> {
  // Locked, or of two who decide at once one would be told, and the log would say, what did not come to be.
  const awaits = await findAwaited(client, deliveryId)
  if (awaits === undefined) throw new NotPossible('This delivery is no longer held.')
  if (awaits === 'sender') throw new NotPossible('This delivery still waits for its sender to approve it.')
  if (decision === 'return') return await returnDelivery(client, deliveryId, `Returned: ${reason.trim()}`)
  const released = await releaseDelivery(client, deliveryId)
  if (released.outcome === 'refused') throw new NotPossible(released.reason)
}

/** Writes down that somebody tried what could not be done; what was tried itself has left no trace. */
export async function noteRefusal(
  database: Database,
  { practitionerId, partnerId, roleId }: Who,
  detail: { action: string; deliveryId: number; refused: string },
  reason: string,
): Promise<void> {
  await inTransaction(database.reader, client =>
    appendEntries(client, policyVersion, [
      {
        kind: 'act',
        outcome: 'refused',
        practitionerId,
        partnerId,
        roleId,
        reason,
        detail,
      },
    ]),
  )
}
