import { damerauLevenshtein, jaroWinkler } from '../../kit/names.ts'
import { type Prepared, soundOf } from './prepare.ts'
import { areVariants } from './variants.ts'

/**
 * What is compared, and the levels at which two values may agree, best first. A field that either record lacks
 * has the level `missing`, which is evidence of nothing.
 */
export const LEVELS = {
  given: ['exact', 'variant', 'close', 'middle', 'initial', 'swapped', 'sound', 'different'],
  middle: ['exact', 'initial', 'different'],
  family: ['exact', 'former', 'part', 'close', 'swapped', 'different'],
  birthDate: [
    'exact',
    'firstOfJanuary',
    'dayMonthSwapped',
    'oneDigit',
    'sameYear',
    'different',
    'otherGeneration',
  ],
  sex: ['same', 'different'],
  place: ['sameAddress', 'samePostcode', 'sameDistrict', 'different'],
  contact: ['same', 'different'],
  relative: ['same', 'different'],
  nhsNumber: ['same', 'different'],
  upn: ['same', 'different'],
  source: ['same', 'bothMentioned', 'different'],
} as const

export type Comparison = keyof typeof LEVELS
export type Levels = { [C in Comparison]: (typeof LEVELS)[C][number] | 'missing' }

export const COMPARISONS = Object.keys(LEVELS) as Comparison[]

/** Compares two prepared records field by field; the same whichever comes first. */
export function compare(a: Prepared, b: Prepared): Levels {
  const swapped = areNamesSwapped(a, b)
  return {
    given: swapped ? 'swapped' : compareGiven(a, b),
    middle: compareMiddle(a, b),
    family: swapped ? 'swapped' : compareFamily(a, b),
    birthDate: compareBirthDates(a, b),
    sex: sameOrDifferent(a.sex, b.sex),
    place: comparePlaces(a, b),
    contact: compareContacts(a, b),
    relative: compareRelatives(a, b),
    nhsNumber: sameOrDifferent(a.nhsNumber, b.nhsNumber),
    upn: sameOrDifferent(a.upn, b.upn),
    source: compareSources(a, b),
  }
}

const sameOrDifferent = (a: string, b: string): 'same' | 'different' | 'missing' => {
  if (a === '' || b === '') return 'missing'
  return a === b ? 'same' : 'different'
}

const shareOne = (some: string[], others: string[]): boolean => some.some(value => others.includes(value))

/**
 * A source keeps its own people once, but not the adults whom it only mentions: a mother stands beside each of her
 * children in a school's list of contacts.
 */
function compareSources(a: Prepared, b: Prepared): Levels['source'] {
  if (a.source !== b.source) return 'different'
  return isMention(a) && isMention(b) ? 'bothMentioned' : 'same'
}

const isMention = (record: Prepared): boolean =>
  record.stage === 'adult' && record.birthDate === '' && record.nhsNumber === '' && record.upn === ''

/** The given name of one in the family field of the other and the reverse, as happens with names of other cultures. */
function areNamesSwapped(a: Prepared, b: Prepared): boolean {
  const [givenA, givenB, familyA, familyB] = [a.given[0], b.given[0], a.family[0], b.family[0]]
  if (!givenA || !givenB || !familyA || !familyB || givenA === givenB) return false
  return givenA === familyB && givenB === familyA
}

function compareGiven(a: Prepared, b: Prepared): Levels['given'] {
  const [one, other] = [a.given[0], b.given[0]]
  if (!one || !other) return 'missing'
  if (one === other) return 'exact'
  if (shareOne(a.given, b.given)) return 'variant'
  if (areVariants(one, other)) return 'variant'
  if (one.length === 1 || other.length === 1) return one[0] === other[0] ? 'initial' : 'different'
  if (areSpellings(one, other)) return 'close'
  if (isAmong(one, b.middle) || isAmong(other, a.middle)) return 'middle'
  return soundOf(one) === soundOf(other) ? 'sound' : 'different'
}

