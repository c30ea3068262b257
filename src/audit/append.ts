import { createHash, randomBytes } from 'node:crypto'
import type { Queryable } from '../kit/database.ts'
import { Fault } from '../kit/faults.ts'
import { ensureSubjectKeys, insertEntries } from './entry-store.ts'

export type Outcome = 'disclosed' | 'refused' | 'changed' | 'recorded'

/** What is to be remembered of one thing that was done. `detail` names categories, rules and fields; never a value. */
export type NewEntry = {
  kind: 'disclosure' | 'search' | 'list' | 'act' | 'sign-in' | 'service'
  outcome: Outcome
  practitionerId?: string | undefined
  partnerId?: string | undefined
  roleId?: string | undefined
  purposeId?: string | undefined
  reason?: string | undefined
  /** The person whom it was about, if there is such a person: stored as a pseudonym that can be deleted. */
  personId?: string | undefined
  membershipVersion?: number | undefined
  receiptId?: string | undefined
  detail: Record<string, unknown>
}

/**
 * Adds entries to the audit log inside the caller's transaction: what the caller reads or changes stands or falls
 * with them. Each carries a salted commitment (SHA-256 over salt and canonical detail), the leaf of the later tree.
 * Throws the fault `audit-unwritable` if the log refuses, and with it the transaction ends.
 */
export async function appendEntries(
  client: Queryable,
  policyVersion: string,
  entries: readonly NewEntry[],
): Promise<void> {
  if (entries.length === 0) return
  try {
    const persons = [...new Set(entries.map(e => e.personId).filter(id => id !== undefined))]
    const keys = await ensureSubjectKeys(
      client,
      persons.map(personId => ({ personId, key: randomBytes(16) })),
    )
    await insertEntries(
      client,
      entries.map(entry => {
        const salt = randomBytes(16)
        const subjectKey = entry.personId === undefined ? undefined : keys.get(entry.personId)
        const { personId: _, ...kept } = entry
        return { ...kept, subjectKey, policyVersion, salt, commitment: commit(salt, kept, subjectKey) }
      }),
    )
  } catch (cause) {
    throw new Fault('audit-unwritable', '', { cause })
  }
}

function commit(salt: Buffer, entry: Omit<NewEntry, 'personId'>, subjectKey: Buffer | undefined): Buffer {
  const text = canonicalJson({ ...entry, subjectKey: subjectKey?.toString('hex') })
  return createHash('sha256').update(salt).update(text).digest()
}

/** JSON with the keys of every object in order, so that the same content has one form (after RFC 8785). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
    return `{${members.join(',')}}`
  }
  return JSON.stringify(value)
}
