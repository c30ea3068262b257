import { wordsOf } from './explain/explain-pair.ts'
import { comparePair, weighParts } from './explain/waterfall.ts'
import type { Linked } from './judge-pairs.ts'
import { type RecordName, recordNamer } from './rows/name-records.ts'

/** What stays of a run when the next one begins: whom it made one person, by row. */
export type Outcome = { keyOf: Uint32Array; persons: number; pairsOfOnePerson: number; review: number }

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
  return { keyOf: clusters.keyOf, persons: sizes.size, pairsOfOnePerson: pairsIn(sizes), review }
}

/** Compares what another run made of the same records, in rows of the same order, with what this one makes of them. */
export function compareRuns(before: Outcome, run: Linked, examples = 5): Replayed {
  const after = outcomeOf(run)
  const { rows } = run.order
  const { gained, lost, changed } = countChanges(
    rows,
    row => before.keyOf[row],
    row => after.keyOf[row],
  )
  return {
    records: rows.length,
    before: countsOf(before),
    after: countsOf(after),
    gained,
    lost,
    personsChanged: changed.size,
    examples: {
      gained: examplesOf(run, after.keyOf, before.keyOf, examples),
      lost: examplesOf(run, before.keyOf, after.keyOf, examples),
    },
  }
}

/** What two ways of making persons of the same records differ in. */
export type Changes<Key> = {
  before: { persons: number; pairsOfOnePerson: number }
  after: { persons: number; pairsOfOnePerson: number }
  /** Pairs of records that are one person's by the second way alone, and by the first alone. */
  gained: number
  lost: number
  /** Persons of the first whose records are not exactly one person's of the second. */
  changed: Set<Key>
}

/** Compares two ways of making persons of records: each gives a record's person by a key of its own. */
export function countChanges<Item, Key>(
  records: Iterable<Item>,
  before: (record: Item) => Key,
  after: (record: Item) => Key,
): Changes<Key> {
  const [ofBefore, ofAfter] = [new Map<Key, number>(), new Map<Key, number>()]
  const both = new Map<Key, Map<Key, number>>()
  for (const record of records) {
    const [first, second] = [before(record), after(record)]
    add(ofBefore, first)
    add(ofAfter, second)
    add(both.get(first) ?? put(both, first, new Map<Key, number>()), second)
  }
  let kept = 0
  const changed = new Set<Key>()
  for (const [first, parts] of both) {
    kept += pairsIn(parts)
    const [[second, size] = []] = parts
    if (parts.size > 1 || ofAfter.get(second!) !== size) changed.add(first)
  }
  const countsOf = (sizes: Map<Key, number>): Changes<Key>['before'] => ({
    persons: sizes.size,
    pairsOfOnePerson: pairsIn(sizes),
  })
  const [one, other] = [countsOf(ofBefore), countsOf(ofAfter)]
  return {
    before: one,
    after: other,
    gained: other.pairsOfOnePerson - kept,
    lost: one.pairsOfOnePerson - kept,
    changed,
  }
}

function put<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): Value {
  map.set(key, value)
  return value
}

const countsOf = ({ persons, pairsOfOnePerson, review }: Outcome): Replayed['before'] => ({
  persons,
  pairsOfOnePerson,
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
