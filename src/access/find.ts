import type { Clock } from '../kit/clock.ts'
import type { Database } from '../kit/database.ts'
import { inTransaction } from '../kit/database.ts'
import { parseNhsNumber } from '../kit/identifiers.ts'
import { jaroWinkler, normaliseName } from '../kit/names.ts'
import { goldenRecord } from '../records/golden-record.ts'
import { type CandidateRow, findCandidates, findSearchable } from './candidate-store.ts'
import { conditionsMet } from './conditions.ts'
import { type Disclosure, disclose, type Reading, saysWhoItIs } from './disclose.ts'
import type { MayTell } from './disclosers.ts'
import { askerFacts } from './gather-facts.ts'
import { type Match, matchQuery } from './match-query.ts'
import { type PersonSummary, summarise } from './person-view.ts'
import { findPolicy, setReader } from './policy-store.ts'
import type { Query } from './query.ts'
import type { Who } from './request.ts'

export type FoundPerson = PersonSummary & { match: Match; isNearTwin: boolean; hasNhsNumber: boolean }

export type FindView = {
  found: FoundPerson[]
  /** Someone may match, but this role needs a second fact that agrees before a name is shown. */
  needsAnotherFact: boolean
  /** More were found than this role is shown. */
  more: boolean
}

const BREADTH = {
  wide: { rows: 20, facts: 1 },
  narrow: { rows: 3, facts: 2 },
  none: { rows: 0, facts: 9 },
} as const
const CANDIDATES = 60

/**
 * Search: an existence-tier disclosure. Candidates come through row-level security; each is decided on; only fields
 * that the searcher may see are compared; whoever may not be shown is not counted, hinted at or sorted around.
 */
export async function find(
  database: Database,
  who: Who,
  purposeId: string | undefined,
  query: Query,
  clock?: Clock,
): Promise<Disclosure<FindView>> {
  const about = await candidatePersons(database, who, purposeId, query)
  const want = ['identity', 'identifiers', 'address'] as const
  const request = { who, purposeId, kind: 'search', about, want, tier: 'existence' } as const
  return await disclose(database, request, reading => loadFound(reading, query), clock)
}

async function candidatePersons(
  database: Database,
  who: Who,
  purposeId: string | undefined,
  query: Query,
): Promise<string[]> {
  return await inTransaction(database.reader, async client => {
    const row = await findPolicy(client, who.roleId, purposeId)
    await setReader(client, who.partnerId, conditionsMet(askerFacts({ who, purposeId, row })))
    const rows = await findCandidates(client, query, CANDIDATES, 'reader')
    return [...new Set(rows.map(row => row.personId))]
  })
}

async function loadFound(reading: Reading, query: Query): Promise<FindView> {
  const breadth = BREADTH[reading.policy.row?.searchBreadth ?? 'none']
  const visible = reading.persons.filter(id => reading.allowed(id, 'identity'))
  const entries = await findSearchable(reading.client, visible)
  const mayTell = await reading.ask(entries.map(entry => entry.partnerId))
  const rows = Map.groupBy(entries, row => row.personId)
  const matched = visible
    .flatMap(personId => {
      const match = matchQuery(query, searchable(mayTell, personId, rows.get(personId) ?? []))
      return match === undefined ? [] : [{ personId, match }]
    })
    .toSorted((a, b) => bandOrder(a.match) - bandOrder(b.match) || b.match.points - a.match.points)
  const enough = matched.filter(({ match }) => match.agreeing >= breadth.facts)
  const shown = enough.slice(0, breadth.rows)
  const records = Map.groupBy(
    await reading.records(shown.map(one => one.personId)),
    record => record.personId,
  )
  const found = shown.flatMap(({ personId, match }) => {
    // What search looks up is a little older than the records: somebody whose last one was taken back is nobody.
    const ofPerson = records.get(personId)
    if (ofPerson?.some(saysWhoItIs) !== true) return []
    const summary = summarise(reading, personId, goldenRecord(ofPerson))
    const numbers = searchable(mayTell, personId, rows.get(personId) ?? []).identifiers
    const hasNhsNumber = numbers.some(number => parseNhsNumber(number) !== undefined)
    return [{ ...summary, match, isNearTwin: false, hasNhsNumber }]
  })
  return {
    found: markNearTwins(found).toSorted(youngestFirstWithinBand),
    needsAnotherFact: shown.length === 0 && matched.length > 0 && breadth.rows > 0,
    more: enough.length > shown.length,
  }
}

/** What of a person may be compared: a field counts only where its discloser may show that category. */
function searchable(mayTell: MayTell, personId: string, rows: readonly CandidateRow[]) {
  const from = (category: string) => rows.filter(row => mayTell(personId, category, row.partnerId))
  return {
    names: [...new Set(from('identity').flatMap(row => row.names.split(' ')))],
    birthDates: from('identity').flatMap(row => row.birthDate ?? []),
    postcodes: from('address').flatMap(row => row.postcode ?? []),
    identifiers: from('identifiers').flatMap(row => row.identifiers),
  }
}

function bandOrder(match: Match): number {
  return ['strong', 'possible', 'weak'].indexOf(match.band)
}

function youngestFirstWithinBand(a: FoundPerson, b: FoundPerson): number {
  return (
    bandOrder(a.match) - bandOrder(b.match) ||
    (b.birthDate ?? '').localeCompare(a.birthDate ?? '') ||
    a.name.localeCompare(b.name)
  )
}

/** Two people of one birth date and almost one name are taken for each other: the page stops before either opens. */
function markNearTwins(found: FoundPerson[]): FoundPerson[] {
  return found.map(one => ({
    ...one,
    isNearTwin: found.some(
      other =>
        other !== one &&
        one.birthDate !== undefined &&
        other.birthDate === one.birthDate &&
        areAlike(one.name, other.name),
    ),
  }))
}

/** Ameera and Amira Hussain, and not every pair of twins: a notice on each would soon go unread. */
const ALIKE = 0.9

function areAlike(a: string, b: string): boolean {
  return jaroWinkler(normaliseName(a), normaliseName(b)) >= ALIKE
}
