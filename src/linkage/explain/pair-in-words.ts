import { type Comparison, levelIn, OF } from '../compare/comparisons.ts'
import { isOneEdit } from '../compare/name-likeness.ts'
import type { Linked } from '../judge-pairs.ts'
import { showDate } from '../read/values/scan-birth-date.ts'
import { type Dictionary, wordOf } from '../rows/dictionary.ts'
import { BIRTH, FAMILY, GIVEN, MIDDLE } from '../rows/row-layout.ts'

/** Two rows and the levels at which they agree. */
export type ComparedPair = { a: number; b: number; low: number; high: number }

/** One comparison of a pair as a sentence; nothing where a value is missing. */
export function sayComparison(run: Linked, pair: ComparedPair, comparison: Comparison): string | undefined {
  const { kind, place, levels } = comparison
  const level = levels[levelIn(pair.low, pair.high, place) - 1]
  if (level === undefined) return undefined
  if (kind === 'given' || kind === 'family' || kind === 'middle') return sayNames(run, pair, kind, level)
  if (kind === 'birthDate') return sayDates(run, pair, level)
  if (kind === 'identifier' || kind === 'text') return sayValue(labelOf(run, comparison), level)
  return FIXED[kind][level]
}

const FIXED: Record<'sex' | 'place' | 'phone' | 'email' | 'source' | 'relatives', Record<string, string>> = {
  sex: { same: 'Same sex.', different: 'Sex differs.' },
  place: {
    sameHome: 'Same home.',
    nearHome: 'Same house and street, written differently or with another postcode.',
    samePostcode: 'Same postcode.',
    nearPostcode: 'Neighbouring postcodes.',
    sameDistrict: 'Addresses differ, in one postcode district.',
    sameArea: 'Addresses differ, in one postcode area.',
    different: 'Addresses differ.',
  },
  phone: { same: 'Same telephone.', different: 'Telephones differ.' },
  email: { same: 'Same e-mail.', sameMailbox: 'Same mailbox at another host.', different: 'E-mails differ.' },
  relatives: {
    same: 'Tied to one child or relative.',
    different: 'Tied to different children or relatives.',
  },
  source: {
    same: 'Both stand in one source, which should hold a person once.',
    different: 'They stand in different sources.',
  },
}

/** What a number or column is called. */
export function labelOf({ settled, identifiers }: Linked, { kind, name }: Comparison): string {
  const column = name.replace(/^\w+ /, '')
  if (kind !== 'identifier') return column
  const known = settled.identifiers[identifiers.indexOf(column)]?.kind
  if (known === 'nhsNumber') return 'NHS number'
  return known === 'upn' ? 'unique pupil number' : column
}

function sayValue(label: string, level: string): string {
  const says: Record<string, string> = {
    same: `Same ${label}.`,
    exact: `Same ${label}.`,
    oneSlip: `${label} differs by one slip of a digit.`,
    close: `${label} is nearly the same.`,
    different: `${label} differs.`,
  }
  return capital(says[level] ?? '')
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const SLOTS = { given: GIVEN, family: FAMILY, middle: MIDDLE }
const NAMES = { given: 'given name', family: 'surname', middle: 'middle name' }

function sayNames(
  { records }: Linked,
  { a, b }: ComparedPair,
  kind: keyof typeof SLOTS,
  level: string,
): string {
  const { dictionary, people } = records
  const [one, other] = [people.rows[a + SLOTS[kind]]!, people.rows[b + SLOTS[kind]]!]
  const both = `${showName(dictionary, one)}, ${showName(dictionary, other)}`
  const name = NAMES[kind]
  if (one === other) return `Same ${name}.`
  const differs = `${capital(name)} differs: ${both}`
  const says: Record<string, string> = {
    exact: `${capital(name)} is nearly the same: ${both}.`,
    variant: `Forms of one ${name}: ${both}.`,
    formerOrPart: `${capital(name)} shares a part with the other, or is the other’s former one: ${both}.`,
    initial: `One ${name} is the initial of the other: ${both}.`,
    initialOrMiddle: `One ${name} is an initial or a middle name of the other: ${both}.`,
    swapped: `Given name and surname have changed places: ${both}.`,
    close: areOneLetterApart(dictionary, one, other)
      ? `${differs} (one letter).`
      : `${capital(name)} is spelled alike: ${both}.`,
    like: `${capital(name)} sounds or looks alike: ${both}.`,
  }
  return says[level] ?? `${differs}.`
}

const showName = (dictionary: Dictionary, word: number): string =>
  wordOf(dictionary, word).replace(/(^|[ '-])\p{L}/gu, letter => letter.toUpperCase())

function areOneLetterApart({ letters, starts }: Dictionary, one: number, other: number): boolean {
  const lettersOf = (word: number): Uint16Array => letters.subarray(starts[word], starts[word + 1])
  return isOneEdit(lettersOf(one), lettersOf(other))
}

function sayDates({ records: { people } }: Linked, { a, b }: ComparedPair, level: string): string {
  if (people.rows[a + BIRTH] === 0 || people.rows[b + BIRTH] === 0)
    return 'One is a child and the other an adult.'
  const both = `${showDate(people.rows[a + BIRTH]!)}, ${showDate(people.rows[b + BIRTH]!)}`
  const says: Record<string, string> = {
    exact: 'Same date of birth.',
    dayMonthSwapped: `Day and month of birth have changed places: ${both}.`,
    oneSlip: `Date of birth differs by one slip of a digit: ${both}.`,
    twoSlips: `Date of birth differs in two digits: ${both}.`,
    sameYear: `Dates of birth differ, in one year: ${both}.`,
    otherGeneration: `Dates of birth are a generation apart: ${both}.`,
  }
  return says[level] ?? `Dates of birth differ: ${both}.`
}

const NOUNS: Partial<Record<Comparison['kind'], string>> = {
  ...NAMES,
  birthDate: 'date of birth',
  sex: 'sex',
  place: 'home',
  phone: 'telephone',
  email: 'e-mail',
  source: 'source',
}

/** What a comparison compares: for sentences about what would change a decision. */
export const nounOf = (run: Linked, comparison: Comparison): string =>
  NOUNS[comparison.kind] ?? labelOf(run, comparison)

/** Whether equality of a comparison's values is something that people could find out or put right. */
export const isOpenToChange = ({ place }: Comparison): boolean => place !== OF.sex && place !== OF.source
