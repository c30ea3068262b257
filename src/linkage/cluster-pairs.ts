import { FIRST_IDENTIFIER, type Layout } from './row-layout.ts'

/** Compared pairs by place: two row numbers, the one that comes first in order first, and the bits. */
export type Links = {
  a: Uint32Array
  b: Uint32Array
  bits: Float64Array
  /** Each pair's pattern by number. */
  patterns: Int32Array
  /** Whether a person could settle the pair, if it is not linked. */
  worthAsking: Uint8Array
  /** Whether a limit stands against linking the pair, whatever its bits. */
  beyondLimits: Uint8Array
  count: number
}

export type Clusters = {
  /** For each row the first row, in order of records, of its cluster. */
  keyOf: Uint32Array
  /** For each row the bits of its strongest accepted link; NaN where it stands alone. */
  strongest: Float64Array
  /** Rows about which a person should be asked. */
  review: Uint8Array
  /** Links that were not made, for a reason other than their bits. */
  refused: { conflicting: number; incoherent: number }
}

/** What clustering must know beside the links. */
export type Clustering = {
  rows: Int32Array
  layout: Layout
  /** For each row its place in the order of records. */
  ranks: Uint32Array
  /** Identifiers of which nobody has two: different valid numbers never meet in one cluster. */
  exclusive: number[]
  /** Bits from which a pair is linked; `links` may hold weaker ones, for review. */
  threshold: number
  /** Bits of any two rows, compared anew; minus infinity where they may never be one. */
  bitsOf: (a: number, b: number) => number
}

/** A pair counts at most this much for or against joining two clusters, so that one equal number does not drown three objections. */
const MOST_BITS = 12
/** Clusters of more pairs between them are judged by this many. */
const MOST_PAIRS = 400

/**
 * Joins records best link first (union-find). Two clusters join only if no two members have different numbers of an
 * identifier of which nobody has two, and if their members agree on the whole, not only in the one best pair. What is
 * refused is left for people. `joining` are the bits by which links are put in order and held to the threshold. A pure
 * function of the links and the order of records.
 */
export function clusterPairs(links: Links, joining: Float64Array, clustering: Clustering): Clusters {
  const { rows, layout, ranks, exclusive, threshold } = clustering
  const count = rows.length / layout.stride
  const forest = plant(count)
  const strongest = new Float64Array(count).fill(Number.NaN)
  const review = new Uint8Array(count)
  const refused = { conflicting: 0, incoherent: 0 }
  const numbers = exclusive.map(one => numbersOf(rows, layout, one))

  const ask = (at: number): void => {
    if (links.worthAsking[at] === 0) return
    review[links.a[at]!] = 1
    review[links.b[at]!] = 1
  }
  for (const at of inOrder({ ...links, bits: joining }, ranks)) {
    const one = rootOf(forest, links.a[at]!)
    const other = rootOf(forest, links.b[at]!)
    if (one === other) noteStrength(strongest, links, at)
    else if (joining[at]! < threshold || links.beyondLimits[at] === 1) ask(at)
    else if (numbers.some(own => conflict(own, one, other))) {
      refused.conflicting++
      ask(at)
    } else if (!areCoherent(forest, one, other, clustering)) {
      refused.incoherent++
      ask(at)
    } else {
      join(forest, one, other)
      for (const own of numbers) inherit(own, one, other)
      noteStrength(strongest, links, at)
    }
  }
  return { keyOf: keysOf(forest, ranks), strongest, review, refused }
}

/** Sixty-four bits either way, in steps small enough that few links share one. */
const STEPS = 1 << 17
const STEPS_IN_BIT = 1024

