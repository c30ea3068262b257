import { exchangeDayAndMonth, yearOf } from '../read/values/scan-birth-date.ts'
import { isExact, isOneSlipOfDigits } from '../read/values/scan-identifier.ts'
import { areaOf, arePostcodesNear, districtOf, isOneSlip } from '../read/values/scan-postcode.ts'
import { bitsSet } from '../rows/bits-set.ts'
import type { Dictionary } from '../rows/dictionary.ts'
import {
  BIRTH,
  EMAIL,
  FAMILY,
  FIRST_IDENTIFIER,
  FLAGS,
  FORMER,
  HOUSE,
  IS_ADULT,
  IS_CHILD,
  IS_FEMALE,
  IS_MALE,
  type Layout,
  MAILBOX,
  MIDDLE,
  PHONE,
  POSTCODE,
  SOURCE,
  STREET,
  UPRN,
} from '../rows/row-layout.ts'
import { givenNameComparer } from './compare-given-names.ts'
import {
  ALWAYS,
  BIRTH_LEVEL,
  FAMILY_LEVEL,
  GIVEN_LEVEL,
  IDENTIFIER_LEVEL,
  IN_ONE_NUMBER,
  MIDDLE_LEVEL,
  OF,
  PLACE_LEVEL,
} from './comparisons.ts'
import { CLOSE, nameLikeness, UNLIKE } from './name-likeness.ts'

/** The last comparison's pattern: three bits a level. One object for all, because pairs are compared by the million. */
export type Pattern = { low: number; high: number }

/** Compares two rows in `rows` that begin at `a` and `b`, and writes their levels into a pattern. The same for both orders. */
export type CompareRows = (rows: Int32Array, a: number, b: number, into: Pattern) => void

/** Born this many years apart, two people of one name and home are parent and child rather than a slip of the pen. */
const GENERATION_YEARS = 14

