import { uuidOf } from '../feeds/sections.ts'
import { type Database, inTransaction } from '../kit/database.ts'
import { approvedModel } from './approved-model.ts'
import { type Assignment, assignPersons } from './assign-persons.ts'
import { claimsOf } from './caseload.ts'
import { deriveHolds, type HoldFacts, noteHoldFacts } from './derive-holds.ts'
import {
  analyseTables,
  type DerivedFrom,
  dropDerived,
  findDerivedBetween,
  findDerivedFrom,
  putSearchEntries,
  replaceClaims,
} from './derived-store.ts'
import { type AddressHold, addHolds, dropHoldsBut } from './hold-store.ts'
import { type LiveIdentity, lastIdentityOfPage, readIdentitiesAfter } from './identity-store.ts'
import { type Linking, type LinkRecord, linkPersons } from './link-persons.ts'
import {
  linkRecordOf,
  type SearchEntry,
  type SourceTie,
  searchEntryOf,
  tellRelatives,
  tiesOf,
} from './link-record.ts'
import { noteMatchRates } from './match-rates.ts'
import {
  addAliases,
  addMemberships,
  addPersons,
  dropReviewPairs,
  findPublished,
  markLinked,
  putReviewPairs,
  readCurrentMembers,
  readPersons,
  readReviewPairs,
  readStandingDecisions,
} from './membership-store.ts'
import { protectiveHold } from './protective-hold.ts'

export type TakeInResult = {
  identities: number
  persons: number
  changed: number
  reviews: number
  deliveriesLinked: number
  modelVersion: string
  /** Blocks too large to compare, by size: reported, never silent. */
  cappedBlocks: number
}

type Options = { onProgress?: (says: string) => void }

const PAGE = 2000
const TAKE_IN_LOCK = 2_718_281
/** Members or pairs written in one transaction: well under two seconds, so that nobody waits for a relink. */
const CHUNK = 4000
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/**
 * Takes what the feeds have published into the record of persons: refreshes what search looks up, links all source
 * identities, writes what changed in membership, and marks the deliveries as linked. Running it twice changes
 * nothing; interrupted at any point, the next run finishes.
 */
export async function takeIn(database: Database, options: Options = {}): Promise<TakeInResult> {
  return await alone(database, () => takeInAlone(database, options))
}

/** Two runs at once, in this process or another, would undo each other's work: the second waits for the first. */
async function alone<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const client = await database.loader.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [TAKE_IN_LOCK])
    return await work()
  } finally {
    await client.query('select pg_advisory_unlock($1)', [TAKE_IN_LOCK]).catch(() => {})
    client.release()
  }
}

async function takeInAlone(database: Database, options: Options): Promise<TakeInResult> {
  const say = options.onProgress ?? (() => {})
  // Only what was published before the records are read has been taken in when the run ends.
  const waiting = await findPublished(database.loader)
  const model = await approvedModel(database, say)
  const { links: records, ties, holdFacts } = await refreshDerived(database, say)
  say(`Linking ${records.length.toLocaleString('en-GB')} source identities`)
  const decisions = await readStandingDecisions(database.loader)
  const linking = await linkPersons(records, model.model, decisions)
  const assignment = assignPersons(
    linking.personOf,
    await readCurrentMembers(database.loader),
    await readPersons(database.loader),
    anchor => uuidOf('person', anchor),
  )
  const holds = await deriveHolds(database, holdFacts, { personOf: linking.personOf, ties, links: records })
  // Held before anybody becomes somebody's, and let go when all is written: in between more is held, never less.
  await addHolds(database.loader, holds)
  await writeMemberships(database, assignment, linking, model.version)
  await inTransaction(database.loader, async client => {
    await dropHoldsBut(client, holds)
    await addHolds(client, holds)
  })
  await writeReviewPairs(database, linking, model.version)
  await noteMatchRates(database, waiting)
  const deliveriesLinked = await markLinked(database.loader, waiting)
  if (assignment.moves.length > 0) await analyseTables(database.owner)
  return {
    identities: records.length,
    persons: new Set(linking.personOf.values()).size,
    changed: assignment.moves.length,
    reviews: linking.reviews.length,
    deliveriesLinked,
    modelVersion: model.version,
    cappedBlocks: linking.cappedBlocks,
  }
}

/** Brings only what is looked up by search up to date, without linking: for a rebuild, which then restores membership. */
export async function refreshOnly(database: Database, options: Options = {}): Promise<void> {
  const say = options.onProgress ?? (() => {})
  await refreshDerived(database, say)
}