/** The places of links, best first; equal bits in the order of records. A counting sort by steps of a bit, then each step by itself. */
function inOrder({ a, b, bits, count }: Links, ranks: Uint32Array): Uint32Array {
  const starts = new Uint32Array(STEPS + 1)
  const stepOf = (at: number): number =>
    Math.max(0, Math.min(STEPS - 1, STEPS / 2 - Math.ceil(bits[at]! * STEPS_IN_BIT)))
  for (let at = 0; at < count; at++) starts[stepOf(at) + 1]!++
  for (let step = 0; step < STEPS; step++) starts[step + 1]! += starts[step]!
  const places = starts.slice()
  const order = new Uint32Array(count)
  for (let at = 0; at < count; at++) order[places[stepOf(at)]!++] = at
  for (let step = 0; step < STEPS; step++) {
    if (starts[step + 1]! - starts[step]! < 2) continue
    order
      .subarray(starts[step], starts[step + 1])
      .sort((x, y) => bits[y]! - bits[x]! || ranks[a[x]!]! - ranks[a[y]!]! || ranks[b[x]!]! - ranks[b[y]!]!)
  }
  return order
}

type Forest = { parents: Int32Array; sizes: Int32Array; nexts: Int32Array }

/** Each record alone; `nexts` runs in a ring through a cluster's members. */
function plant(count: number): Forest {
  const own = new Int32Array(count)
  for (let row = 0; row < count; row++) own[row] = row
  return { parents: own, sizes: new Int32Array(count).fill(1), nexts: own.slice() }
}

function rootOf({ parents }: Forest, row: number): number {
  let root = row
  while (parents[root] !== root) {
    parents[root] = parents[parents[root]!]!
    root = parents[root]!
  }
  return root
}

/** The first root stays one, whichever is larger, so that what is noted of it stays in place. */
function join({ parents, sizes, nexts }: Forest, one: number, other: number): void {
  parents[other] = one
  sizes[one]! += sizes[other]!
  const next = nexts[one]!
  nexts[one] = nexts[other]!
  nexts[other] = next
}

/** An identifier's numbers by root, 0 where none is known. */
type Numbers = { high: Int32Array; low: Int32Array }

function numbersOf(rows: Int32Array, { stride }: Layout, identifier: number): Numbers {
  const slot = FIRST_IDENTIFIER + 2 * identifier
  const count = rows.length / stride
  const numbers: Numbers = { high: new Int32Array(count), low: new Int32Array(count) }
  for (let row = 0; row < count; row++) {
    numbers.high[row] = rows[row * stride + slot]!
    numbers.low[row] = rows[row * stride + slot + 1]!
  }
  return numbers
}

const isKnown = ({ high, low }: Numbers, root: number): boolean => high[root] !== 0 || low[root] !== 0

const conflict = (own: Numbers, one: number, other: number): boolean =>
  isKnown(own, one) &&
  isKnown(own, other) &&
  (own.high[one] !== own.high[other] || own.low[one] !== own.low[other])

function inherit(own: Numbers, one: number, other: number): void {
  if (isKnown(own, one)) return
  own.high[one] = own.high[other]!
  own.low[one] = own.low[other]!
}

/** Whether two clusters agree on the whole: the mean bits between their members, each counted within bounds, reach evens. */
function areCoherent(forest: Forest, one: number, other: number, clustering: Clustering): boolean {
  const pairs = forest.sizes[one]! * forest.sizes[other]!
  if (pairs === 1) return true
  let sum = 0
  let counted = 0
  let i = one
  do {
    let j = other
    do {
      const bits = clustering.bitsOf(i, j)
      if (bits === Number.NEGATIVE_INFINITY) return false
      sum += Math.max(-MOST_BITS, Math.min(MOST_BITS, bits))
      counted++
      j = forest.nexts[j]!
    } while (j !== other && counted < MOST_PAIRS)
    i = forest.nexts[i]!
  } while (i !== one && counted < MOST_PAIRS)
  return sum >= clustering.threshold * counted
}

function noteStrength(strongest: Float64Array, { a, b, bits }: Links, at: number): void {
  for (const row of [a[at]!, b[at]!]) if (!(strongest[row]! >= bits[at]!)) strongest[row] = bits[at]!
}

function keysOf(forest: Forest, ranks: Uint32Array): Uint32Array {
  const count = forest.parents.length
  const first = new Uint32Array(count)
  for (let row = 0; row < count; row++) first[row] = row
  for (let row = 0; row < count; row++) {
    const root = rootOf(forest, row)
    if (ranks[row]! < ranks[first[root]!]!) first[root] = row
  }
  const keys = new Uint32Array(count)
  for (let row = 0; row < count; row++) keys[row] = first[rootOf(forest, row)]!
  return keys
}
