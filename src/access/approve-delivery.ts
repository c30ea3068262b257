import { approveDelivery, withdrawDelivery } from '../feeds/holding/decide-publication.ts'
import { type Database, inTransaction } from '../kit/database.ts'
import { act } from './act.ts'
import { uploadScope } from './feeds-view.ts'
import { findDeliveryLine } from './feeds-view-store.ts'
import { NotPossible, noteRefusal } from './held-delivery.ts'
import type { Who } from './request.ts'

export type OwnDecision = { deliveryId: number; decision: 'approve' | 'withdraw' }

export type ApprovalOutcome =
  | { outcome: 'published' | 'held' | 'withdrawn' }
  | { outcome: 'refused'; because: 'not your role' | 'not possible'; says: string }

const ACTION = 'approve-delivery'
const REASONS = {
  approve: 'Approved by its sender, who has seen what it would change',
  withdraw: 'Withdrawn by its sender',
}

/**
 * The sender's own word on files that were handed in: publish them, or take them back. Whoever may hand in a partner's
 * files may say it. The sharing agreement is checked again, and a rule that finds something unusual still sends the
 * delivery to a data steward.
 */
export async function decideOwnDelivery(
  database: Database,
  who: Who,
  { deliveryId, decision }: OwnDecision,
): Promise<ApprovalOutcome> {
  const detail = { deliveryId, decision }
  const reason = REASONS[decision]
  if (!(await maySend(database, who, deliveryId))) {
    await noteRefusal(database, who, { action: ACTION, ...detail, refused: 'not your role' }, reason)
    const says = 'Only those who may hand in this partner’s files approve them.'
    return { outcome: 'refused', because: 'not your role', says }
  }
  try {
    const acted = await act(
      database,
      { actor: who, action: ACTION, reason, detail },
      'loader',
      async client => {
        const decided = await (decision === 'approve' ? approveDelivery : withdrawDelivery)(
          client,
          deliveryId,
        )
        if (decided.outcome === 'refused') throw new NotPossible(decided.reason)
        return { outcome: decided.outcome }
      },
    )
    if (acted.outcome === 'refused') return { ...acted, because: 'not your role' }
    return { outcome: acted.result.outcome }
  } catch (error) {
    if (!(error instanceof NotPossible)) throw error
    await noteRefusal(database, who, { action: ACTION, ...detail, refused: error.message }, reason)
    return { outcome: 'refused', because: 'not possible', says: error.message }
  }
}

async function maySend(database: Database, who: Who, deliveryId: number): Promise<boolean> {
  return await inTransaction(database.reader, async client => {
    const scope = await uploadScope(client, who)
    if (scope === 'none') return false
    const partnerId = scope === 'own' ? who.partnerId : undefined
    return (await findDeliveryLine(client, deliveryId, partnerId)) !== undefined
  })
}
