/**
 * What a row of a file says of a person, told by strings and regular expressions alone: the other half of a test that
 * holds the engine's bytes and packed numbers to the same meaning. Slow and plain on purpose.
 */
import { tidyName, tidyText } from '../../src/linkage/read/values/tidy-word.ts'

/** The columns that the oracle's files have. */
export const HEADER = [
  'id',
  'source',
  'given',
  'middle',
  'family',
  'former',
  'known',
  'born',
  'sex',
  'stage',
  'address',
  'postcode',
  'uprn',
  'phone',
  'email',
  'number',
  'work',
  'child',
  'child2',
  'seal',
] as const
export type Row = Record<(typeof HEADER)[number], string>

/** A postcode in parts; those of other countries have digits or nothing but their text. */
export type Postcode = { text: string; sector: string; district: string; area: string; digits: string }

export type Person = {
  id: string
  source: string
  given: string
  middle: string
  family: string
  former: string
  known: string
  /** Eight digits, empty where unknown. */
  born: string
  order: 'dayFirst' | 'monthFirst' | 'either' | 'plain'
  /** What the date shows of where its year of two digits stands; where it may be either, the other reading. */
  yearOrder: 'yearFirst' | 'yearLast' | 'either' | 'eitherShowsFirst' | 'eitherShowsLast' | 'plain'
  bornYearFirst: string
  sex: string
  house: string
  street: string
  postcode: Postcode | undefined
  uprn: string
  phone: string
  email: string
  mailbox: string
  number: string
  work: string
  children: string[]
  /** Child or adult, by the source's word. */
  stage: string
  seal: string
}

const trim = (text: string): string => text.replace(/^[\0- ]+|[\0- ]+$/g, '')

export function personOf(raw: Row): Person {
  const row = Object.fromEntries(Object.entries(raw).map(([key, text]) => [key, trim(text)])) as Row
  const given = tidyName(row.given).split(' ')
  const middle = tidyName(row.middle).split(' ')[0]!
  const email = emailOf(row)
  return {
    id: row.id,
    source: row.source,
    given: given[0]!,
    middle: middle === '' ? (given[1] ?? '') : middle,
    family: tidyName(row.family),
    former: tidyName(row.former),
    known: tidyName(row.known),
    ...dateOf(row.born),
    sex: /^(m|male|man|boy|1)$/i.test(row.sex)
      ? 'male'
      : /^(f|female|woman|girl|2)$/i.test(row.sex)
        ? 'female'
        : '',
    house: wordsOf(row.address, true).join('').toLowerCase(),
    street: tidyText(wordsOf(row.address, false).join(' ')),
    postcode: postcodeOf(row.postcode),
    uprn: uprnOf(row.uprn),
    phone: phoneOf(row.phone),
    email,
    mailbox: mailboxOf(email),
    number: numberOf(row.number),
    work: tidyText(row.work),
    children: [row.child, row.child2]
      .map(child => child.toLowerCase().replace(/[^a-z\d]/g, ''))
      .filter(Boolean),
    stage: /^(child|pupil)$/i.test(row.stage)
      ? 'child'
      : /^(adult|parent|carer|contact)$/i.test(row.stage)
        ? 'adult'
        : '',
    seal: row.seal,
  }
}

const wordsOf = (address: string, withDigit: boolean): string[] =>
  address.split(/[ ,]/).filter(word => word !== '' && /\d/.test(word) === withDigit)

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** The day of the tests' runs. */
export const TODAY = '2026-11-22'
const THIS_YEAR = Number(TODAY.slice(0, 4))

type Dated = Pick<Person, 'born' | 'bornYearFirst' | 'order' | 'yearOrder'>

function dateOf(text: string): Dated {
  const none: Dated = { born: '', bornYearFirst: '', order: 'plain', yearOrder: 'plain' }
  const run = /^\D*(\d{8})(\d{4}|\d{6})?(?!\d)/.exec(text)
  if (run) {
    const [, digits = '', time] = run
    const [year, rest] = [Number(digits.slice(0, 4)), digits.slice(4)]
    if (time !== undefined || (year >= 1800 && year <= 2100))
      return { ...none, born: day(year, Number(rest.slice(0, 2)), Number(rest.slice(2))) }
    return {
      ...none,
      ...dayFirst(Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4))),
    }
  }
  const spoken = /(\d+)(?:st|nd|rd|th)?[^\da-z]*([a-z]{3})[a-z]*\D*(\d+)/i.exec(text)
  if (spoken && MONTHS.includes(spoken[2]!.toLowerCase())) {
    const [one = '', month = '', other = ''] = spoken.slice(1)
    return { ...none, born: one.length === 4 ? named(one, month, other) : named(other, month, one) }
  }
  const american = /^(?:[a-z]+\W+)?([a-z]{3})[a-z]*\W*(\d+)\D+(\d+)/i.exec(text)
  if (american) return { ...none, born: named(american[3]!, american[1]!, american[2]!) }
  const [a, b, c] = (/^\D*(\d+)[^\da-z]+(\d+)[^\da-z]+(\d+)/i.exec(text) ?? []).slice(1)
  if (a === undefined || b === undefined || c === undefined) return none
  if (a.length === 4) return { ...none, born: day(Number(a), Number(b), Number(c)) }
  const last: Dated = { ...none, ...dayFirst(Number(a), Number(b), c.length === 1 ? 0 : fullYear(c)) }
  if (c.length > 2) return last
  const first = a.length === 2 ? day(fullYear(a), Number(b), Number(c)) : ''
  if (last.born === '') return { ...none, born: first, yearOrder: first === '' ? 'plain' : 'yearFirst' }
  if (first === '') return { ...last, yearOrder: 'yearLast' }
  const [isLateA, isLateC] = [a, c].map(year => fullYear(year) < 2000)
  const yearOrder = isLateA === isLateC ? 'either' : isLateA ? 'eitherShowsLast' : 'eitherShowsFirst'
  return { ...last, bornYearFirst: first, yearOrder }
}

