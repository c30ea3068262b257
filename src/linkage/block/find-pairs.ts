import type { CompareRows, Pattern } from '../compare/compare-rows.ts'
import { noPatterns, numberOfPattern, type Patterns } from '../compare/patterns.ts'
import type { Chance } from '../learn/chance.ts'
import { FETCHED_TOGETHER, haveSeen } from '../rows/fetch-ahead.ts'
import { FIRST_CAPPED_BIT, FLAGS, type Layout, SEAL } from '../rows/row-layout.ts'
import { type RareBits, type Rareness, readRareness, strangerBits } from '../weigh/rareness.ts'
import { oddsOf, type PatternBits } from '../weigh/weigh-patterns.ts'
import type { Blocking } from './blocking-rules.ts'

/** Some of the pairs worth keeping: their two rows, the number of the pattern, and how rare their values are. */
export type KeptPairs = {
  a: Int32Array
  b: Int32Array
  patterns: Int32Array
  names: Int32Array
  holders: Int32Array
  count: number
}

/** A block above the cap: it gave no pair, whatever the order of records. */
export type CappedBlock = { rule: number; records: number; row: number }

export type Found = {
  patterns: Patterns
  kept: KeptPairs[]
  capped: CappedBlock[]
  compared: number
}

/** What becomes of the pairs of a pattern: all are kept, none, or those whose values are rare enough. */
export type Keeping = { bits: PatternBits; how: 'all' | 'none' | 'rare' }

/** What a worker needs to compare the pairs of blocks. */
export type Comparing = {
  rows: Int32Array
  layout: Layout
  blocking: Blocking
  compare: CompareRows
  /** For each rule the most records of a block. */
  caps: number[]
  keepingOf: (low: number, high: number) => Keeping
  chance: Chance
  /** What is believed of rare values before anything is learnt, and the bits that a pair must have by it to be kept. */
  rareBits: RareBits
  leastBits: number
}

export function nothingFound(): Found {
  return {
    patterns: noPatterns(),
    kept: [],
    capped: [],
    compared: 0,
  }
}

/**
 * A function that compares the pairs of one partition of a rule's blocks and adds them to `found`. Blocking and
 * comparing are one pass, and no list of pairs is ever made. A pair that several rules bring together counts under the
 * first of them only.
 */
export function pairFinder(comparing: Comparing, found: Found): (rule: number, entries: Int32Array) => void {
  const { rows, layout, blocking, compare, caps, keepingOf, chance } = comparing
  const { stride } = layout
  const pattern: Pattern = { low: 0, high: 0 }
  const rareness: Rareness = { names: 0, holders: 0 }
  const keeping: Keeping[] = []

  function comparePair(rule: number, i: number, j: number): void {
    const a = i * stride
    const b = j * stride
    if (rows[a + SEAL] !== rows[b + SEAL]) return
    const capped = (rows[a + FLAGS]! | rows[b + FLAGS]!) >>> FIRST_CAPPED_BIT
    const rules = blocking.rulesOf(rows, a, b) & ~capped
    if ((rules & -rules) !== 1 << rule) return
    compare(rows, a, b, pattern)
    found.compared++
    const { patterns } = found
    const number = numberOfPattern(patterns, pattern.low, pattern.high, rules)
    patterns.pairs[number]!++
    if (number === keeping.length) keeping.push(keepingOf(pattern.low, pattern.high))
    const { bits, how } = keeping[number]!
    if (how === 'none') return
    readRareness(chance, rows, a, b, bits.rarities, rareness)
    if (how === 'rare' && !isRare(bits, rareness, comparing)) return
    keep(found.kept, i, j, number, rareness)
  }

  function compareBlock(rule: number, entries: Int32Array, from: number, to: number): void {
    const size = to - from
    if (size > caps[rule]!) {
      for (let at = from; at < to; at++)
        rows[entries[2 * at + 1]! * stride + FLAGS]! |= 1 << (FIRST_CAPPED_BIT + rule)
      found.capped.push({ rule, records: size, row: entries[2 * from + 1]! })
      return
    }
    for (let i = from + 1; i < to; i++)
      for (let j = from; j < i; j++) comparePair(rule, entries[2 * j + 1]!, entries[2 * i + 1]!)
  }

  return (rule, entries) => {
    const count = entries.length / 2
    let fetched = 0
    for (let from = 0; from < count; ) {
      const to = endOfBlock(entries, from, count)
      if (to > fetched) {
        fetched = Math.min(count, Math.max(to, from + FETCHED_TOGETHER))
        fetchRows(rows, stride, entries, from, fetched)
      }
      compareBlock(rule, entries, from, to)
      from = to
    }
  }
}

