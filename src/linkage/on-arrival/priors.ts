import type { Model } from './model.ts'
import type { Prepared } from './prepare.ts'
import { makeScorer, score, scoreStories } from './weights.ts'

const ROUNDS = 30

/**
 * The odds, before any comparison, that a pair drawn at random from these records is one person or one
 * household, by expectation and maximisation over the blocked pairs with the weights held fixed. Pairs that no
 * rule brought together count as strangers.
 */
export function estimatePriors(
  records: readonly Prepared[],
  pairs: [number, number][],
  model: Model,
): Model['priors'] {
  const all = (records.length * (records.length - 1)) / 2
  if (pairs.length === 0) return model.priors
  const scorer = makeScorer(model)
  // Odds of each story against strangers, without priors.
  const same = new Float64Array(pairs.length)
  const household = new Float64Array(pairs.length)
  for (const [index, [i, j]] of pairs.entries()) {
    const [a, b] = [records[i], records[j]]
    if (!a || !b) continue
    const total = scoreStories(score(a, b, scorer).levels, a, scorer)
    same[index] = 2 ** (total.same - total.unrelated)
    household[index] = 2 ** (total.household - total.unrelated)
  }
  let priors = model.priors
  for (let round = 0; round < ROUNDS; round++) priors = improve(priors, same, household, all)
  return priors
}

function improve(
  priors: Model['priors'],
  same: Float64Array,
  household: Float64Array,
  all: number,
): Model['priors'] {
  const [samePrior, householdPrior] = [2 ** priors.sameBits, 2 ** priors.householdBits]
  let [samePairs, householdPairs] = [0, 0]
  for (let index = 0; index < same.length; index++) {
    const [s, h] = [samePrior * (same[index] ?? 0), householdPrior * (household[index] ?? 0)]
    samePairs += s / (s + h + 1)
    householdPairs += h / (s + h + 1)
  }
  const unrelated = all - samePairs - householdPairs
  return { sameBits: bits(samePairs, unrelated), householdBits: bits(householdPairs, unrelated) }
}

const bits = (pairs: number, unrelated: number): number =>
  Number(Math.log2(Math.max(pairs, 1) / Math.max(unrelated, 1)).toFixed(3))
