import { birthLevel } from '../compare/compare-rows.ts'
import { BIRTH_LEVEL } from '../compare/comparisons.ts'
import type { UndatedLinks } from './undated-links.ts'

/**
 * Takes from `bits` what rivals have. A record without a birth date is one person's only: where its candidates were born
 * on different days, each has to be likelier than all the others together, o1 / (1 + o2 + o3 …) in odds. Otherwise a
 * record that may be a father's or his son's would be somebody's for no reason.
 */
export function shareRivals(bits: Float64Array, { dates, starts, places }: UndatedLinks): void {
  for (let row = 0; row + 1 < starts.length; row++) {
    if (starts[row + 1]! - starts[row]! < 2) continue
    const candidates: Candidate[] = []
    for (let own = starts[row]!; own < starts[row + 1]!; own++)
      candidates.push({ at: places[own]!, date: dates[own]!, bits: bits[places[own]!]! })
    shareOdds(candidates, bits)
  }
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
