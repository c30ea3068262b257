import { COMPARISONS, type Comparison, compare, type Levels } from './compare.ts'
import type { LevelModel, Model } from './model.ts'
import type { Prepared } from './prepare.ts'

/** Bits of one comparison for each of three stories about a pair: one person, one household, strangers. */
export type Weight = { same: number; household: number; unrelated: number }

/** A model made ready for scoring: logarithms taken once. */
export type Scorer = {
  model: Model
  weights: Record<Comparison, Record<string, Weight>>
  given: ReadonlyMap<string, number>
  family: ReadonlyMap<string, number>
}

export type Score = { bits: number; levels: Levels }

const NOTHING: Weight = { same: 0, household: 0, unrelated: 0 }

/** Makes a model ready for scoring. */
export function makeScorer(model: Model): Scorer {
  const weights = Object.fromEntries(
    COMPARISONS.map(comparison => {
      const levels = Object.entries(model.comparisons[comparison])
      return [comparison, Object.fromEntries(levels.map(([name, level]) => [name, logarithms(level)]))]
    }),
  ) as Scorer['weights']
  const table = (field: 'given' | 'family'): Map<string, number> =>
    new Map(Object.entries(model.termFrequencies[field].names))
  return { model, weights, given: table('given'), family: table('family') }
}

const logarithms = ({ same, household, unrelated }: LevelModel): Weight => ({
  same: Math.log2(same),
  household: Math.log2(household),
  unrelated: Math.log2(unrelated),
})

/**
 * The weight of evidence in bits (log2 odds) that two records are one person, after Fellegi & Sunter (1969).
 * The other side of the odds is not strangers alone: brothers and sisters share a family name, a home and a
 * telephone, so a pair must also be likelier than two people of one household.
 */
export function score(a: Prepared, b: Prepared, scorer: Scorer): Score {
  const levels = compare(a, b)
  const { same, household, unrelated } = scoreStories(levels, a, scorer)
  const { sameBits, householdBits } = scorer.model.priors
  return { bits: sameBits + same - addBits(householdBits + household, unrelated), levels }
}

/** How well each of the three stories tells what was compared, in bits and without the priors. */
export function scoreStories(levels: Levels, a: Prepared, scorer: Scorer): Weight {
  const total = { ...NOTHING }
  for (const comparison of COMPARISONS) {
    const weight = weightOf(comparison, levels, a, scorer)
    total.same += weight.same
    total.household += weight.household
    total.unrelated += weight.unrelated
  }
  return total
}

/** The weight of one comparison; where a name agrees exactly, chance agreement is as likely as the name is common. */
export function weightOf(comparison: Comparison, levels: Levels, a: Prepared, scorer: Scorer): Weight {
  const level = levels[comparison]
  if (level === 'missing') return NOTHING
  const weight = scorer.weights[comparison][level] ?? NOTHING
  if (level !== 'exact' || (comparison !== 'given' && comparison !== 'family')) return weight
  const share =
    scorer[comparison].get(a[comparison][0] ?? '') ?? scorer.model.termFrequencies[comparison].otherwise
  const unrelated = Math.log2(share)
  return { same: weight.same, household: Math.max(weight.household, unrelated), unrelated }
}

/** log2(2^a + 2^b) without overflow. */
const addBits = (a: number, b: number): number => Math.max(a, b) + Math.log2(1 + 2 ** -Math.abs(a - b))

/** Bits as the probability that both records are one person, from 0 to 1. */
export const probabilityOf = (bits: number): number => 1 / (1 + 2 ** -bits)
