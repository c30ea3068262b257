import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flatChance } from '../../../test/linkage/flat-chance.ts'
import { BIRTH_LEVEL, GIVEN_LEVEL, listComparisons, OF, PLACE_LEVEL } from '../compare/comparisons.ts'
import { begin } from '../learn/estimate.ts'
import { oddsOf, sumPattern, weightsOf } from './weigh-patterns.ts'

const comparisons = listComparisons({})

/** As learnt from a file of 33,700 records without numbers, in which few brothers and sisters have alike names. */
const estimates = begin(comparisons, flatChance(comparisons), true)
estimates.same[OF.given] = [1, 0.86, 0.02, 0.09, 0.01, 0.005, 0.005, 0.01]
estimates.household[OF.given] = [1, 0.004, 0.002, 0.0011, 0.005, 0.003, 0.0002, 0.9847]
const weights = weightsOf(estimates)

/** What a pair of one family name and home weighs beside those of a household. */
function weigh(given: number, birthDate: number): number {
  const low =
    given |
    (1 << (3 * OF.family)) |
    (birthDate << (3 * OF.birthDate)) |
    (PLACE_LEVEL.sameHome << (3 * OF.place))
  return oddsOf(sumPattern(low, 0, weights, comparisons.length), Number.NEGATIVE_INFINITY)
}

test('of two twins whose names are a letter apart, a record is much likelier the one whose very name it has', () => {
  const { exact } = BIRTH_LEVEL
  assert.ok(weigh(GIVEN_LEVEL.exact, exact) > weigh(GIVEN_LEVEL.close, exact) + 6)
})

test('a father and his son may have one name', () => {
  const { otherGeneration } = BIRTH_LEVEL
  const more = weigh(GIVEN_LEVEL.exact, otherGeneration) - weigh(GIVEN_LEVEL.close, otherGeneration)
  assert.ok(more < 3, `${more} bits`)
})
