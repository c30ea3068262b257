import type { Queryable } from '../kit/database.ts'
import {
  closeIdentityRows,
  declareIdentityRows,
  fetchIdentityRows,
  findIdentityRows,
  findSubjectsChangedBy,
  type IdentityRow,
} from './identities-store.ts'
import { findContract } from './recognise.ts'
import type { Address, ContactDetails, Identifiers, Identity } from './sections.ts'

/** One person as one source knows them now: what all its live records say together, the newest first. */
export type LiveIdentity = {
  /** The source identity: `source_record.subject`. */
  subject: string
  partnerId: string
  contract: string
  /** Of the record that names the person, or of the newest where none does. */
  sourceRef: string
  asOf: Date
  identity: Identity
  identifiers: Identifiers
  /** The newest first; one that has ended has `to`. Placements are not among them. */
  addresses: Address[]
  contactDetails: ContactDetails
  /** Where the feed says so whatever the date of birth: a contact in a school's list is an adult. */
  stage: 'child' | 'adult' | undefined
  sealGroup: string | undefined
}

/**
 * The persons of live records, in batches: all of them (in a transaction, through a cursor, so that memory stays
 * small) or those of the given identities.
 */
export async function* readLiveIdentities(
  client: Queryable,
  filter: { subjects?: readonly string[] } = {},
): AsyncGenerator<LiveIdentity[]> {
  if (filter.subjects !== undefined) {
    for (let at = 0; at < filter.subjects.length; at += SUBJECTS_AT_ONCE) {
      const rows = await findIdentityRows(client, filter.subjects.slice(at, at + SUBJECTS_AT_ONCE))
      yield groupBySubject(rows).map(joinRecords)
    }
    return
  }
  await declareIdentityRows(client)
  let waiting: IdentityRow[] = []
  for (;;) {
    const rows = await fetchIdentityRows(client)
    const groups = groupBySubject([...waiting, ...rows])
    // The last identity may have more records in the next batch.
    waiting = rows.length === 0 ? [] : (groups.pop() ?? [])
    if (groups.length > 0) yield groups.map(joinRecords)
    if (rows.length === 0) break
  }
  await closeIdentityRows(client)
}

const SUBJECTS_AT_ONCE = 5000

/** Identities that a published delivery touched: new, changed, and those that its snapshot no longer contains. */
export async function identitiesChangedBy(client: Queryable, deliveryId: number): Promise<string[]> {
  return await findSubjectsChangedBy(client, deliveryId)
}

function groupBySubject(rows: IdentityRow[]): IdentityRow[][] {
  const groups: IdentityRow[][] = []
  for (const row of rows) {
    const last = groups.at(-1)
    if (last?.[0]?.subject === row.subject) last.push(row)
    else groups.push([row])
  }
  return groups
}

function joinRecords(rows: IdentityRow[]): LiveIdentity {
  const naming = rows.find(row => row.identity !== null)
  const main = naming ?? rows[0]
  if (main === undefined) throw new Error('an identity without records')
  return {
    subject: main.subject,
    partnerId: main.partner_id,
    contract: main.contract,
    sourceRef: main.source_ref,
    asOf: main.as_of,
    identity: naming?.identity ?? {},
    identifiers: joinIdentifiers(rows),
    addresses: addressesOf(rows),
    contactDetails: {
      phones: [...new Set(rows.flatMap(row => row.contact_details?.phones ?? []))],
      email: rows.find(row => row.contact_details?.email)?.contact_details?.email,
    },
    stage: rows.map(stageOf).find(stage => stage !== undefined),
    sealGroup: main.seal_group ?? undefined,
  }
}

/** The newest record that has an identifier gives it. */
function joinIdentifiers(rows: IdentityRow[]): Identifiers {
  const all = rows.flatMap(row => row.identifiers ?? [])
  const other = all.flatMap(one => one.other ?? [])
  return {
    nhsNumber: all.find(one => one.nhsNumber)?.nhsNumber,
    upn: all.find(one => one.upn)?.upn,
    formerUpn: all.find(one => one.formerUpn)?.formerUpn,
    uln: all.find(one => one.uln)?.uln,
    ...(other.length > 0 ? { other } : {}),
  }
}

/** An address in force stands before one that has ended; then the later start, then the newer record. */
function addressesOf(rows: IdentityRow[]): Address[] {
  const start = (address: Address) => address.from ?? ''
  const end = (address: Address) => address.to ?? '9999-12-31'
  return rows
    .flatMap(row => row.address ?? [])
    .toSorted((a, b) => end(b).localeCompare(end(a)) || start(b).localeCompare(start(a)))
}

function stageOf(row: IdentityRow): 'child' | 'adult' | undefined {
  return findContract(row.contract)?.stages[row.scope]
}