const isAmong = (name: string, middle: string): boolean => middle.split(' ').includes(name)

/**
 * One slip of the keyboard, or very like by Winkler's measure. Short names are held to their first letter,
 * because Zara and Sara or Adam and Adan are often sisters and brothers.
 */
function areSpellings(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length)
  if (shorter < 3) return false
  if (shorter < 5 && one[0] !== other[0]) return false
  return jaroWinkler(one, other) >= 0.93 || (shorter >= 4 && damerauLevenshtein(one, other) <= 1)
}

function compareMiddle(a: Prepared, b: Prepared): Levels['middle'] {
  if (a.middle === '' || b.middle === '') return 'missing'
  if (a.middle === b.middle) return 'exact'
  const [one, other] = [a.middle.split(' '), b.middle.split(' ')]
  if (shareOne(one, other)) return 'exact'
  if ((one[0]?.length === 1 || other[0]?.length === 1) && a.middle[0] === b.middle[0]) return 'initial'
  return areSpellings(one[0] ?? '', other[0] ?? '') ? 'exact' : 'different'
}

function compareFamily(a: Prepared, b: Prepared): Levels['family'] {
  const [one, other] = [a.family[0], b.family[0]]
  if (!one || !other) return 'missing'
  if (one === other || one.replaceAll(' ', '') === other.replaceAll(' ', '')) return 'exact'
  if (shareOne(a.family, b.family)) return 'former'
  if (shareOne(longWords(one), longWords(other))) return 'part'
  const likeSounding = soundOf(one) === soundOf(other) && jaroWinkler(one, other) >= 0.8
  return areSpellings(one, other) || likeSounding ? 'close' : 'different'
}

const longWords = (name: string): string[] => name.split(' ').filter(word => word.length > 2)

function compareBirthDates(a: Prepared, b: Prepared): Levels['birthDate'] {
  const [one, other] = [a.birthDate, b.birthDate]
  if (one === '' || other === '') {
    const known = a.stage !== '' && b.stage !== ''
    return known && a.stage !== b.stage ? 'otherGeneration' : 'missing'
  }
  if (one === other) return one.endsWith('-01-01') ? 'firstOfJanuary' : 'exact'
  const [year, month, day] = one.split('-')
  if (`${year}-${day}-${month}` === other) return 'dayMonthSwapped'
  if (damerauLevenshtein(one, other) === 1) return 'oneDigit'
  const yearsApart = Math.abs(Number(year) - Number(other.slice(0, 4)))
  if (yearsApart >= GENERATION_YEARS) return 'otherGeneration'
  return yearsApart === 0 ? 'sameYear' : 'different'
}

/** Born this many years apart, two people of one name and home are parent and child rather than a slip of the pen. */
const GENERATION_YEARS = 14

function comparePlaces(a: Prepared, b: Prepared): Levels['place'] {
  if (a.property !== '' && a.property === b.property) return 'sameAddress'
  if (a.address !== '' && a.address === b.address) return 'sameAddress'
  if (a.postcode === '' || b.postcode === '') return 'missing'
  if (a.postcode === b.postcode) return 'samePostcode'
  return a.district === b.district ? 'sameDistrict' : 'different'
}

function compareContacts(a: Prepared, b: Prepared): Levels['contact'] {
  const [phone, email] = [sameOrDifferent(a.phone, b.phone), sameOrDifferent(a.email, b.email)]
  if (phone === 'same' || (email === 'same' && phone === 'missing')) return 'same'
  return phone === 'different' || email === 'different' ? 'different' : 'missing'
}

function compareRelatives(a: Prepared, b: Prepared): Levels['relative'] {
  if (a.relatives.length === 0 || b.relatives.length === 0) return 'missing'
  return shareOne(a.relatives, b.relatives) ? 'same' : 'different'
}
