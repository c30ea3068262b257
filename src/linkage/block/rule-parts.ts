import { ALWAYS, OF } from '../compare/comparisons.ts'
import { districtOf, sectorOf } from '../read/values/scan-postcode.ts'
import type { Dictionary } from '../rows/dictionary.ts'
import { fingerprintOfTwo } from '../rows/fingerprints.ts'
import {
  BIRTH,
  EMAIL,
  FAMILY,
  FIRST_IDENTIFIER,
  GIVEN,
  HOUSE,
  type Layout,
  MIDDLE,
  PHONE,
  POSTCODE,
  STREET,
  UPRN,
} from '../rows/row-layout.ts'

/** A part of a blocking rule: what two records must have equal. */
export type BlockPart = {
  kind: Kind
  slot: number
  /** The comparisons whose outcome this part settles. */
  settles: number[]
}

/** What of a slot's value a part takes. */
type Kind =
  | 'word'
  | 'value'
  | 'sound'
  | 'initial'
  | 'names'
  | 'year'
  | 'month'
  | 'day'
  | 'sector'
  | 'district'
  | 'home'
  | 'identifier'

/** All parts by the name that rules call them. */
export function listParts(layout: Layout, identifiers: string[], texts: string[]): Map<string, BlockPart> {
  const part = (kind: Kind, slot: number, ...settles: number[]): BlockPart => ({ kind, slot, settles })
  return new Map([
    ['given', part('word', GIVEN, OF.given)],
    ['givenSound', part('sound', GIVEN, OF.given)],
    ['givenInitial', part('initial', GIVEN, OF.given)],
    ['family', part('word', FAMILY, OF.family)],
    ['familySound', part('sound', FAMILY, OF.family)],
    ['familyInitial', part('initial', FAMILY, OF.family)],
    ['middle', part('word', MIDDLE, OF.middle)],
    ['names', part('names', GIVEN, OF.given, OF.family)],
    ['birthDate', part('value', BIRTH, OF.birthDate)],
    ['birthYear', part('year', BIRTH, OF.birthDate)],
    ['birthDay', part('day', BIRTH, OF.birthDate)],
    ['birthMonth', part('month', BIRTH, OF.birthDate)],
    ['postcode', part('value', POSTCODE, OF.place)],
    ['sector', part('sector', POSTCODE, OF.place)],
    ['district', part('district', POSTCODE, OF.place)],
    ['uprn', part('value', UPRN, OF.place)],
    ['street', part('word', STREET, OF.place)],
    ['home', part('home', STREET, OF.place)],
    ['phone', part('value', PHONE, OF.phone)],
    ['email', part('value', EMAIL, OF.email)],
    ...identifiers.map((name, one): [string, BlockPart] => [
      `identifier ${name}`,
      part('identifier', FIRST_IDENTIFIER + 2 * one, ALWAYS.length + one),
    ]),
    ...texts.map((name, one): [string, BlockPart] => [
      `text ${name}`,
      part('word', layout.firstText + one, ALWAYS.length + identifiers.length + one),
    ]),
  ])
}

/** A function that gives a fingerprint of a part's value, the same in whatever order records were read; 0 where there is none. */
export function partReader({
  sounds,
  letters,
  starts,
  hashes,
}: Dictionary): (part: BlockPart, rows: Int32Array, row: number) => number {
  return ({ kind, slot }, rows, row) => {
    const value = rows[row + slot]!
    switch (kind) {
      case 'value':
        return value
      case 'word':
        return hashes[value]!
      case 'sound':
        return sounds[value]!
      case 'initial':
        return value === 0 ? 0 : letters[starts[value]!]!
      case 'names':
        return inEitherOrder(sounds[value]!, sounds[rows[row + FAMILY]!]!)
      case 'year':
        return value >>> 16
      case 'month':
        return value >>> 8
      case 'day':
        return unorderedDay(value)
      case 'sector':
        return sectorOf(value)
      case 'district':
        return districtOf(value)
      case 'home':
        return addressKey(rows[row + HOUSE]!, hashes[value]!, rows[row + POSTCODE]!)
      case 'identifier':
        return value === 0 && rows[row + slot + 1] === 0 ? 0 : fingerprintOfTwo(value, rows[row + slot + 1]!)
    }
  }
}

/**
 * A function that gives which parts two rows have equal, a bit each in the order of `names`. It runs for every pair, so
 * it compares slots as they stand wherever that is enough.
 */
