import { appendEntries } from '../audit/append.ts'
import { type Database, inTransaction } from '../kit/database.ts'
import { clearHoldsOf, findHeldPersons, type HeldPerson } from '../records/hold-store.ts'
import { resolvePerson } from '../records/person-store.ts'
import { mayAct } from '../registers/role-store.ts'
import { type ActOutcome, act } from './act.ts'
import { policyVersion } from './decide.ts'
import type { Who } from './request.ts'

export type { HeldPerson }

const CLEAR = 'clear-hold'

/** Whose addresses are held, for those who may clear the holds: no address and no name; looking is logged. */
export async function heldPersons(
  database: Database,
  who: Who,
): Promise<{ outcome: 'shown'; people: HeldPerson[]; mayOpen: boolean } | { outcome: 'refused' }> {
  const { practitionerId, partnerId, roleId } = who
  return await inTransaction(database.loader, async client => {
    const allowed = (await mayAct(client, roleId, CLEAR)) !== undefined
    const outcome = allowed ? 'recorded' : 'refused'
    await appendEntries(client, policyVersion, [
      { kind: 'act', outcome, practitionerId, partnerId, roleId, detail: { action: 'see-holds' } },
    ])
    if (!allowed) return { outcome: 'refused' }
    // Whoever sees use and not families decides by what the desk has found out.
    const mayOpen = (await mayAct(client, roleId, 'answer-desk')) !== undefined
    return { outcome: 'shown', people: await findHeldPersons(client, roleId), mayOpen }
  })
}

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
  const request = { actor, action: CLEAR, reason, personId, detail: {} }
  return await act(database, request, 'owner', async client => {
    const now = await resolvePerson(client, personId)
    return { cleared: await clearHoldsOf(client, now, actor.practitionerId, reason) }
  })
}
