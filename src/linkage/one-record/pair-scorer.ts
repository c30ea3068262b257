import { APART, apartOf, limitsOf, NO_LIMIT } from '../cluster/limits.ts'
import type { CompareRows, Pattern } from '../compare/compare-rows.ts'
import { noPatterns, numberOfPattern, type Patterns } from '../compare/patterns.ts'
import type { Chance } from '../learn/chance.ts'
import { SEAL } from '../rows/row-layout.ts'
import { exclusiveOf } from '../settle/settle-values.ts'
import type { Thawed } from '../trained/thaw.ts'
import type { TrainedModel } from '../trained/trained-model.ts'
import { strangerOf } from '../weigh/rareness.ts'
import { oddsOf, type PatternBits, probabilityOf, sumPattern } from '../weigh/weigh-patterns.ts'

/** What two records are to one another: one person, perhaps one person, or not to be linked. */
export type Verdict = 'link' | 'review' | 'apart'

/** How two records were weighed. */
export type Weighed = {
  /** Log2 odds that both are one person; minus infinity across a seal. */
  bits: number
  probability: number
  /** By the model's thresholds and limits; a cluster's other members are not asked. */
  verdict: Verdict
}

/** Weighs pairs of rows by a trained model; what a pattern of levels says is worked out once. */
export type PairScorer = {
  /** As in a run over files; nothing where the pair stays below the model's threshold of review. */
  weighCandidate(compare: CompareRows, rows: Int32Array, a: number, b: number): Weighed | undefined
  /** As in a run over files, however few bits it is. */
  weigh(compare: CompareRows, rows: Int32Array, a: number, b: number): Weighed
}

/** Makes the function that weighs rows of a layout with these frequencies. */
export function pairScorer(model: TrainedModel, thawed: Thawed, chance: Chance): PairScorer {
  const { weights, comparisons, estimates } = thawed
  const stranger = strangerOf(chance, weights)
  const limits = limitsOf(comparisons, estimates, model.thresholds)
  const apart = apartOf(comparisons, exclusiveOf(model.settled.identifiers), limits)
  const pattern: Pattern = { low: 0, high: 0 }
  let patterns: Patterns = noPatterns()
  let sums: PatternBits[] = []
  const { link, review } = model.thresholds

  function sumOf(): PatternBits {
    if (patterns.count > MOST_PATTERNS) {
      patterns = noPatterns()
      sums = []
    }
    const number = numberOfPattern(patterns, pattern.low, pattern.high, 0)
    sums[number] ??= sumPattern(pattern.low, pattern.high, weights, comparisons.length)
    return sums[number]
  }
  function verdictOf(bits: number): Verdict {
    if (bits < review) return 'apart'
    const { low, high } = pattern
    const least = limits.limitOf(low, high)?.leastBits ?? NO_LIMIT
    return bits >= link && bits >= least && apart(low, high) === APART.no ? 'link' : 'review'
  }
  function weighAbove(
    least: number,
    compare: CompareRows,
    rows: Int32Array,
    a: number,
    b: number,
  ): Weighed | undefined {
    if (rows[a + SEAL] !== rows[b + SEAL]) return undefined
    compare(rows, a, b, pattern)
    const sum = sumOf()
    // The rarest value speaks against strangers and leaves the household story as it is.
    if (sum.same - sum.household < least) return undefined
    const bits = oddsOf(sum, stranger(sum, rows, a, b))
    if (bits < least) return undefined
    return { bits, probability: probabilityOf(bits), verdict: verdictOf(bits) }
  }
  return {
    weighCandidate: (compare, rows, a, b) => weighAbove(review, compare, rows, a, b),
    weigh: (compare, rows, a, b) => weighAbove(Number.NEGATIVE_INFINITY, compare, rows, a, b) ?? SEALED,
  }
}

const SEALED: Weighed = { bits: Number.NEGATIVE_INFINITY, probability: 0, verdict: 'apart' }
const MOST_PATTERNS = 100_000
