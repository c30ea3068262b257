import type { Pattern } from '../compare/compare-rows.ts'
import { OF } from '../compare/comparisons.ts'
import type { Linked } from '../judge-pairs.ts'
import { strangerOf } from '../weigh/rareness.ts'
import { oddsOf, type PatternBits, sumPattern } from '../weigh/weigh-patterns.ts'

const SOURCE_BITS = 7 << (3 * OF.source)

/** How many records hold too little to reach the line even beside a copy of themselves, whatever its source. */
export function countUnlinkable(run: Linked): number {
  const { records, order, thresholds, comparisons, weights, chance, compare } = run
  const { rows, layout } = records.people
  const stranger = strangerOf(chance, weights)
  const pattern: Pattern = { low: 0, high: 0 }
  const known = new Map<string, PatternBits>()
  let unlinkable = 0
  for (const row of order.rows) {
    const at = row * layout.stride
    compare(rows, at, at, pattern)
    const low = pattern.low & ~SOURCE_BITS
    const key = `${low} ${pattern.high}`
    const bits = known.get(key) ?? sumPattern(low, pattern.high, weights, comparisons.length)
    known.set(key, bits)
    if (oddsOf(bits, stranger(bits, rows, at, at)) < thresholds.link) unlinkable++
  }
  return unlinkable
}
