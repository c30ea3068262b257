import {
  BEST,
  BIRTH_LEVEL,
  type Comparison,
  GIVEN_LEVEL,
  IDENTIFIER_LEVEL,
  levelIn,
  MISSING,
  OF,
  PLACE_LEVEL,
  SEX_LEVEL,
  SOURCE_LEVEL,
} from '../compare/comparisons.ts'
import type { Thresholds } from '../judge-pairs.ts'
import type { Estimates } from '../learn/estimate.ts'

/** Why a pair is held to more bits than others. */
export type LimitReason =
  | 'birthDateDiffers'
  | 'mayBeTwins'
  | 'sexDiffers'
  | 'givenNameDiffers'
  | 'nameAlone'
  | 'twoContacts'
  | 'identifierAlone'

/** The bits of a pair that no evidence links, and of one that is held to no more than the threshold. */
export const NEVER = Number.POSITIVE_INFINITY
export const NO_LIMIT = Number.NEGATIVE_INFINITY

/** What may not be linked, by a pair's pattern. */
export type Limits = {
  /**
   * The bits that a pair must have to be linked, beside the threshold, where it is held to any; `NEVER` where no bits are
   * enough. The two may still be one through a third record.
   */
  limitOf: (low: number, high: number) => { leastBits: number; why: LimitReason } | undefined
  /** Whether the two may be twins: no cluster holds such a pair. */
  mayBeTwins: (low: number, high: number) => boolean
}

/**
 * Lists hold a person once where two records of one person share a source so many times more rarely than two of a
 * household. Chosen: at 3 the county's persons are as at 6; at 12 its lists no longer count as such.
 */
const TIMES_RARER = 6

/**
 * Limits that no weight overcomes, where a file has households, because a wrong join shows one child's life to another
 * child's people. Such pairs go to review. An equal identifier lifts them, but for the last.
 *
 * - Quite another birth date: a father and his son share name and home.
 * - Another given name, if not outweighed sixteen times: twins share everything else.
 * - Names that are only alike, and another sex: Daniel and Daniela.
 * - Nothing that agrees but names, where a birth date is missing, if the model says how many bits that needs: nobody's
 *   name is their own alone.
 * - Two whom one list ties to one relative, without a birth date and a home or telephone in common: a form names a
 *   child's contacts one by one.
 * - One birth date, a slip apart at most, and two forms of a name in one source whose list holds a person once: twins
 *   named Hassan and Hussain are two.
 * - An equal identifier and quite another given name or generation, if the model says how many bits that needs: it may be
 *   a brother's number.
 */
export function limitsOf(
  comparisons: readonly Comparison[],
  estimates: Estimates,
  { nameAlone = NO_LIMIT, otherName = OTHER_NAME_BITS, numberAlone = NO_LIMIT }: Thresholds,
): Limits {
  const { hasHouseholds, same, household } = estimates
  const { same: inOneList, sameUndated: inListUndated } = SOURCE_LEVEL
  const holdOnce = household[OF.source]![inOneList]! > TIMES_RARER * same[OF.source]![inOneList]!
  const relatives = comparisons.find(({ kind }) => kind === 'relatives')
  const isIdentified = (low: number, high: number): boolean =>
    comparisons.some(
      ({ kind, place }) => kind === 'identifier' && levelIn(low, high, place) === IDENTIFIER_LEVEL.same,
    )
  const mayBeTwins = (low: number, high: number): boolean =>
    hasHouseholds &&
    holdOnce &&
    levelIn(low, high, OF.source) === inOneList &&
    BORN_ALIKE.has(levelIn(low, high, OF.birthDate)) &&
    OTHER_FORMS.has(levelIn(low, high, OF.given)) &&
    !isIdentified(low, high)
  const limitOf: Limits['limitOf'] = (low, high) => {
    if (!hasHouseholds) return undefined
    const given = levelIn(low, high, OF.given)
    const birthDate = levelIn(low, high, OF.birthDate)
    if (isIdentified(low, high)) {
      const isAnother = given === GIVEN_LEVEL.different || birthDate === BIRTH_LEVEL.otherGeneration
      return isAnother ? { leastBits: numberAlone, why: 'identifierAlone' } : undefined
    }
    if (OTHER_DATES.has(birthDate)) return never('birthDateDiffers')
    if (mayBeTwins(low, high)) return never('mayBeTwins')
    if (given === GIVEN_LEVEL.different) return { leastBits: otherName, why: 'givenNameDiffers' }
    if (ALIKE.has(given) && levelIn(low, high, OF.sex) === SEX_LEVEL.different) return never('sexDiffers')
    if (birthDate !== MISSING || shareHome(low, high)) return undefined
    if (relatives === undefined || levelIn(low, high, relatives.place) !== BEST)
      return { leastBits: nameAlone, why: 'nameAlone' }
    return levelIn(low, high, OF.source) === inListUndated ? never('twoContacts') : undefined
  }
  return { limitOf, mayBeTwins }
}

const never = (why: LimitReason): { leastBits: number; why: LimitReason } => ({
  leastBits: NEVER,
  why,
})

/** Whether two records have a home, a telephone or an e-mail in common. */
function shareHome(low: number, high: number): boolean {
  const place = levelIn(low, high, OF.place)
  const isNear = place > 0 && place <= PLACE_LEVEL.samePostcode
  return isNear || levelIn(low, high, OF.phone) === BEST || levelIn(low, high, OF.email) === BEST
}

/** Chosen: a model may state another (`otherName`), and the county's persons are the same from 2 to 8 within .0001 of F1. */
const OTHER_NAME_BITS = 4
const OTHER_DATES = new Set([BIRTH_LEVEL.different, BIRTH_LEVEL.otherGeneration])
const ALIKE = new Set([GIVEN_LEVEL.variant, GIVEN_LEVEL.close, GIVEN_LEVEL.like])
const BORN_ALIKE = new Set([BIRTH_LEVEL.exact, BIRTH_LEVEL.dayMonthSwapped, BIRTH_LEVEL.oneSlip])
const OTHER_FORMS = new Set([
  GIVEN_LEVEL.variant,
  GIVEN_LEVEL.close,
  GIVEN_LEVEL.like,
  GIVEN_LEVEL.initialOrMiddle,
  GIVEN_LEVEL.different,
])

/**
 * Whether a cluster may hold both records of a pair, and if not, why: they may be twins, or have different numbers of
 * which nobody has two. The stronger reason is the greater number.
 */
export const APART = { no: 0, mayBeTwins: 1, numbersDiffer: 2 } as const

/** Gives, of a pattern, whether it keeps two records apart. `exclusive` are the identifiers of which nobody has two. */
export function apartOf(
  comparisons: readonly Comparison[],
  exclusive: readonly number[],
  { mayBeTwins }: Limits,
): (low: number, high: number) => number {
  const identifiers = comparisons.filter(({ kind }) => kind === 'identifier')
  const numbers = exclusive.map(one => identifiers[one]!.place)
  return (low, high) => {
    if (numbers.some(place => levelIn(low, high, place) > IDENTIFIER_LEVEL.same)) return APART.numbersDiffer
    return mayBeTwins(low, high) ? APART.mayBeTwins : APART.no
  }
}
