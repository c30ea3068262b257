import { appendEntries, type NewEntry } from '../audit/append.ts'
import {
  findLatestUses,
  findSubjectKeys,
  findSubjectOfEntry,
  findUsesOfSubjects,
  type LoggedUse,
  type UsesOf,
} from '../audit/entry-store.ts'
import { type Client, type Database, inTransaction } from '../kit/database.ts'
import { findFormerIds, resolvePerson } from '../records/person-store.ts'
import { mayAct } from '../registers/role-store.ts'
import { policyVersion } from './decide.ts'
import type { Who } from './request.ts'

export type UsesView = { outcome: 'shown'; uses: LoggedUse[]; more: boolean } | { outcome: 'refused' }

const PAGE = 100
const SEE = 'see-who-looked'

/**
 * Who looked at one person’s records, newest first. Only for roles that oversee use; looking here is itself logged.
 * A person who never existed has been looked at by nobody, and the answer says no more than that.
 */
export async function whoLookedAt(database: Database, who: Who, personId: string): Promise<UsesView> {
  return await overseen(database, who, { about: 'one person' }, async client => {
    const resolved = await resolvePerson(client, personId)
    const keys = await findSubjectKeys(client, [resolved, ...(await findFormerIds(client, resolved))])
    const uses = await findUsesOfSubjects(client, [...keys.values()], mayOversee(who), PAGE + 1)
    return { uses, personId: keys.has(resolved) ? resolved : undefined }
  })
}

/** Who else looked at the person whom an entry of the log is about. The person stays a pseudonym throughout. */
export async function whoElseLooked(database: Database, who: Who, entryId: number): Promise<UsesView> {
  return await overseen(database, who, { about: 'the person of an entry', entryId }, async client => {
    const key = await findSubjectOfEntry(client, entryId)
    const uses = await findUsesOfSubjects(client, key === undefined ? [] : [key], mayOversee(who), PAGE + 1)
    return { uses, personId: undefined }
  })
}

/** A manager oversees the own team; information governance and the data protection officer oversee all. */
function mayOversee(who: Who): UsesOf {
  return who.roleId === 'team-manager' ? { partnerId: who.partnerId, team: who.team ?? '' } : {}
}

/** The latest uses of any records: of all partners for information governance, of the own team for a manager. */
export async function latestUses(
  database: Database,
  who: Who,
  filter: { receiptId?: string; before?: number },
): Promise<UsesView> {
  return await overseen(database, who, { about: 'latest uses', ...filter }, async client => ({
    uses: await findLatestUses(client, { ...filter, ...mayOversee(who) }, PAGE + 1),
    personId: undefined,
  }))
}

type Read = (client: Client) => Promise<{ uses: LoggedUse[]; personId: string | undefined }>

async function overseen(
  database: Database,
  who: Who,
  detail: Record<string, unknown>,
  read: Read,
): Promise<UsesView> {
  return await inTransaction(database.reader, async client => {
    const { practitionerId, partnerId, roleId } = who
    const allowed = (await mayAct(client, roleId, SEE)) !== undefined
    const found = allowed ? await read(client) : { uses: [], personId: undefined }
    const entry: NewEntry = {
      kind: 'act',
      outcome: allowed ? 'recorded' : 'refused',
      practitionerId,
      partnerId,
      roleId,
      personId: found.personId,
      detail: { action: SEE, ...detail },
    }
    await appendEntries(client, policyVersion, [entry])
    if (!allowed) return { outcome: 'refused' }
    return { outcome: 'shown', uses: found.uses.slice(0, PAGE), more: found.uses.length > PAGE }
  })
}
