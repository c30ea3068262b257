import { appendEntries, type NewEntry } from '../audit/append.ts'
import { type Client, type Database, inTransaction } from '../kit/database.ts'
import { namesOf } from './act.ts'
import { policyVersion } from './decide.ts'
import type { PartnerSystem } from './request.ts'

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

/**
 * Gives a partner's system that has proved who it is what it came for, and writes so in the same transaction. Where
 * `work` gives nothing, the system is not admitted.
 */
export async function admitSystem<T>(
  database: Database,
  system: PartnerSystem,
  how: { by: 'API' | 'SFTP'; keyId: string },
  work: (client: Client) => Promise<T | undefined>,
): Promise<T | undefined> {
  return await inTransaction(database.reader, async client => {
    const given = await work(client)
    if (given === undefined) return undefined
    const detail = { event: 'system-admitted', ...how }
    const entry = { kind: 'sign-in', outcome: 'recorded', ...namesOf(system), detail } as const
    await appendEntries(client, policyVersion, [entry])
    return given
  })
}

/** Writes that something which called itself a partner's system was turned away; its name, only where it has one. */
export async function noteSystemRefused(
  database: Database,
  how: { by: 'API' | 'SFTP'; because: string; clientId: string | undefined },
): Promise<void> {
  await inTransaction(database.reader, client =>
    appendEntries(client, policyVersion, [
      { kind: 'sign-in', outcome: 'refused', detail: { event: 'system-refused', ...how } },
    ]),
  )
}
