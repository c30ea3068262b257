import { Fault } from '../kit/faults.ts'
import { ALWAYS, OF } from './comparisons.ts'
import type { Dictionary } from './dictionary.ts'
import { districtOf, sectorOf } from './read/scan-postcode.ts'
import { finish, finishBoth, step } from './read/scan-values.ts'
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
  SEAL,
  STREET,
  UPRN,
} from './row-layout.ts'

/** A part of a blocking rule: what two records must have equal. */
type BlockPart = {
  read: Reading
  slot: number
  /** Whether its value is the number of a word: equal by itself, but a key only by the word's letters. */
  isWord: boolean
  /** The comparisons whose outcome this part settles. */
  settles: number[]
}

/** The rules of a run, ready to be used on rows. */
export type Blocking = {
  rules: string[]
  /** For each rule the comparisons that are settled inside its blocks, and so cannot be learnt from there. */
  settles: number[][]
  /** The block of a row under a rule, 0 where it stands in none. */
  keyOf: (rule: number, rows: Int32Array, row: number) => number
  /** Which rules a pair satisfies, a bit each. */
  rulesOf: (rows: Int32Array, a: number, b: number) => number
}

/** Makes the rules of a model, such as `given+birthDate`, ready. Throws a fault that names a part nobody knows. */
export function makeBlocking(
  rules: string[],
  dictionary: Dictionary,
  layout: Layout,
  identifiers: string[],
  texts: string[],
): Blocking {
  const known = listParts(layout, identifiers, texts)
  const names = [...new Set(rules.flatMap(rule => rule.split('+')))]
  const parts = names.map(name => known.get(name) ?? refuse(name, known))
  const masks = rules.map(rule =>
    rule.split('+').reduce((mask, name) => mask | (1 << names.indexOf(name)), 0),
  )
  const ofRule = rules.map(rule => rule.split('+').map(name => parts[names.indexOf(name)]!))
  const satisfied = tableOf(masks, names.length)
  const valueOf = partReader(dictionary)
  const reads = parts.map(part => part.read)
  const slots = parts.map(part => part.slot)
  return {
    rules,
    settles: ofRule.map(own => [...new Set(own.flatMap(part => part.settles))]),
    keyOf: (rule, rows, row) => {
      let key = step(rule + 1, dictionary.hashes[rows[row + SEAL]!]!)
      for (const { read, slot, isWord } of ofRule[rule]!) {
        const value = valueOf(read, slot, rows, row)
        if (value === 0) return 0
        key = step(key, isWord ? dictionary.hashes[value]! : value)
      }
      return finish(key)
    },
    rulesOf: (rows, a, b) => {
      let equal = 0
      for (let part = 0; part < reads.length; part++) {
        const value = valueOf(reads[part]!, slots[part]!, rows, a)
        if (value !== 0 && value === valueOf(reads[part]!, slots[part]!, rows, b)) equal |= 1 << part
      }
      return satisfied[equal]!
    },
  }
}

/** For each set of equal parts the set of rules that it satisfies. */
function tableOf(masks: number[], parts: number): Int32Array {
  if (parts > 18) throw new Fault('model-unusable', 'Blocking rules may have at most 18 different parts.')
  const table = new Int32Array(1 << parts)
  for (let equal = 0; equal < table.length; equal++)
    for (const [rule, mask] of masks.entries()) if ((equal & mask) === mask) table[equal]! |= 1 << rule
  return table
}

function refuse(name: string, known: ReadonlyMap<string, BlockPart>): never {
  throw new Fault(
    'model-unusable',
    `A blocking rule has "${name}", which is none of ${[...known.keys()].join(', ')}.`,
  )
}

/** How a part's value is read from a row. Numbers, because this is done for every pair. */
type Reading = number
const WHOLE = 0
const SOUND = 1
const INITIAL = 2
const BOTH_NAMES = 3
const YEAR = 4
const MONTH = 5
const DAY = 6
const SECTOR = 7
const DISTRICT = 8
const HOME = 9
const IDENTIFIER = 10

/** A function that reads a part's value: equal where the part agrees, 0 where the record has none. */
function partReader({
  sounds,
  letters,
  starts,
  hashes,
}: Dictionary): (read: Reading, slot: number, rows: Int32Array, row: number) => number {
  return (read, slot, rows, row) => {
    const value = rows[row + slot]!
    switch (read) {
      case SOUND:
        return sounds[value]!
      case INITIAL:
        return value === 0 ? 0 : letters[starts[value]!]!
      case BOTH_NAMES:
        return inEitherOrder(sounds[value]!, sounds[rows[row + FAMILY]!]!)
      case YEAR:
        return value >>> 16
      case MONTH:
        return value >>> 8
      case DAY:
        return unorderedDay(value)
      case SECTOR:
        return sectorOf(value)
      case DISTRICT:
        return districtOf(value)
      case HOME:
        return homeValue(rows[row + HOUSE]!, hashes[value]!, rows[row + POSTCODE]!)
      case IDENTIFIER:
        return identifierValue(value, rows[row + slot + 1]!)
      default:
        return value
    }
  }
}

const part = (slot: number, settles: number[], read: Reading = WHOLE): BlockPart => ({
  read,
  slot,
  isWord: false,
  settles,
})
const wordPart = (slot: number, settles: number[]): BlockPart => ({ ...part(slot, settles), isWord: true })

