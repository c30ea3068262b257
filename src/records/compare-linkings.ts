import { countChanges } from '../linkage/library.ts'
import type { Linking, LinkRecord } from './link-persons.ts'

/** What one model makes of all records, in counts. `linkedPairs` are pairs of one person: so proposals are stored. */
export type Outcome = { persons: number; linkedPairs: number; reviews: number }

/** What another model would change: counts alone, of persons, pairs of records and records of each source. */
export type Comparison = {
  records: number
  before: Outcome
  after: Outcome
  /** Pairs of records that become one person's, and such that no longer are. */
  gained: number
  lost: number
  /** Persons of now whose records would not be exactly one person's. */
  personsChanged: number
  /** Records of those persons, by their source; the source with most first. */
  sources: { source: string; records: number; changed: number }[]
}

/** Compares what two models make of the same records and people's decisions. */
export function compareLinkings(records: readonly LinkRecord[], before: Linking, after: Linking): Comparison {
  const { changed, ...changes } = countChanges(
    records,
    ({ id }) => before.personOf.get(id),
    ({ id }) => after.personOf.get(id),
  )
  const sources = new Map<string, { source: string; records: number; changed: number }>()
  for (const { id, source } of records) {
    const own = sources.get(source) ?? { source, records: 0, changed: 0 }
    own.records++
    if (changed.has(before.personOf.get(id))) own.changed++
    sources.set(source, own)
  }
  return {
    records: records.length,
    before: outcomeOf(changes.before, before),
    after: outcomeOf(changes.after, after),
    gained: changes.gained,
    lost: changes.lost,
    personsChanged: changed.size,
    sources: [...sources.values()].sort((a, b) => b.changed - a.changed || (a.source < b.source ? -1 : 1)),
  }
}

const outcomeOf = (
  { persons, pairsOfOnePerson }: { persons: number; pairsOfOnePerson: number },
  { reviews }: Linking,
): Outcome => ({ persons, linkedPairs: pairsOfOnePerson, reviews: reviews.length })
