import type { Links } from './cluster-pairs.ts'
import { birthLevel } from './compare-rows.ts'
import { BIRTH_LEVEL } from './comparisons.ts'
import { BIRTH, type Layout } from './row-layout.ts'

/**
 * The bits by which links are joined. A record without a birth date is one person's only: where its candidates were
 * born on different days, each has to be likelier than all the others together, o1 / (1 + o2 + o3 …) in odds.
 * Otherwise a record that may be a father's or his son's would be somebody's for no reason. Every other link keeps its
 * own bits.
 */
export function shareRivals(links: Links, rows: Int32Array, { stride }: Layout): Float64Array {
  const shared = links.bits.slice(0, links.count)
  const dateOf = (row: number): number => rows[row * stride + BIRTH]!
  const { undated, starts, places } = gatherUndated(links, dateOf, rows.length / stride)
  for (let row = 0; row + 1 < starts.length; row++) {
    if (starts[row + 1]! - starts[row]! < 2) continue
    const candidates = Array.from(places.subarray(starts[row], starts[row + 1]), at => {
      const other = links.a[at] === undated[at] ? links.b[at]! : links.a[at]!
      return { at, date: dateOf(other), bits: links.bits[at]! }
    })
    shareOdds(candidates, shared)
  }
  return shared
}

/** The links between a record without a birth date and one with it, by the former's row. */
function gatherUndated(
  { a, b, count }: Links,
  dateOf: (row: number) => number,
  rows: number,
): { undated: Int32Array; starts: Uint32Array; places: Uint32Array } {
  const undated = new Int32Array(count).fill(-1)
  const starts = new Uint32Array(rows + 1)
  for (let at = 0; at < count; at++) {
    const [dateOfA, dateOfB] = [dateOf(a[at]!), dateOf(b[at]!)]
    if ((dateOfA === 0) === (dateOfB === 0)) continue
    undated[at] = dateOfA === 0 ? a[at]! : b[at]!
    starts[undated[at]! + 1]!++
  }
  for (let row = 0; row < rows; row++) starts[row + 1]! += starts[row]!
  const free = starts.slice()
  const places = new Uint32Array(starts[rows]!)
  for (let at = 0; at < count; at++) if (undated[at]! >= 0) places[free[undated[at]!]!++] = at
  return { undated, starts, places }
}

type Candidate = { at: number; date: number; bits: number }

/** Candidates of one birth date, slips apart, are one rival, as likely as the best of them. */
function shareOdds(candidates: Candidate[], shared: Float64Array): void {
  const rivals: { date: number; places: number[]; odds: number }[] = []
  // In an order that is the same for any order of links.
  for (const { at, date, bits } of candidates.sort((x, y) => y.bits - x.bits || x.date - y.date)) {
    const own = rivals.find(rival => birthLevel(rival.date, date) < BIRTH_LEVEL.sameYear)
    if (own === undefined) rivals.push({ date, places: [at], odds: 2 ** Math.min(bits, MOST_BITS) })
    else own.places.push(at)
  }
  if (rivals.length < 2) return
  const all = rivals.reduce((sum, { odds }) => sum + odds, 0)
  for (const { places, odds } of rivals)
    for (const at of places) shared[at]! -= Math.log2(1 + Math.max(0, all - odds))
}

/** Odds beyond this are as good as certain, and their sum still tells rivals apart. */
const MOST_BITS = 40
