import {
  BIRTH_LEVEL,
  FAMILY_LEVEL,
  GIVEN_LEVEL,
  levelIn,
  MISSING,
  OF,
  SEX_LEVEL,
} from '../compare/comparisons.ts'
import type { Patterns } from '../compare/patterns.ts'

/** Of slips that make another name of one person's, hardly any change the sex; of two people, a good part differ in it. */
const OTHER_SEX = 0.1
/** Fewer pairs with both sexes known say too little of it. */
const LEAST_SEXED = 30
/** A slip makes another given name of one person's about as often as another family name; so many times as often is twins. */
const TIMES_AS_OFTEN = 3

/**
 * Whether a file in which nobody's home is known shows twins: people of one family name who were born on one day and have
 * quite different given names. Where their sexes differ too often for one person they are two; where sexes are not known,
 * such given names must be far commoner than such family names, which slips change as often.
 */
export function showsTwins({ low, pairs, count }: Patterns): boolean {
  let [otherGiven, otherFamily, sexed, otherSex] = [0, 0, 0, 0]
  for (let number = 0; number < count; number++) {
    const own = low[number]!
    if (levelIn(own, 0, OF.birthDate) !== BIRTH_LEVEL.exact) continue
    const [given, family] = [levelIn(own, 0, OF.given), levelIn(own, 0, OF.family)]
    if (given === GIVEN_LEVEL.exact && family === FAMILY_LEVEL.different) otherFamily += pairs[number]!
    if (given !== GIVEN_LEVEL.different || family !== FAMILY_LEVEL.exact) continue
    otherGiven += pairs[number]!
    const sex = levelIn(own, 0, OF.sex)
    if (sex !== MISSING) sexed += pairs[number]!
    if (sex === SEX_LEVEL.different) otherSex += pairs[number]!
  }
  return sexed >= LEAST_SEXED ? otherSex > OTHER_SEX * sexed : otherGiven > TIMES_AS_OFTEN * otherFamily
}
