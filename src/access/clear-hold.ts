import type { Database } from '../kit/database.ts'
import { clearHoldsOf } from '../records/hold-store.ts'
import { resolvePerson } from '../records/person-store.ts'
import { type ActOutcome, act } from './act.ts'
import type { Who } from './request.ts'

/**
 * Ends the protective hold on the addresses that are held for somebody today: a person has found out that they are safe to
 * show, and writes down how. An address that is new after this is held anew; one that was cleared stays cleared. Gives the
 * number of records that were let go.
 */
export async function clearHold(
  database: Database,
  actor: Who,
  personId: string,
  reason: string,
): Promise<ActOutcome<{ cleared: number }>> {
  const request = { actor, action: 'clear-hold', reason, personId, detail: {} }
  return await act(database, request, 'owner', async client => {
    const now = await resolvePerson(client, personId)
    return { cleared: await clearHoldsOf(client, now, actor.practitionerId, reason) }
  })
}
