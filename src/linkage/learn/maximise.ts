import {
  type Comparison,
  FAMILY_LEVEL,
  GIVEN_LEVEL,
  type Kind,
  OF,
  PLACE_LEVEL,
} from '../compare/comparisons.ts'
import { placeOf } from './cases.ts'
import type { Estimates } from './estimate.ts'
import { EXPECTED_PAIRS, expected, mostOf } from './expectations.ts'

/** What a round has seen of each story: pairs by level, in flat tables. */
export type Sums = { same: Float64Array; household: Float64Array }
/** What was seen, by comparison and level, and for which comparisons pairs of one person are known for certain. */
type Learnt = { same: Float64Array[]; household: Float64Array[]; isAnchored: boolean[] }

/** Lists that carry no number write homes otherwise than those that do, some as a postcode alone. */
const OF_ALL_PAIRS = new Set<Kind>(['source', 'place'])

/** Fewer anchored pairs than this say too little of a comparison. */
const LEAST_ANCHORED = 300

/**
 * What pairs of one person look like is learnt from those that an identifier makes one, wherever there are enough of
 * them with both values: elsewhere twins, who differ in one name only, would teach that one person's names differ.
 */
export function anchorSums(sums: Sums, anchored: Sums, comparisons: readonly Comparison[]): Learnt {
  const byComparison = (table: Float64Array): Float64Array[] =>
    comparisons.map(({ place, levels }) =>
      table.subarray(placeOf(place, 0), placeOf(place, levels.length + 1)),
    )
  const certain = byComparison(anchored.same)
  const isAnchored = certain.map((own, place) => {
    const compared = own.reduce((sum, count) => sum + count, 0) - own[0]!
    return compared >= LEAST_ANCHORED && !OF_ALL_PAIRS.has(comparisons[place]!.kind)
  })
  const same = byComparison(both(sums.same, anchored.same))
  const household = byComparison(both(sums.household, anchored.household))
  return {
    same: same.map((own, place) => (isAnchored[place] ? certain[place]! : own)),
    household,
    isAnchored,
  }
}

const both = (seen: Float64Array, anchored: Float64Array): Float64Array =>
  seen.map((count, place) => count + anchored[place]!)

export const noSums = (comparisons: readonly Comparison[]): Sums => ({
  same: new Float64Array(placeOf(comparisons.length, 0)),
  household: new Float64Array(placeOf(comparisons.length, 0)),
})

/**
 * Two people of one household have one home and other given names, birth dates and numbers: that is who they are, so it
 * is held as expected and not learnt. Otherwise the household story would take over pairs of one person with a slip in
 * one field, or strangers of one name.
 */
const HELD = new Set<Kind>(['birthDate', 'identifier', 'sex', 'place'])

/** `isPlaced` says whether any record tells where somebody lives. */
export function maximise(
  estimates: Estimates,
  learnt: Learnt,
  comparisons: readonly Comparison[],
  isPlaced: boolean,
): void {
  const isBounded = estimates.hasHouseholds
  const mostOtherNames = isBounded ? mostOtherGivenNames(learnt, comparisons, isPlaced) : 1
  for (const [place, comparison] of comparisons.entries()) {
    const expectation = expected(comparison)
    const sharesOf = comparison.kind === 'source' ? sharesByHalf : sharesOfAll
    const same = sharesOf(learnt.same[place]!, expectation.same)
    const most = mostOf('same', comparison)
    if (place === OF.given) most[GIVEN_LEVEL.different - 1] = mostOtherNames
    estimates.same[place] = [1, ...(isBounded && !learnt.isAnchored[place] ? withinBounds(same, most) : same)]
    const household = sharesOf(learnt.household[place]!, expectation.household)
    if (comparison.kind === 'place')
      estimates.household[place] = [1, ...homeShares(same, expectation.household)]
    else if (!HELD.has(comparison.kind))
      estimates.household[place] = [1, ...withinBounds(household, mostOf('household', comparison))]
  }
}

/** Nicknames and middle names change a given name, weddings a family name: the one not much oftener than the other. */
const TIMES_AS_OFTEN = 2
/** However few family names differ, some given names do. */
const SOME_OTHER_NAMES = 0.004

/**
 * The most pairs of one person that have two quite different given names. Twins and unlike names of one person look alike
 * in all else, so what such names are is not learnt from them alone: in no file do slips fall on given names only.
 */
function mostOtherGivenNames(
  { same }: Learnt,
  comparisons: readonly Comparison[],
  isPlaced: boolean,
): number {
  const [given, family] = [comparisons[OF.given]!, comparisons[OF.family]!]
  const otherFamily = sharesOfAll(same[OF.family]!, expected(family).same)[FAMILY_LEVEL.different - 1]!
  // Who shares a home is known for one household's in any case, so that less must be left to names.
  const most = isPlaced ? mostOf('same', given)[GIVEN_LEVEL.different - 1]! : 1
  return Math.min(most, Math.max(SOME_OTHER_NAMES, TIMES_AS_OFTEN * otherFamily))
}

/** The shares of levels among the pairs seen and those expected. */
function sharesOfAll(seen: Float64Array, expectation: number[]): number[] {
  let total = 0
  for (let level = 1; level <= expectation.length; level++) total += seen[level]!
  return expectation.map(
    (share, level) => (seen[level + 1]! + EXPECTED_PAIRS * share) / (total + EXPECTED_PAIRS),
  )
}

/** The same for a comparison of two kinds of pairs, each with half of the levels: which kind a pair is says nothing. */
function sharesByHalf(seen: Float64Array, expectation: number[]): number[] {
  const half = expectation.length / 2
  return [
    ...sharesOfAll(seen.subarray(0, half + 1), expectation.slice(0, half)),
    ...sharesOfAll(seen.subarray(half), expectation.slice(half)),
  ]
}

/** Shares with none above its bound; what is above goes to the levels without one, as their shares are. */
function withinBounds(shares: number[], most: number[]): number[] {
  const kept = shares.map((share, level) => Math.min(share, most[level]!))
  const over = shares.reduce((sum, share, level) => sum + share - kept[level]!, 0)
  const room = kept.reduce((sum, share, level) => sum + (most[level] === 1 ? share : 0), 0)
  return kept.map((share, level) => (most[level] === 1 ? share * (1 + over / room) : share))
}

/** A household's home is written in as many ways as one person's. */
function homeShares(same: number[], household: number[]): number[] {
  const near = same.slice(0, NEAR_HOME).reduce((sum, share) => sum + share, 0)
  const together = household.slice(0, NEAR_HOME).reduce((sum, share) => sum + share, 0)
  return household.map((share, level) => (level < NEAR_HOME ? (together * same[level]!) / near : share))
}
/** The levels of place at which two records name one home, well or badly written. */
const NEAR_HOME = PLACE_LEVEL.samePostcode
