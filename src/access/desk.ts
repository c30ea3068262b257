import { appendEntries } from '../audit/append.ts'
import { type Database, inTransaction } from '../kit/database.ts'
import { mayAct } from '../registers/role-store.ts'
import { type ActOutcome, act } from './act.ts'
import { policyVersion } from './decide.ts'
import { closeDeskItem, type DeskItem, findDeskItems } from './desk-store.ts'
import type { Who } from './request.ts'

const ANSWER = 'answer-desk'

/** The searches that met a protected child, for the protected-records desk; looking is logged. */
export async function deskItems(
  database: Database,
  who: Who,
): Promise<{ outcome: 'shown'; items: DeskItem[] } | { outcome: 'refused' }> {
  return await inTransaction(database.reader, async client => {
    const allowed = (await mayAct(client, who.roleId, ANSWER)) !== undefined
    const { practitionerId, partnerId, roleId } = who
    const outcome = allowed ? 'recorded' : 'refused'
    await appendEntries(client, policyVersion, [
      { kind: 'act', outcome, practitionerId, partnerId, roleId, detail: { action: 'see-desk' } },
    ])
    return allowed ? { outcome: 'shown', items: await findDeskItems(client) } : { outcome: 'refused' }
  })
}

/** The desk has rung back: what was said is the reason. */
export async function answerDesk(
  database: Database,
  who: Who,
  obligationId: number,
  reason: string,
): Promise<ActOutcome<boolean>> {
  const request = { actor: who, action: ANSWER, reason, detail: { obligationId } }
  return await act(database, request, 'reader', client => closeDeskItem(client, obligationId))
}
