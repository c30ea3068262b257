import { whole } from '../learn/whole-parts.ts'
import { FIRST_YEAR, yearOf } from '../read/values/scan-birth-date.ts'
import { probabilityOf } from '../weigh/weigh-patterns.ts'
import type { Dates, UndatedLinks } from './undated-links.ts'

/** Birth years are told apart by so many at once, from the first year that a date may have. */
const YEARS = 8
const BINS = Math.ceil((2120 - FIRST_YEAR) / YEARS)
const ROUNDS = 2
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
  { undated, places, dates }: UndatedLinks,
  { dates: ofRows, sources }: Dates,
): void {
  const base = new Float64Array(BINS)
  for (const date of ofRows) if (date !== 0) base[binOf(date)]!++
  const ofAll = sharesOf(base)
  let says: Float64Array[] = []
  const saysOf = (one: number): number => says[sources[undated[one]!]!]?.[binOf(dates[one]!)] ?? 0
  for (let round = 0; round < ROUNDS; round++) {
    const bySource: Float64Array[] = []
    const linked = new Float64Array(BINS)
    for (let one = 0; one < places.length; one++) {
      // Whole parts of links add up to the same sum in any order.
      const likely = whole(probabilityOf(bits[places[one]!]! + saysOf(one)))
      const own = (bySource[sources[undated[one]!]!] ??= new Float64Array(BINS))
      own[binOf(dates[one]!)]! += likely
      linked[binOf(dates[one]!)]! += likely
    }
    const ofLinked = shrink(linked, ofAll)
    says = bySource.map(own => shrink(own, ofLinked).map((share, bin) => boundedBits(share, ofAll[bin]!)))
  }
  for (let one = 0; one < places.length; one++) bits[places[one]!]! += saysOf(one)
}

const binOf = (date: number): number => Math.floor((yearOf(date) - FIRST_YEAR) / YEARS)

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