/** The end of the entries from `from` on that have one key. */
function endOfBlock(entries: Int32Array, from: number, count: number): number {
  let to = from + 1
  while (to < count && entries[2 * to] === entries[2 * from]) to++
  return to
}

function fetchRows(rows: Int32Array, stride: number, entries: Int32Array, from: number, to: number): void {
  let touched = 0
  for (let at = from; at < to; at++) {
    const row = entries[2 * at + 1]! * stride
    touched ^= rows[row]! ^ rows[row + stride - 1]!
  }
  haveSeen(touched)
}

/** Whether the values on which a pair agrees are rare enough to keep it. */
const isRare = (
  bits: PatternBits,
  { names, holders }: Rareness,
  { rareBits, leastBits }: Comparing,
): boolean => oddsOf(bits, strangerBits(rareBits, bits.unrelated, bits.rarities, names, holders)) >= leastBits

/** Pairs in a piece: pieces are shared, so that no pair is copied when a worker gives what it has found. */
const PAIRS_IN_PIECE = 1 << 16

function keep(pieces: KeptPairs[], a: number, b: number, pattern: number, rareness: Rareness): void {
  let piece = pieces.at(-1)
  if (piece === undefined || piece.count === PAIRS_IN_PIECE) {
    piece = noPairs(PAIRS_IN_PIECE)
    pieces.push(piece)
  }
  const at = piece.count++
  piece.a[at] = a
  piece.b[at] = b
  piece.patterns[at] = pattern
  piece.names[at] = rareness.names
  piece.holders[at] = rareness.holders
}

function noPairs(room: number): KeptPairs {
  const numbers = (): Int32Array => new Int32Array(new SharedArrayBuffer(4 * room))
  return { a: numbers(), b: numbers(), patterns: numbers(), names: numbers(), holders: numbers(), count: 0 }
}

/**
 * Orders (key, row) entries by key, without those whose key no other has: a counting sort into about as many buckets
 * as entries, then each bucket by itself.
 */
export function sortByKey(entries: Int32Array, scratch: SortScratch): Int32Array {
  const count = entries.length / 2
  const bits = Math.max(1, 32 - Math.clz32(count))
  const buckets = 1 << bits
  if (scratch.sorted.length < entries.length) scratch.sorted = new Int32Array(2 * entries.length)
  if (scratch.counts.length <= buckets) scratch.counts = new Int32Array(2 * buckets + 2)
  const { sorted, counts } = scratch
  counts.fill(0, 0, buckets + 1)
  const mask = buckets - 1
  for (let at = 0; at < count; at++) counts[(entries[2 * at]! & mask) + 1]!++
  for (let bucket = 0; bucket < buckets; bucket++) counts[bucket + 1]! += counts[bucket]!
  for (let at = 0; at < count; at++) {
    const to = counts[entries[2 * at]! & mask]!++
    sorted[2 * to] = entries[2 * at]!
    sorted[2 * to + 1] = entries[2 * at + 1]!
  }
  sortBuckets(sorted, count, mask)
  return sorted.subarray(0, 2 * dropSingles(sorted, count))
}

/** Moves the entries that share their key with a neighbour to the front, and gives how many there are. */
function dropSingles(sorted: Int32Array, count: number): number {
  let kept = 0
  for (let at = 0, isLike = false; at < count; at++) {
    const wasLike = isLike
    const key = sorted[2 * at]!
    isLike = at + 1 < count && sorted[2 * at + 2] === key
    if (!wasLike && !isLike) continue
    sorted[2 * kept] = key
    sorted[2 * kept++ + 1] = sorted[2 * at + 1]!
  }
  return kept
}

export type SortScratch = { sorted: Int32Array; counts: Int32Array }

/** Within a bucket entries are put in order of key, each moving past the few others of its bucket. */
function sortBuckets(sorted: Int32Array, count: number, mask: number): void {
  for (let at = 1; at < count; at++) {
    const key = sorted[2 * at]!
    const row = sorted[2 * at + 1]!
    let to = at
    for (; to > 0; to--) {
      const before = sorted[2 * to - 2]!
      if (before <= key || (before & mask) !== (key & mask)) break
      sorted[2 * to] = before
      sorted[2 * to + 1] = sorted[2 * to - 1]!
    }
    sorted[2 * to] = key
    sorted[2 * to + 1] = row
  }
}