export function partComparer(
  names: string[],
  parts: BlockPart[],
  { sounds, letters, starts }: Dictionary,
): (rows: Int32Array, a: number, b: number) => number {
  const bitOf = (name: string): number => (names.includes(name) ? 1 << names.indexOf(name) : 0)
  const slotsOf = (...kinds: Kind[]): { slot: number; bit: number }[] =>
    parts.flatMap(({ kind, slot }, place) => (kinds.includes(kind) ? [{ slot, bit: 1 << place }] : []))
  const [whole, double, initials] = [slotsOf('word', 'value'), slotsOf('identifier'), slotsOf('initial')]
  const [givenSound, familySound, bothNames] = [bitOf('givenSound'), bitOf('familySound'), bitOf('names')]
  const [birthYear, birthMonth, birthDay] = [bitOf('birthYear'), bitOf('birthMonth'), bitOf('birthDay')]
  const [sector, district, home] = [bitOf('sector'), bitOf('district'), bitOf('home')]

  function equalSounds(rows: Int32Array, a: number, b: number): number {
    const given = sounds[rows[a + GIVEN]!]!
    const family = sounds[rows[a + FAMILY]!]!
    const otherGiven = sounds[rows[b + GIVEN]!]!
    const otherFamily = sounds[rows[b + FAMILY]!]!
    const areGivenSame = given !== 0 && given === otherGiven
    const areFamilySame = family !== 0 && family === otherFamily
    const areSwapped = given !== 0 && family !== 0 && given === otherFamily && family === otherGiven
    return (
      (areGivenSame ? givenSound : 0) |
      (areFamilySame ? familySound : 0) |
      ((areGivenSame && areFamilySame) || areSwapped ? bothNames : 0)
    )
  }

  function equalDates(one: number, other: number): number {
    if (one === 0 || other === 0) return 0
    const differing = one ^ other
    return (
      (differing >>> 16 === 0 ? birthYear : 0) |
      (differing >>> 8 === 0 ? birthMonth : 0) |
      (birthDay !== 0 && unorderedDay(one) !== 0 && unorderedDay(one) === unorderedDay(other) ? birthDay : 0)
    )
  }

  function equalPlaces(rows: Int32Array, a: number, b: number): number {
    const one = rows[a + POSTCODE]!
    const other = rows[b + POSTCODE]!
    if (one === 0 || other === 0) return 0
    const house = rows[a + HOUSE]!
    const street = rows[a + STREET]!
    const isHome = one === other && house === rows[b + HOUSE] && street === rows[b + STREET]
    let equal = isHome && (house !== 0 || street !== 0) ? home : 0
    if (sector !== 0 && sectorOf(one) !== 0 && sectorOf(one) === sectorOf(other)) equal |= sector
    if (district !== 0 && districtOf(one) !== 0 && districtOf(one) === districtOf(other)) equal |= district
    return equal
  }

  return (rows, a, b) => {
    let equal =
      equalSounds(rows, a, b) | equalDates(rows[a + BIRTH]!, rows[b + BIRTH]!) | equalPlaces(rows, a, b)
    for (let one = 0; one < whole.length; one++) {
      const { slot, bit } = whole[one]!
      const value = rows[a + slot]!
      if (value !== 0 && value === rows[b + slot]) equal |= bit
    }
    for (let one = 0; one < double.length; one++) {
      const { slot, bit } = double[one]!
      const high = rows[a + slot]!
      const low = rows[a + slot + 1]!
      if ((high !== 0 || low !== 0) && high === rows[b + slot] && low === rows[b + slot + 1]) equal |= bit
    }
    for (const { slot, bit } of initials) {
      const one = rows[a + slot]!
      const other = rows[b + slot]!
      if (one !== 0 && other !== 0 && letters[starts[one]!] === letters[starts[other]!]) equal |= bit
    }
    return equal
  }
}

/** The sounds of given and family name in either order, so that swapped names meet. */
function inEitherOrder(given: number, family: number): number {
  if (given === 0 || family === 0) return 0
  return given < family ? fingerprintOfTwo(given, family) : fingerprintOfTwo(family, given)
}

/** House, street and postcode together, each as it is written. */
function addressKey(house: number, street: number, postcode: number): number {
  if ((house === 0 && street === 0) || postcode === 0) return 0
  return fingerprintOfTwo(fingerprintOfTwo(house, street), postcode)
}

/** Day and month in either order, so that a swapped date meets the right one. */
function unorderedDay(date: number): number {
  const month = (date >>> 8) & 0xff
  const day = date & 0xff
  return Math.min(month, day) * 256 + Math.max(month, day)
}