const named = (year: string, month: string, date: string): string =>
  day(fullYear(year), MONTHS.indexOf(month.toLowerCase()) + 1, Number(date))

/** A year of two digits is the last that has been reached. */
const fullYear = (year: string): number =>
  year.length !== 2 ? Number(year) : Number(year) + (2000 + Number(year) <= THIS_YEAR ? 2000 : 1900)

function dayFirst(a: number, b: number, year: number): Pick<Person, 'born' | 'order'> {
  const born = b > 12 ? day(year, a, b) : day(year, b, a)
  if (born === '' || a === b) return { born, order: 'plain' }
  return { born, order: b > 12 ? 'monthFirst' : a > 12 ? 'dayFirst' : 'either' }
}

/** Eight digits of a day that there is, between 1800 and 2100. */
function day(year: number, month: number, date: number): string {
  const when = new Date(Date.UTC(year, month - 1, date))
  const isReal = when.getUTCFullYear() === year && when.getUTCMonth() === month - 1
  return isReal && year >= 1800 && year <= 2100 ? when.toISOString().slice(0, 10).replaceAll('-', '') : ''
}

function postcodeOf(text: string): Postcode | undefined {
  const joined = text.toUpperCase().replace(/[^A-Z\d]/g, '')
  if (joined.length < 3) return undefined
  const british = /^([A-Z]{1,2})(\d[A-Z\d]?)(\d)([A-Z]{2})$/.exec(joined)
  if (british) {
    const [, area, written, sector, unit] = british
    const district = `${area}${/\D/.test(written!) ? written : Number(written)}`
    return {
      text: `${district} ${sector}${unit}`,
      sector: `${district} ${sector}`,
      district,
      area: area!,
      digits: '',
    }
  }
  const digits = /^\d{1,7}$/.test(joined) ? joined : ''
  return { text: joined, sector: '', district: digits.slice(0, 3), area: digits.slice(0, 2), digits }
}

const uprnOf = (text: string): string => {
  const digits = text.replace(/\D/g, '').replace(/^0+/, '')
  return digits.length < 4 ? '' : digits
}

const phoneOf = (text: string): string => {
  const digits = text.replace(/\D/g, '')
  return digits.length < 7 || new Set(digits.replaceAll('0', '')).size < 2 ? '' : digits.slice(-10)
}

const lettersOf = (text: string): string => text.replace(/[^a-z]/gi, '').toLowerCase()

function emailOf({ email, given, family }: Row): string {
  const small = email.replace(/[A-Z]/g, letter => letter.toLowerCase())
  const at = small.lastIndexOf('@')
  if (at < 1 || at >= small.length - 2) return ''
  const mailbox = small.slice(0, small.indexOf('@'))
  const letters = lettersOf(mailbox)
  if (letters === '' || mailbox.replace(/\D/g, '').length >= 2) return small
  const [first, last] = [lettersOf(given), lettersOf(family)]
  const isMadeOfNames =
    letters === first ||
    letters === last ||
    isSlip(letters, first + last) ||
    isSlip(letters, last + first) ||
    (first !== '' && last !== '' && letters === first[0] + last)
  return isMadeOfNames ? '' : small
}

const mailboxOf = (email: string): string => {
  const signs = email.slice(0, Math.max(0, email.indexOf('@'))).replace(/[^a-z\d]/g, '')
  return signs.length >= 6 ? signs : ''
}

/** Letters and digits of a number; none where one sign stands alone or repeated. */
function numberOf(text: string): string {
  const signs = text
    .replace(/[a-z]/g, letter => letter.toUpperCase())
    .replace(/[\0-\x2f\x3a-\x40\x5b-\x7f]/g, '')
  return new Set(signs).size < 2 ? '' : signs
}

export function isNhsNumber(number: string): boolean {
  if (!/^\d{10}$/.test(number)) return false
  const sum = number
    .slice(0, 9)
    .split('')
    .reduce((total, digit, at) => total + Number(digit) * (10 - at), 0)
  const check = (11 - (sum % 11)) % 11
  return check !== 10 && check === Number(number[9])
}

/** Whether one letter inserted, dropped, changed or exchanged with its neighbour makes one word of the other, or nothing need be. */
export function isSlip(one: string, other: string): boolean {
  if (one === other) return true
  const [a, b] = one.length <= other.length ? [one, other] : [other, one]
  for (let at = 0; at < b.length; at++) {
    const without = b.slice(0, at) + b.slice(at + 1)
    if (a === without) return true
    if (a.length !== b.length) continue
    if (a.slice(0, at) + a.slice(at + 1) === without) return true
    if (b.slice(0, at) + (b[at + 1] ?? '') + b[at] + b.slice(at + 2) === a) return true
  }
  return false
}
