import type { Pattern } from '../compare/compare-rows.ts'
import { BEST, type Comparison, levelIn, MISSING, OF } from '../compare/comparisons.ts'
import type { Linked } from '../judge-pairs.ts'
import { BOTH_NAMES, RARITIES, type StrangerOf, strangerOf } from '../weigh/rareness.ts'
import { addBits, namesakeBits, type PatternBits, sumPattern } from '../weigh/weigh-patterns.ts'
import type { ComparedPair } from './pair-in-words.ts'

/** What one comparison says under each story, in bits. */
type Part = { comparison: Comparison; same: number; household: number; unrelated: number }

/** A pair's weight as a waterfall: each step says how far it moves the odds, in bits. */
export type Waterfall = {
  start: number
  steps: { comparison: Comparison | undefined; bits: number; after: number }[]
  bits: number
}

/** Two rows compared as the run compares them. */
export function comparePair(
  { compare, records: { people } }: Linked,
  one: number,
  other: number,
): ComparedPair {
  const [a, b] = [one * people.layout.stride, other * people.layout.stride]
  const pattern: Pattern = { low: 0, high: 0 }
  compare(people.rows, a, b, pattern)
  return { a, b, ...pattern }
}

/** Weighs a pair step by step, the comparison that tells most between one person and two strangers first. */
export function weighParts(run: Linked, pair: ComparedPair): Waterfall {
  const { weights, comparisons } = run
  const whole = sumPattern(pair.low, pair.high, weights, comparisons.length)
  const parts = comparisons.flatMap(comparison => partOf(run, pair, comparison))
  parts.sort((x, y) => Math.abs(y.same - y.unrelated) - Math.abs(x.same - x.unrelated))
  const sums = { ...weights.prior }
  const start = oddsIn(sums)
  const steps: Waterfall['steps'] = []
  let before = start
  for (const { comparison, ...bits } of parts) {
    sums.same += bits.same
    sums.household += bits.household
    sums.unrelated += bits.unrelated
    const after = oddsIn(sums)
    steps.push({ comparison, bits: after - before, after })
    before = after
  }
  // What strangers’ names say together is no comparison’s own.
  const bits = oddsIn({ ...sums, unrelated: strangers(run, pair, whole) })
  if (Math.abs(bits - before) > 1e-9) steps.push({ comparison: undefined, bits: bits - before, after: bits })
  return { start, steps, bits }
}

const NOTHING: PatternBits = { same: 0, household: 0, unrelated: 0, rarities: 0 }

type Odds = Pick<PatternBits, 'same' | 'household' | 'unrelated'>

const oddsIn = ({ same, household, unrelated }: Odds): number => same - addBits(household, unrelated)

/** The bits of a pattern for strangers as the run adds them up. */
function strangers(run: Linked, { a, b }: ComparedPair, bits: PatternBits): number {
  const stranger = WEIGHERS.get(run) ?? strangerOf(run.chance, run.weights)
  WEIGHERS.set(run, stranger)
  return stranger(bits, run.records.people.rows, a, b)
}

/** A weigher's tables are worth making once for a run. */
const WEIGHERS = new WeakMap<Linked, StrangerOf>()

function partOf(run: Linked, pair: ComparedPair, comparison: Comparison): Part[] {
  const { place } = comparison
  const level = levelIn(pair.low, pair.high, place)
  if (level === MISSING) return []
  const { weights } = run
  const mark = level === BEST ? RARITIES.find(([own]) => own === place)?.[1] : undefined
  const unrelated =
    mark === undefined
      ? weights.unrelated[place]![level]!
      : strangers(run, pair, { ...NOTHING, rarities: mark })
  const same = weights.same[place]![level]!
  const household = weights.household[place]![level]! - (place === OF.birthDate ? namesakeBits(pair.low) : 0)
  return [{ comparison, same, household, unrelated }]
}

/** The bits of a pair if one comparison agreed best, by a value that is as common as values are; or if it were missing. */
export function bitsIf(
  run: Linked,
  pair: ComparedPair,
  { place }: Comparison,
  level: typeof MISSING | typeof BEST,
): number {
  const { weights, comparisons } = run
  const shift = 3 * (place < 10 ? place : place - 10)
  const put = (levels: number): number => (levels & ~(7 << shift)) | (level << shift)
  const changed = {
    ...pair,
    low: place < 10 ? put(pair.low) : pair.low,
    high: place < 10 ? pair.high : put(pair.high),
  }
  const whole = sumPattern(changed.low, changed.high, weights, comparisons.length)
  const own = RARITIES.find(([rare]) => rare === place)?.[1] ?? 0
  // The pair’s own values say nothing of how rare the value would be on which it agreed.
  const known = {
    ...whole,
    rarities: whole.rarities & ~own & (place === OF.given || place === OF.family ? ~BOTH_NAMES : -1),
  }
  const unrelated = strangers(run, changed, known)
  const value = level === BEST && own !== 0 ? weights.unrelated[place]![BEST]! : 0
  return oddsIn({ ...whole, unrelated: unrelated + value })
}
