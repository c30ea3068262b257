import { wordsOf } from './explain/explain-pair.ts'
import { comparePair, weighParts } from './explain/weigh-parts.ts'
import type { Linked } from './judge-pairs.ts'
import { type RecordName, recordNamer } from './rows/name-records.ts'

/** What stays of a run when the next one begins: whom it made one person, by row. */
export type Outcome = { keyOf: Uint32Array; persons: number; linkedPairs: number; review: number }

/** A pair that one model links and the other does not, in words. */
export type ChangedPair = {
  one: RecordName
  other: RecordName
  words: string[]
  /** The bits by the second model. */
  bits: number
}

export type Replayed = {
  records: number
  before: Omit<Outcome, 'keyOf'>
  after: Omit<Outcome, 'keyOf'>
  /** Pairs of records that are of one person by one model and not by the other. */
  gained: number
  lost: number
  /** Persons by the first model whose records are not exactly those of one person by the second. */
  personsChanged: number
  examples: { gained: ChangedPair[]; lost: ChangedPair[] }
}

export function outcomeOf({ clusters, order }: Linked): Outcome {
  const sizes = sizesOf(order.rows, row => clusters.keyOf[row]!)
  let review = 0
  for (const row of order.rows) review += clusters.review[row]!
  return { keyOf: clusters.keyOf, persons: sizes.size, linkedPairs: pairsIn(sizes), review }
}

/** Compares what another run made of the same records, in rows of the same order, with what this one makes of them. */
export function compareRuns(before: Outcome, run: Linked, examples = 5): Replayed {
  const after = outcomeOf(run)
  const { rows } = run.order
  const ofBefore = sizesOf(rows, row => before.keyOf[row]!)
  const ofAfter = sizesOf(rows, row => after.keyOf[row]!)
  const both = new Map<string, number>()
  for (const row of rows) add(both, `${before.keyOf[row]} ${after.keyOf[row]}`)
  let unchanged = 0
  for (const [key, size] of both) {
    const [one, other] = key.split(' ').map(Number)
    if (ofBefore.get(one!) === size && ofAfter.get(other!) === size) unchanged++
  }
  const kept = pairsIn(both)
  return {
    records: rows.length,
    before: countsOf(before),
    after: countsOf(after),
    gained: after.linkedPairs - kept,
    lost: before.linkedPairs - kept,
    personsChanged: ofBefore.size - unchanged,
    examples: {
      gained: examplesOf(run, after.keyOf, before.keyOf, examples),
      lost: examplesOf(run, before.keyOf, after.keyOf, examples),
    },
  }
}

const countsOf = ({ persons, linkedPairs, review }: Outcome): Replayed['before'] => ({
  persons,
  linkedPairs,
  review,
})

const add = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

function sizesOf(rows: Uint32Array, keyOf: (row: number) => number): Map<number, number> {
  const sizes = new Map<number, number>()
  for (const row of rows) add(sizes, keyOf(row))
  return sizes
}

const pairsIn = (sizes: ReadonlyMap<unknown, number>): number => {
  let pairs = 0
  for (const size of sizes.values()) pairs += (size * (size - 1)) / 2
  return pairs
}

/** The first pairs, in order of records, that are together by one outcome and apart by the other; of one person one pair. */
function examplesOf(run: Linked, together: Uint32Array, apart: Uint32Array, most: number): ChangedPair[] {
  const { order, records } = run
  const nameOf = recordNamer(records)
  const found: ChangedPair[] = []
  const told = new Set<number>()
  for (const row of order.rows) {
    if (found.length === most) break
    const first = together[row]!
    if (first === row || apart[first] === apart[row] || told.has(first)) continue
    told.add(first)
    const pair = comparePair(run, first, row)
    const { steps, bits } = weighParts(run, pair)
    found.push({ one: nameOf(first), other: nameOf(row), words: wordsOf(run, pair, steps), bits })
  }
  return found
}
