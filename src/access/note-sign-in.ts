import { appendEntries, type NewEntry } from '../audit/append.ts'
import { type Database, inTransaction } from '../kit/database.ts'
import { policyVersion } from './decide.ts'

export type SignInNote =
  | {
      kind: 'signed-in' | 'role-chosen' | 'signed-out'
      practitioner: { practitionerId: string; partner: string; role: string }
    }
  | { kind: 'not-registered'; issuer: string }

/** Writes a sign-in, a change of role or a sign-out to the audit log. Without it nobody is signed in. */
export async function noteSignIn(database: Database, event: SignInNote): Promise<void> {
  await inTransaction(database.reader, client => appendEntries(client, policyVersion, [entryOf(event)]))
}

function entryOf(event: SignInNote): NewEntry {
  if (event.kind === 'not-registered')
    return { kind: 'sign-in', outcome: 'refused', detail: { event: event.kind, issuer: event.issuer } }
  const { practitionerId, partner, role } = event.practitioner
  return {
    kind: 'sign-in',
    outcome: 'recorded',
    practitionerId,
    partnerId: partner,
    roleId: role,
    detail: { event: event.kind },
  }
}
