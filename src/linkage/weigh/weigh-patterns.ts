import {
  areNamesExact,
  BEST,
  BIRTH_LEVEL,
  doNamesAgree,
  GIVEN_LEVEL,
  levelIn,
  MISSING,
  OF,
} from '../compare/comparisons.ts'
import type { Estimates } from '../learn/estimate.ts'
import { BOTH_NAMES, RAREST, RARITIES } from './rareness.ts'

/** Estimates as logarithms, in bits: by comparison, then by level. */
export type Weights = {
  same: number[][]
  household: number[][]
  unrelated: number[][]
  /** Bits by which both names agree more often together than one by one. */
  namesTogether: number
  middleTogether: number
  /** The same for pairs that agree exactly on both, by how rare the names are one by one, in bits. */
  togetherByRarity: Float64Array
  /** Bits of each story before anything is compared. */
  prior: { same: number; household: number; unrelated: number }
}

/** The sums of a pattern's weights, and which of its agreements count by how rare the value is. */
export type PatternBits = { same: number; household: number; unrelated: number; rarities: number }

export function weightsOf(estimates: Estimates): Weights {
  const logs = (story: number[][]): number[][] => story.map(levels => levels.map(Math.log2))
  const { samePairs, householdPairs, allPairs } = estimates
  return {
    same: logs(estimates.same),
    household: logs(estimates.household),
    unrelated: logs(estimates.unrelated),
    namesTogether: Math.log2(estimates.namesTogether),
    middleTogether: Math.log2(estimates.middleTogether),
    togetherByRarity: new Float64Array(RAREST).fill(Math.log2(estimates.namesTogether)),
    prior: {
      same: Math.log2(samePairs / allPairs),
      household: Math.log2(householdPairs / allPairs),
      unrelated: Math.log2(Math.max(1, allPairs - samePairs - householdPairs) / allPairs),
    },
  }
}

/** Adds up a pattern's weights. Agreements that count by rarity are left out of `unrelated` and marked. */
export function sumPattern(low: number, high: number, weights: Weights, comparisons: number): PatternBits {
  const bits: PatternBits = { ...weights.prior, rarities: 0 }
  for (let place = 0; place < comparisons; place++) {
    const level = levelIn(low, high, place)
    if (level === MISSING) continue
    bits.same += weights.same[place]![level]!
    bits.household += weights.household[place]![level]!
    bits.unrelated += weights.unrelated[place]![level]!
  }
  if (doNamesAgree(low) && levelIn(low, high, OF.middle) === BEST) bits.unrelated += weights.middleTogether
  if (areNamesExact(low)) bits.rarities |= BOTH_NAMES
  else if (doNamesAgree(low)) bits.unrelated += weights.namesTogether
  bits.household -= namesakeBits(low)
  for (const [place, mark] of RARITIES) {
    if (levelIn(low, high, place) !== BEST) continue
    bits.unrelated -= weights.unrelated[place]![BEST]!
    bits.rarities |= mark
  }
  return bits
}

/**
 * The bits by which two of a household with one name were born on one day less often than name and day have it one by
 * one: a father and his son are called alike, twins never are. Otherwise a slip of a twin's name would weigh as much as
 * the very name, and twins change records with one another.
 */
export const namesakeBits = (low: number): number =>
  levelIn(low, 0, OF.given) === GIVEN_LEVEL.exact && levelIn(low, 0, OF.birthDate) === BIRTH_LEVEL.exact
    ? TWINS_OF_ONE_NAME_BITS
    : 0
const TWINS_OF_ONE_NAME_BITS = 6

/** Log2 odds that a pair is one person, against both other stories together. */
export const oddsOf = ({ same, household }: PatternBits, stranger: number): number =>
  same - addBits(household, stranger)

/** log2(2^a + 2^b) without overflow. */
export function addBits(a: number, b: number): number {
  const larger = a > b ? a : b
  const difference = a > b ? b - a : a - b
  // Beyond fifty bits the smaller adds nothing that a number could hold.
  return difference > -50 ? larger + Math.log2(1 + 2 ** difference) : larger
}

/** Bits as the probability that both records are one person. */
export const probabilityOf = (bits: number): number => 1 / (1 + 2 ** -bits)
