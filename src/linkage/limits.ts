import { BIRTH_LEVEL, type Comparison, GIVEN_LEVEL, levelIn, OF } from './comparisons.ts'

/**
 * Limits that no weight overcomes, where a file has households, because a wrong join shows one child's life to another
 * child's people. Such pairs go to review. An equal identifier lifts them.
 *
 * - Quite another birth date: a father and his son share name and home.
 * - Another given name, where no number of which nobody has two tells twins apart.
 * - What `mayBeTwins` says.
 */
export function isBeyondLimits(
  low: number,
  high: number,
  comparisons: readonly Comparison[],
  hasExclusive: boolean,
): boolean {
  const birthDate = levelIn(low, high, OF.birthDate)
  const isOtherDate = birthDate === BIRTH_LEVEL.different || birthDate === BIRTH_LEVEL.otherGeneration
  const isOtherName = levelIn(low, high, OF.given) === GIVEN_LEVEL.different && !hasExclusive
  if (mayBeTwins(low, high, comparisons)) return true
  return (isOtherDate || isOtherName) && !hasEqualIdentifier(low, high, comparisons)
}

/**
 * One source holds both, with one birth date and given names that are forms of one name or alike by more than a slip: a
 * list holds a person once, and twins named Hassan and Hussain are two. No cluster holds such a pair, even through a
 * third record.
 */
export function mayBeTwins(low: number, high: number, comparisons: readonly Comparison[]): boolean {
  const given = levelIn(low, high, OF.given)
  const isOtherName = given === GIVEN_LEVEL.variant || given === GIVEN_LEVEL.like
  const isInOneList = levelIn(low, high, OF.source) === 1
  const isBornOneDay = levelIn(low, high, OF.birthDate) === BIRTH_LEVEL.exact
  return isOtherName && isInOneList && isBornOneDay && !hasEqualIdentifier(low, high, comparisons)
}

const hasEqualIdentifier = (low: number, high: number, comparisons: readonly Comparison[]): boolean =>
  comparisons.some(({ kind, place }) => kind === 'identifier' && levelIn(low, high, place) === 1)
