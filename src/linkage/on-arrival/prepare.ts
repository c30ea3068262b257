import { parseNhsNumber, parseUpn } from '../../kit/identifiers.ts'
import {
  jaroWinkler,
  normaliseName,
  normalisePhone,
  normalisePostcode,
  phoneticKey,
  placeKey,
} from '../../kit/names.ts'
import type { Model } from './model.ts'
import type { LinkRecord } from './record.ts'

/** A record in comparable form: normalised once, then compared many times. An empty string or list is missing. */
export type Prepared = {
  id: string
  source: string
  seal: string
  /** The first given name, then other given names that the person goes by. */
  given: string[]
  middle: string
  /** The family name in use, then former and other ones; words of a double name stay together. */
  family: string[]
  birthDate: string
  stage: '' | 'child' | 'adult'
  sex: '' | 'male' | 'female'
  property: string
  address: string
  postcode: string
  district: string
  phone: string
  email: string
  /** Relatives as sound of the given name and birth date, so that a misspelling is no other child. */
  relatives: string[]
  nhsNumber: string
  upn: string
}

/**
 * Brings a record into comparable form: names without marks and titles, placeholder names and default dates
 * dropped, identifiers kept only if valid. The model says which dates are defaults.
 */
export function prepare(record: LinkRecord, model: Model): Prepared {
  const names = readNames(record)
  const postcode = normalisePostcode(record.postcode) ?? ''
  const birthDate = readBirthDate(record, model)
  return {
    id: record.id,
    source: record.source,
    seal: record.sealGroup ?? '',
    ...names,
    birthDate,
    stage: record.stage ?? stageOf(birthDate, model),
    sex: record.sex === 'male' || record.sex === 'female' ? record.sex : '',
    property: placeKey(undefined, undefined, record.uprn) ?? '',
    address: placeKey(record.addressLine, record.postcode) ?? '',
    postcode,
    district: postcode.split(' ')[0] ?? '',
    phone: normalisePhone(record.phone) ?? '',
    email: readEmail(record.email, names),
    relatives: readRelatives(record, model),
    nhsNumber: parseNhsNumber(record.nhsNumber ?? '') ?? '',
    upn: parseUpn(record.upn ?? '') ?? '',
  }
}

function readNames(record: LinkRecord): { given: string[]; middle: string; family: string[] } {
  const words = wordsOfName(record.given)
  const given = words.slice(0, 1)
  const middle = [...words.slice(1), ...wordsOfName(record.middle)].join(' ')
  const family = [record.family, record.formerFamily].map(wordsOfName).map(parts => parts.join(' '))
  // "Annemarie" and "Anne Marie" are one name, so a double first name is also offered as one word.
  if (words.length > 1) given.push(words.join(''))
  for (const name of record.otherNames ?? []) {
    const parts = wordsOfName(name)
    if (parts[0]) given.push(parts[0])
    if (parts.length > 1) family.push(parts.at(-1) ?? '')
  }
  return { given: unique(given), middle, family: unique(family) }
}

const unique = (values: string[]): string[] => [...new Set(values)].filter(value => value !== '')

/** Words that stand where a name is not known yet; at least one of these makes the others below mean nothing. */
const PLACEHOLDERS = new Set(
  'baby unborn unknown unnamed newborn infant twin triplet notknown tba tbc none na nil notgiven fetus foetus mr mrs ms miss'.split(
    ' ',
  ),
)
const BESIDE_PLACEHOLDERS = new Set(
  'a b c i ii iii one two three boy girl male female child not known name of'.split(' '),
)

/** The words of a name, none for "Baby", "Unknown" or "Twin one". "Baby of Sarah" names the mother, not the child. */
function wordsOfName(text: string | undefined): string[] {
  const name = normaliseName(text)
  if (name === '') return []
  const words = name.split(' ')
  if (/^(baby|unborn|infant|newborn) (of|boy|girl|child)\b/.test(name) || name === 'not known') return []
  if (words.some(word => PLACEHOLDERS.has(word)) && words.every(saysNothing)) return []
  return words
}

const saysNothing = (word: string): boolean => PLACEHOLDERS.has(word) || BESIDE_PLACEHOLDERS.has(word)

function readBirthDate(record: LinkRecord, model: Model): string {
  const date = record.birthDate
  if (!date || !isRealDate(date)) return ''
  const isDefault = model.defaultDates.some(
    entry => entry.date === date && (entry.source === undefined || entry.source === record.source),
  )
  return isDefault ? '' : date
}

function isRealDate(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false
  const time = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
}

const stageOf = (birthDate: string, model: Model): Prepared['stage'] => {
  if (birthDate === '') return ''
  return birthDate < model.adultsBornBefore ? 'adult' : 'child'
}

type Names = Pick<Prepared, 'given' | 'family'>

/** An address made of the bearer's names (`sara.khan@`) says no more than the names do, so it is not kept. */
function readEmail(text: string | undefined, { given, family }: Names): string {
  const email = (text ?? '').trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return ''
  const letters = email.split('@')[0]?.replace(/[._-]/g, '') ?? ''
  const [one, other] = [given[0] ?? '', family[0]?.replaceAll(' ', '') ?? '']
  return jaroWinkler(letters, one + other) >= 0.85 ? '' : email
}

function readRelatives(record: LinkRecord, model: Model): string[] {
  const relatives = (record.relatives ?? []).map(({ given, birthDate }) => {
    const [name] = wordsOfName(given)
    const date = readBirthDate({ ...record, birthDate }, model)
    return name && date ? `${soundOf(name)} ${date}` : ''
  })
  return unique(relatives)
}

/** The sound of a name, remembered because the same names come thousands of times. */
export function soundOf(name: string): string {
  const known = sounds.get(name)
  if (known !== undefined) return known
  if (sounds.size >= REMEMBERED_SOUNDS) sounds.clear()
  const sound = phoneticKey(name)
  sounds.set(name, sound)
  return sound
}

const REMEMBERED_SOUNDS = 100_000
const sounds = new Map<string, string>()
