import { BIRTH_LEVEL, type Comparison, GIVEN_LEVEL, levelIn, OF, SOURCE_LEVEL } from './comparisons.ts'
import type { Estimates } from './estimate.ts'

/** What may not be linked, by a pair's pattern. */
export type Limits = {
  /** The bits that a pair must have to be linked, beside the threshold; the two may still be one through a third record. */
  leastBits: (low: number, high: number) => number
  /** No cluster holds such a pair. */
  mayBeTwins: (low: number, high: number) => boolean
}

/** Lists hold a person once where two records of one person share a source so many times more rarely than two of a household. */
const TIMES_RARER = 6

/**
 * Limits that no weight overcomes, where a file has households, because a wrong join shows one child's life to another
 * child's people. Such pairs go to review. An equal identifier lifts them.
 *
 * - Quite another birth date: a father and his son share name and home.
 * - Another given name, if not outweighed sixteen times: twins share everything else.
 * - One birth date and two forms of a name in one source whose list holds a person once: twins named Hassan and Hussain
 *   are two.
 */
export function limitsOf(comparisons: readonly Comparison[], estimates: Estimates): Limits {
  const { hasHouseholds, same, household } = estimates
  const inOneList = SOURCE_LEVEL.same
  const holdOnce = household[OF.source]![inOneList]! > TIMES_RARER * same[OF.source]![inOneList]!
  const isIdentified = (low: number, high: number): boolean =>
    comparisons.some(({ kind, place }) => kind === 'identifier' && levelIn(low, high, place) === 1)
  const mayBeTwins = (low: number, high: number): boolean =>
    hasHouseholds &&
    holdOnce &&
    levelIn(low, high, OF.source) === inOneList &&
    levelIn(low, high, OF.birthDate) === BIRTH_LEVEL.exact &&
    OTHER_FORMS.has(levelIn(low, high, OF.given)) &&
    !isIdentified(low, high)
  const leastBits = (low: number, high: number): number => {
    if (!hasHouseholds || isIdentified(low, high)) return Number.NEGATIVE_INFINITY
    if (OTHER_DATES.has(levelIn(low, high, OF.birthDate)) || mayBeTwins(low, high)) return Infinity
    return levelIn(low, high, OF.given) === GIVEN_LEVEL.different ? OTHER_NAME_BITS : Number.NEGATIVE_INFINITY
  }
  return { leastBits, mayBeTwins }
}

const OTHER_NAME_BITS = 4
const OTHER_DATES = new Set([BIRTH_LEVEL.different, BIRTH_LEVEL.otherGeneration])
const OTHER_FORMS = new Set([
  GIVEN_LEVEL.variant,
  GIVEN_LEVEL.close,
  GIVEN_LEVEL.like,
  GIVEN_LEVEL.initialOrMiddle,
  GIVEN_LEVEL.different,
])