/** Makes the comparing function for rows of a layout. `sources` tells whether there is more than one. */
export function rowComparer(dictionary: Dictionary, layout: Layout, sources: number): CompareRows {
  const likeness = nameLikeness(dictionary)
  const givenLevel = givenNameComparer(dictionary, layout, likeness)
  const { firsts, lasts, starts, letters } = dictionary
  const { identifiers, texts, firstText, relatives, firstRelative } = layout
  const others = identifiers + texts + (relatives > 0 ? 1 : 0)

  const isInitialOf = (one: number, other: number): boolean =>
    starts[one + 1] === starts[one]! + 1 && letters[starts[one]!] === letters[starts[other]!]

  function familyLevel(rows: Int32Array, a: number, b: number): number {
    const one = rows[a + FAMILY]!
    const other = rows[b + FAMILY]!
    if (one === 0 || other === 0) return 0
    if (one === other) return FAMILY_LEVEL.exact
    const formerOfOne = rows[a + FORMER]!
    const formerOfOther = rows[b + FORMER]!
    if (one === formerOfOther || other === formerOfOne) return FAMILY_LEVEL.formerOrPart
    if (formerOfOne !== 0 && formerOfOne === formerOfOther) return FAMILY_LEVEL.formerOrPart
    // One of two family names is often written as a middle name: Nasreen Begum Khan, Lucía García López.
    if (one === rows[b + MIDDLE] || other === rows[a + MIDDLE]) return FAMILY_LEVEL.formerOrPart
    if (
      firsts[one] === firsts[other] ||
      lasts[one] === lasts[other] ||
      lasts[one] === firsts[other] ||
      firsts[one] === lasts[other]
    )
      return FAMILY_LEVEL.formerOrPart
    const how = likeness(one, other)
    return how <= CLOSE ? FAMILY_LEVEL.close : how === UNLIKE ? FAMILY_LEVEL.different : FAMILY_LEVEL.like
  }

  function middleLevel(rows: Int32Array, a: number, b: number): number {
    const one = rows[a + MIDDLE]!
    const other = rows[b + MIDDLE]!
    if (one === 0 || other === 0) return 0
    if (one === other) return MIDDLE_LEVEL.exact
    if (isInitialOf(one, other) || isInitialOf(other, one)) return MIDDLE_LEVEL.initial
    return likeness(one, other) <= CLOSE ? MIDDLE_LEVEL.exact : MIDDLE_LEVEL.different
  }

  function placeLevel(rows: Int32Array, a: number, b: number): number {
    const uprn = rows[a + UPRN]!
    const otherUprn = rows[b + UPRN]!
    if (uprn !== 0 && uprn === otherUprn) return PLACE_LEVEL.sameHome
    const code = rows[a + POSTCODE]!
    const otherCode = rows[b + POSTCODE]!
    const street = rows[a + STREET]!
    const otherStreet = rows[b + STREET]!
    const hasStreets = street !== 0 && otherStreet !== 0
    const hasCodes = code !== 0 && otherCode !== 0
    if (!hasStreets && !hasCodes) return uprn !== 0 && otherUprn !== 0 ? PLACE_LEVEL.different : 0
    const sameHouse = rows[a + HOUSE] === rows[b + HOUSE]
    const sameStreet = hasStreets && street === otherStreet
    // Long lines are compared letter by letter only where the number says that they may be one.
    const likeStreet = sameStreet || (sameHouse && hasStreets && likeness(street, otherStreet) <= CLOSE)
    if (hasCodes && code === otherCode) {
      // Within one postcode the number alone tells houses apart, however the street is spelled.
      if (sameHouse && (sameStreet || rows[a + HOUSE] !== 0)) return PLACE_LEVEL.sameHome
      return sameHouse && likeStreet ? PLACE_LEVEL.nearHome : PLACE_LEVEL.samePostcode
    }
    if (likeStreet && sameHouse) return PLACE_LEVEL.nearHome
    if (!hasCodes) return PLACE_LEVEL.different
    if (arePostcodesNear(code, otherCode)) return PLACE_LEVEL.nearPostcode
    const area = areaOf(code)
    if (area === 0 || area !== areaOf(otherCode)) return PLACE_LEVEL.different
    return districtOf(code) === districtOf(otherCode) ? PLACE_LEVEL.sameDistrict : PLACE_LEVEL.sameArea
  }

  function identifierLevel(rows: Int32Array, a: number, b: number, slot: number): number {
    const high = rows[a + slot]!
    const low = rows[a + slot + 1]!
    const otherHigh = rows[b + slot]!
    const otherLow = rows[b + slot + 1]!
    if ((high === 0 && low === 0) || (otherHigh === 0 && otherLow === 0)) return 0
    if (high === otherHigh && low === otherLow) return IDENTIFIER_LEVEL.same
    if (!isExact(high) || !isExact(otherHigh)) return IDENTIFIER_LEVEL.different
    return isOneSlipOfDigits(high, low, otherHigh, otherLow)
      ? IDENTIFIER_LEVEL.oneSlip
      : IDENTIFIER_LEVEL.different
  }

  function textLevel(one: number, other: number): number {
    if (one === 0 || other === 0) return 0
    if (one === other) return 1
    return likeness(one, other) <= CLOSE ? 2 : 3
  }

  /** Sources tie a mother to some of her children: one of them in common is enough. */
  function relativesLevel(rows: Int32Array, a: number, b: number): number {
    let isCompared = false
    for (let i = a + firstRelative; i < a + firstRelative + relatives; i++) {
      if (rows[i] === 0) continue
      for (let j = b + firstRelative; j < b + firstRelative + relatives; j++) {
        if (rows[i] === rows[j]) return 1
        if (rows[j] !== 0) isCompared = true
      }
    }
    return isCompared ? 2 : 0
  }

  return (rows, a, b, into) => {
    const given = givenLevel(rows, a, b)
    let low =
      given |
      (middleLevel(rows, a, b) << (3 * OF.middle)) |
      (birthDateLevel(rows, a, b) << (3 * OF.birthDate)) |
      (sexLevel(rows[a + FLAGS]!, rows[b + FLAGS]!, given) << (3 * OF.sex)) |
      (placeLevel(rows, a, b) << (3 * OF.place)) |
      (sameOrDifferent(rows[a + PHONE]!, rows[b + PHONE]!) << (3 * OF.phone)) |
      (emailLevel(rows, a, b) << (3 * OF.email))
    // Swapped names are one slip and count once, as the given name's.
    if ((low & 7) !== GIVEN_LEVEL.swapped) low |= familyLevel(rows, a, b) << (3 * OF.family)
    if (sources > 1) low |= sourceLevel(rows, a, b) << (3 * OF.source)
    let high = 0
    let place: number = ALWAYS.length
    for (let one = 0; one < others; one++) {
      const level =
        one < identifiers
          ? identifierLevel(rows, a, b, FIRST_IDENTIFIER + 2 * one)
          : one < identifiers + texts
            ? textLevel(rows[a + firstText + one - identifiers]!, rows[b + firstText + one - identifiers]!)
            : relativesLevel(rows, a, b)
      if (place < IN_ONE_NUMBER) low |= level << (3 * place)
      else high |= level << (3 * (place - IN_ONE_NUMBER))
      place++
    }
    into.low = low
    into.high = high
  }
}