/** Walks all source identities in order of id, a page a transaction, and rewrites the derived rows of changed ones. */
async function refreshDerived(
  database: Database,
  say: (s: string) => void,
): Promise<{ links: LinkRecord[]; ties: SourceTie[]; holdFacts: HoldFacts }> {
  const links: LinkRecord[] = []
  const ties: SourceTie[] = []
  const holdFacts: HoldFacts = { causes: [], tenants: [] }
  let after = BEFORE_ALL
  for (;;) {
    const last = await lastIdentityOfPage(database.loader, after, PAGE)
    if (last === undefined) break
    const from = after
    const page = await inTransaction(database.loader, async client => {
      const live = await readIdentitiesAfter(client, from, PAGE)
      const known = await refreshPage(client, live)
      const alive = new Set(known.map(link => link.id))
      const gone = (await findDerivedBetween(client, from, last)).filter(identity => !alive.has(identity))
      if (gone.length > 0) await dropDerived(client, gone)
      return { known, live }
    })
    links.push(...page.known)
    ties.push(...page.live.flatMap(tiesOf))
    noteHoldFacts(holdFacts, page.live)
    say(`Prepared ${links.length.toLocaleString('en-GB')} source identities`)
    after = last
  }
  tellRelatives(links, ties)
  return { links, ties, holdFacts }
}

async function refreshPage(
  client: Parameters<typeof putSearchEntries>[0],
  live: LiveIdentity[],
): Promise<LinkRecord[]> {
  const before = await findDerivedFrom(
    client,
    live.map(one => one.identity),
  )
  const known = live.flatMap(one => {
    const link = linkRecordOf(one)
    return link === undefined ? [] : [{ one, link }]
  })
  const entries = known
    .map(({ one, link }) => ({ one, entry: searchEntryOf(one, link) }))
    .filter(({ entry }) => !before.get(entry.identity)?.hash.equals(entry.recordHash))
  if (entries.length > 0) {
    await addHolds(
      client,
      movesOf(
        entries.map(e => e.entry),
        before,
      ),
    )
    await putSearchEntries(
      client,
      entries.map(e => e.entry),
    )
    await replaceClaims(
      client,
      entries.map(e => e.entry.identity),
      entries.flatMap(e => claimsOf(e.one)),
    )
  }
  return known.map(({ link }) => link)
}

/** A home that is new is held until it has been weighed at the end of the run: nobody finds anybody by it before. */
function movesOf(entries: readonly SearchEntry[], before: ReadonlyMap<string, DerivedFrom>): AddressHold[] {
  return entries.flatMap(({ identity, placeKey, postcode }) => {
    const old = before.get(identity)
    const place = placeKey ?? postcode
    const isSame = (old?.placeKey ?? undefined) === placeKey && (old?.postcode ?? undefined) === postcode
    if (old === undefined || place === undefined || isSame) return []
    return [
      {
        identity,
        place,
        cause: 'not weighed yet',
        since: '-infinity',
        namedRoles: [...protectiveHold.namedRoles],
      },
    ]
  })
}

/** A cluster is moved whole within one transaction, so that no reader meets half a person. */
async function writeMemberships(
  database: Database,
  assignment: Assignment,
  { strongest }: Linking,
  version: string,
): Promise<void> {
  for (let start = 0; start < assignment.groups.length; ) {
    const groups = takeGroups(assignment, start)
    start += groups.length
    await inTransaction(database.loader, async client => {
      await addPersons(
        client,
        groups.flatMap(g => (g.isNew ? [{ personId: g.personId, anchor: g.anchor }] : [])),
      )
      const joinings = groups.flatMap(g =>
        g.moves.map(identity => ({
          identity,
          personId: g.personId,
          bits: strongest.get(identity),
          reason: g.size === 1 ? 'Stands alone' : 'Linked by the evidence of its records',
        })),
      )
      await addMemberships(client, joinings, version)
      await addAliases(
        client,
        groups.flatMap(g => g.absorbed.map(from => ({ from, to: g.personId }))),
      )
    })
  }
}

/** What is in doubt now comes first and what is so no longer goes last: in between more is hinted at, never less. */
async function writeReviewPairs(database: Database, { reviews }: Linking, version: string): Promise<void> {
  const keyOf = (pair: { a: string; b: string }) => `${pair.a}/${pair.b}`
  const doubtful = new Set(reviews.map(keyOf))
  const gone = (await readReviewPairs(database.loader)).filter(pair => !doubtful.has(keyOf(pair)))
  for (let start = 0; start < reviews.length; start += CHUNK)
    await inTransaction(database.loader, client =>
      putReviewPairs(client, reviews.slice(start, start + CHUNK), version),
    )
  for (let start = 0; start < gone.length; start += CHUNK)
    await inTransaction(database.loader, client => dropReviewPairs(client, gone.slice(start, start + CHUNK)))
}

function takeGroups(assignment: Assignment, start: number): Assignment['groups'] {
  const groups: Assignment['groups'] = []
  let moves = 0
  for (let i = start; i < assignment.groups.length && moves < CHUNK; i++) {
    const group = assignment.groups[i]
    if (group === undefined) break
    groups.push(group)
    moves += group.moves.length
  }
  return groups
}
