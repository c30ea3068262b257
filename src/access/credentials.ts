import { findContract } from '../feeds/recognise.ts'
import type { Client, Database } from '../kit/database.ts'
import {
  type Author,
  insertCredential,
  insertKey,
  isClientId,
  type ListedKey,
  listKeys,
  lockCredential,
  type NewKey,
  partnerIsRegistered,
  revokeCredential,
  revokeKey,
} from '../registers/credential-store.ts'
import { type ActionRequest, type Actor, act, namesOf } from './act.ts'

export type { ListedKey }

export type KeyToAdd = {
  clientId: string
  partnerId: string
  /** The only contracts under which this system may send; empty: any of its partner's. */
  contracts: string[]
  key: NewKey
  /** First and last day on which the key is good, such as `2026-11-22`; from today and without end where left out. */
  from?: string | undefined
  to?: string | undefined
}

export type CredentialOutcome = { outcome: 'changed' } | { outcome: 'refused'; says: string }

/** Undoes the transaction, so that nobody reads in the log that it was done. */
class NotPossible extends Error {}

/** Registers a public key of a partner's system, and the credential with its first key. */
export async function addCredentialKey(
  database: Database,
  actor: Actor,
  toAdd: KeyToAdd,
  reason: string,
): Promise<CredentialOutcome> {
  const { clientId, partnerId, contracts, key } = toAdd
  const detail = { clientId, partnerId, contracts, keyId: key.keyId, kind: key.kind }
  const request = { actor, action: 'add-credential', reason, detail }
  return await change(database, request, client =>
    add(client, toAdd, { by: namesOf(actor).practitionerId, reason }),
  )
}

async function add(client: Client, toAdd: KeyToAdd, author: Author): Promise<void> {
  const { clientId, partnerId, contracts, key, from, to } = toAdd
  if (!isClientId(clientId))
    throw new NotPossible('The name of a system is small letters and digits joined by hyphens, at most 60.')
  if (!(await partnerIsRegistered(client, partnerId)))
    throw new NotPossible(`${partnerId} does not stand in the register of partners.`)
  if (from !== undefined && to !== undefined && to < from)
    throw new NotPossible('The last day of the key is before its first.')
  const stranger = contracts.find(contract => findContract(contract) === undefined)
  if (stranger !== undefined) throw new NotPossible(`There is no contract ${stranger}.`)
  const standing = await lockCredential(client, clientId)
  if (standing === undefined) await insertCredential(client, { clientId, partnerId, contracts }, author)
  else if (standing.revokedAt !== null)
    throw new NotPossible(`${clientId} was revoked. Give the new system another name.`)
  else if (
    standing.partnerId !== partnerId ||
    (contracts.length > 0 && !isSame(standing.contracts, contracts))
  )
    throw new NotPossible(`${clientId} is registered already, for another partner or other contracts.`)
  if (!(await insertKey(client, clientId, key, { from, to }, author)))
    throw new NotPossible(
      'This key is registered already, now or in the past. Each system needs a key of its own.',
    )
}

function isSame(some: string[], others: string[]): boolean {
  return some.toSorted().join(' ') === others.toSorted().join(' ')
}

/** Ends one key, or the whole credential where no key is named; what a system has open ends with it. */
export async function revokeCredentialKey(
  database: Database,
  actor: Actor,
  { clientId, keyId }: { clientId: string; keyId: string | undefined },
  reason: string,
): Promise<CredentialOutcome> {
  const author = { by: namesOf(actor).practitionerId, reason }
  const request = { actor, action: 'revoke-credential', reason, detail: { clientId, keyId: keyId ?? 'all' } }
  return await change(database, request, async client => {
    const ended =
      keyId === undefined
        ? await revokeCredential(client, clientId, author)
        : await revokeKey(client, clientId, keyId, author)
    if (!ended) throw new NotPossible('There is no such key that still stands.')
  })
}

/** Every key that was ever registered, with who added or ended it and why. */
export async function listCredentialKeys(
  database: Database,
  partnerId: string | undefined,
): Promise<ListedKey[]> {
  return await listKeys(database.reader, partnerId)
}

async function change(
  database: Database,
  request: ActionRequest,
  work: (client: Client) => Promise<void>,
): Promise<CredentialOutcome> {
  try {
    const acted = await act(database, request, 'owner', work)
    return acted.outcome === 'changed' ? { outcome: 'changed' } : { outcome: 'refused', says: acted.says }
  } catch (error) {
    if (!(error instanceof NotPossible)) throw error
    return { outcome: 'refused', says: error.message }
  }
}