const sameOrDifferent = (one: number, other: number): number => {
  if (one === 0 || other === 0) return 0
  return one === other ? 1 : 2
}

function emailLevel(rows: Int32Array, a: number, b: number): number {
  const one = rows[a + EMAIL]!
  const other = rows[b + EMAIL]!
  if (one === 0 || other === 0) return 0
  if (one === other) return 1
  return rows[a + MAILBOX] !== 0 && rows[a + MAILBOX] === rows[b + MAILBOX] ? 2 : 3
}

/**
 * A list may hold each pupil once and every pupil's mother as often as she has children there, so those without a birth
 * date are told apart from the others.
 */
function sourceLevel(rows: Int32Array, a: number, b: number): number {
  const level = sameOrDifferent(rows[a + SOURCE]!, rows[b + SOURCE]!)
  return level > 0 && (rows[a + BIRTH] === 0 || rows[b + BIRTH] === 0) ? level + 2 : level
}

/**
 * A given name tells the sex, so where names agree the sex says nothing more, and another one is a slip for anybody. But
 * of two names that are only alike, Daniel and Daniela, another sex may tell a brother from his sister.
 */
function sexLevel(flagsOfOne: number, flagsOfOther: number, given: number): number {
  if (given === GIVEN_LEVEL.exact) return 0
  const level = sameOrDifferent(flagsOfOne & (IS_MALE | IS_FEMALE), flagsOfOther & (IS_MALE | IS_FEMALE))
  return level === 1 && given > 0 && given <= GIVEN_LEVEL.like ? 0 : level
}

const STAGES = IS_CHILD | IS_ADULT

/** By both dates; where one has none, a child and an adult are of two generations. */
function birthDateLevel(rows: Int32Array, a: number, b: number): number {
  const one = rows[a + BIRTH]!
  const other = rows[b + BIRTH]!
  if (one !== 0 && other !== 0) return birthLevel(one, other)
  const stages = (rows[a + FLAGS]! | rows[b + FLAGS]!) & STAGES
  return stages === STAGES ? BIRTH_LEVEL.otherGeneration : 0
}

/** Compares two packed dates. */
export function birthLevel(one: number, other: number): number {
  if (one === 0 || other === 0) return 0
  if (one === other) return BIRTH_LEVEL.exact
  const yearsApart = Math.abs(yearOf(one) - yearOf(other))
  if ((one & 0xffff) === 0) return yearLevel(yearsApart, isOneSlip(one, other))
  if (exchangeDayAndMonth(one) === other) return BIRTH_LEVEL.dayMonthSwapped
  if (isOneSlip(one, other)) return BIRTH_LEVEL.oneSlip
  if (differingDigits(one, other) === 2) {
    return yearsApart >= GENERATION_YEARS ? BIRTH_LEVEL.otherGeneration : BIRTH_LEVEL.twoSlips
  }
  if (yearsApart === 0) return BIRTH_LEVEL.sameYear
  return yearsApart >= GENERATION_YEARS ? BIRTH_LEVEL.otherGeneration : BIRTH_LEVEL.different
}

/** Years alone are mostly worked out from an age, and with that one off rather than miswritten. */
function yearLevel(yearsApart: number, isSlip: boolean): number {
  if (yearsApart === 1) return BIRTH_LEVEL.oneSlip
  if (yearsApart >= GENERATION_YEARS) return BIRTH_LEVEL.otherGeneration
  return yearsApart === 2 || isSlip ? BIRTH_LEVEL.twoSlips : BIRTH_LEVEL.different
}

function differingDigits(one: number, other: number): number {
  let difference = one ^ other
  difference |= difference >>> 1
  difference |= difference >>> 2
  return bitsSet(difference & 0x11111111)
}
