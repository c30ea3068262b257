import { whole } from './rare-names.ts'
import { yearOf } from './read/scan-birth-date.ts'
import { BIRTH, type Layout, SOURCE } from './row-layout.ts'
import type { UndatedLinks } from './undated-links.ts'
import { probabilityOf } from './weigh.ts'

/** Birth years are told apart by so many at once, from 1800. */
const YEARS = 8
const BINS = 40
/** What holds for all counts as this many links beside those of a source. */
const BELIEF = whole(20)
/** An age speaks for or against a link by at most so many bits. */
const MOST_BITS = 5

/**
 * Adds to `bits` what the dated record's age says. Whom a source holds without a birth date is often of one age: a
 * school's list has the birth dates of its pupils and not those of their parents. How old they are is learnt from the
 * links themselves, each as far as it is likely: for each source, against the ages of all dated records.
 */
export function addAges(
  bits: Float64Array,
  { undated, dates }: UndatedLinks,
  rows: Int32Array,
  { stride }: Layout,
): void {
  const sourceOf = (row: number): number => rows[row * stride + SOURCE]!
  const base = new Float64Array(BINS)
  for (let row = BIRTH; row < rows.length; row += stride) if (rows[row] !== 0) base[binOf(rows[row]!)]!++
  const bySource = new Map<number, Float64Array>()
  const linked = new Float64Array(BINS)
  for (let at = 0; at < bits.length; at++) {
    if (undated[at]! < 0) continue
    const source = sourceOf(undated[at]!)
    const own = bySource.get(source) ?? new Float64Array(BINS)
    bySource.set(source, own)
    // Whole parts of links add up to the same sum in any order.
    const likely = whole(probabilityOf(bits[at]!))
    own[binOf(dates[at]!)]! += likely
    linked[binOf(dates[at]!)]! += likely
  }
  const ofAll = sharesOf(base)
  const ofLinked = shrink(linked, ofAll)
  for (const [source, own] of bySource)
    bySource.set(
      source,
      shrink(own, ofLinked).map((share, bin) => boundedBits(share, ofAll[bin]!)),
    )
  for (let at = 0; at < bits.length; at++)
    if (undated[at]! >= 0) bits[at]! += bySource.get(sourceOf(undated[at]!))![binOf(dates[at]!)]!
}

const binOf = (date: number): number => Math.floor((yearOf(date) - 1800) / YEARS)

const sum = (counts: Float64Array): number => counts.reduce((total, count) => total + count, 0)

const sharesOf = (counts: Float64Array): Float64Array => {
  const total = sum(counts)
  return counts.map(count => (total === 0 ? 0 : count / total))
}

/** Shares of counts, drawn towards what is believed where the counts are few. */
function shrink(counts: Float64Array, believed: Float64Array): Float64Array {
  const total = sum(counts)
  return counts.map((count, bin) => (count + BELIEF * believed[bin]!) / (total + BELIEF))
}

const boundedBits = (share: number, any: number): number =>
  any === 0 ? 0 : Math.max(-MOST_BITS, Math.min(MOST_BITS, Math.log2(share / any)))