function listParts(layout: Layout, identifiers: string[], texts: string[]): Map<string, BlockPart> {
  return new Map([
    ['given', wordPart(GIVEN, [OF.given])],
    ['givenSound', part(GIVEN, [OF.given], SOUND)],
    ['givenInitial', part(GIVEN, [OF.given], INITIAL)],
    ['family', wordPart(FAMILY, [OF.family])],
    ['familySound', part(FAMILY, [OF.family], SOUND)],
    ['familyInitial', part(FAMILY, [OF.family], INITIAL)],
    ['middle', wordPart(MIDDLE, [OF.middle])],
    ['names', part(GIVEN, [OF.given, OF.family], BOTH_NAMES)],
    ['birthDate', part(BIRTH, [OF.birthDate])],
    ['birthYear', part(BIRTH, [OF.birthDate], YEAR)],
    ['birthDay', part(BIRTH, [OF.birthDate], DAY)],
    ['birthMonth', part(BIRTH, [OF.birthDate], MONTH)],
    ['postcode', part(POSTCODE, [OF.place])],
    ['sector', part(POSTCODE, [OF.place], SECTOR)],
    ['district', part(POSTCODE, [OF.place], DISTRICT)],
    ['uprn', part(UPRN, [OF.place])],
    ['street', wordPart(STREET, [OF.place])],
    ['home', part(STREET, [OF.place], HOME)],
    ['phone', part(PHONE, [OF.phone])],
    ['email', part(EMAIL, [OF.email])],
    ...identifiers.map((name, one): [string, BlockPart] => [
      `identifier ${name}`,
      part(FIRST_IDENTIFIER + 2 * one, [ALWAYS.length + one], IDENTIFIER),
    ]),
    ...texts.map((name, one): [string, BlockPart] => [
      `text ${name}`,
      wordPart(layout.firstText + one, [ALWAYS.length + identifiers.length + one]),
    ]),
  ])
}

/** The sounds of given and family name in either order, so that swapped names meet. */
function inEitherOrder(given: number, family: number): number {
  if (given === 0 || family === 0) return 0
  return given < family ? finishBoth(given, family) : finishBoth(family, given)
}

/** House, street and postcode together. */
function homeValue(house: number, street: number, postcode: number): number {
  if ((house === 0 && street === 0) || postcode === 0) return 0
  return finishBoth(finishBoth(house, street), postcode)
}

const identifierValue = (high: number, low: number): number =>
  high === 0 && low === 0 ? 0 : finishBoth(high, low)

/** Day and month in either order, so that a swapped date meets the right one. */
function unorderedDay(date: number): number {
  const month = (date >>> 8) & 0xff
  const day = date & 0xff
  return Math.min(month, day) * 256 + Math.max(month, day)
}

/** What a file holds of each role: how many records have a value. */
export type Coverage = {
  records: number
  given: number
  family: number
  birthDate: number
  postcode: number
  home: number
  uprn: number
  phone: number
  email: number
}

/** Rules for files of any mix of roles, tried in this order. */
const CANDIDATES = [
  'given+birthDate',
  'familySound+birthDate',
  'birthDate+postcode',
  'names+birthYear',
  'names+birthDay',
  'names+postcode',
  'given+postcode',
  'family+home',
  'givenSound+uprn',
  'givenSound+phone',
  'birthDate+phone',
  'email',
  'given+family',
]
/** A rule by which nothing but a name agrees: only a rare one links anybody, and its blocks are small. */
const BY_NAME_ALONE = new Set(['given+family', 'names'])
export const NAME_CAP = 12

export const capOf = (rule: string, cap: number): number =>
  BY_NAME_ALONE.has(rule) ? Math.min(cap, NAME_CAP) : cap

/** Where there is no birth date, names must do more. Where there is no street, the postcode shows who are of one household. */
const WITHOUT_BIRTH_DATE = ['given+phone', 'phone']

/** Chooses blocking rules for a file by the roles that it has. */
export function chooseRules(coverage: Coverage, identifiers: string[], texts: string[]): string[] {
  const has = (part: string): boolean => {
    if (part === 'names') return coverage.given > 0 && coverage.family > 0
    const role = part.startsWith('birth') ? 'birthDate' : part.replace(/Sound|Initial/, '')
    return coverage[role as keyof Coverage] > 0
  }
  const candidates = [
    ...CANDIDATES,
    ...(coverage.home === 0 || coverage.birthDate === 0 ? ['family+postcode'] : []),
    ...(coverage.birthDate === 0 ? WITHOUT_BIRTH_DATE : []),
  ]
  const rules = candidates.filter(rule => rule.split('+').every(has))
  const own = identifiers.map(name => `identifier ${name}`)
  const beside = texts.flatMap(name => [
    ...(has('given') ? [`givenSound+text ${name}`] : []),
    ...(has('family') ? [`familySound+text ${name}`] : []),
  ])
  const chosen = [...own, ...rules, ...beside]
  if (chosen.length > 0) return chosen.slice(0, 24)
  if (texts.length > 0) return texts.map(name => `text ${name}`)
  throw new Fault(
    'model-unusable',
    'These columns give no way to bring records together. Name a given and a family name, a birth date with either, an address, an e-mail or an identifier, or state blocking rules.',
  )
}
