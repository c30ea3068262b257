import { Fault } from '../kit/faults.ts'
import { ALWAYS, OF } from './comparisons.ts'
import type { Dictionary } from './dictionary.ts'
import { yearOf } from './read/scan-birth-date.ts'
import { districtOf, sectorOf } from './read/scan-postcode.ts'
import { finish, step } from './read/scan-values.ts'
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
  /** A fingerprint of the value that does not depend on reading order; 0 where the record has none. */
  hash: (rows: Int32Array, row: number) => number
  /** Whether two rows have the same value, neither missing. */
  same: (rows: Int32Array, a: number, b: number) => boolean
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
  const known = listParts(dictionary, layout, identifiers, texts)
  const names = [...new Set(rules.flatMap(rule => rule.split('+')))]
  const parts = names.map(name => known.get(name) ?? refuse(name, known))
  const masks = rules.map(rule =>
    rule.split('+').reduce((mask, name) => mask | (1 << names.indexOf(name)), 0),
  )
  const ofRule = rules.map(rule => rule.split('+').map(name => parts[names.indexOf(name)]!))
  const satisfied = tableOf(masks, names.length)
  return {
    rules,
    settles: ofRule.map(own => [...new Set(own.flatMap(part => part.settles))]),
    keyOf: (rule, rows, row) => {
      let key = step(rule + 1, dictionary.hashes[rows[row + SEAL]!]!)
      for (const part of ofRule[rule]!) {
        const hash = part.hash(rows, row)
        if (hash === 0) return 0
        key = step(key, hash)
      }
      return finish(key)
    },
    rulesOf: (rows, a, b) => {
      let equal = 0
      for (let part = 0; part < parts.length; part++) if (parts[part]!.same(rows, a, b)) equal |= 1 << part
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

/** A part that is one slot, with its values made comparable by `read`; 0 is missing. */
function partOf(
  slot: number,
  settles: number[],
  read: (value: number) => number = value => value,
): BlockPart {
  return {
    hash: (rows, row) => read(rows[row + slot]!),
    same: (rows, a, b) => {
      const value = read(rows[a + slot]!)
      return value !== 0 && value === read(rows[b + slot]!)
    },
    settles,
  }
}

/** A part that is a word: equal by its number, hashed by its letters. */
function wordPart(slot: number, settles: number[], { hashes }: Dictionary): BlockPart {
  return {
    hash: (rows, row) => hashes[rows[row + slot]!]!,
    same: (rows, a, b) => rows[a + slot] !== 0 && rows[a + slot] === rows[b + slot],
    settles,
  }
}

function listParts(
  dictionary: Dictionary,
  layout: Layout,
  identifiers: string[],
  texts: string[],
): Map<string, BlockPart> {
  const { sounds, letters, starts } = dictionary
  const initial = (word: number): number => (word === 0 ? 0 : letters[starts[word]!]!)
  const parts: [string, BlockPart][] = [
    ['given', wordPart(GIVEN, [OF.given], dictionary)],
    ['givenSound', partOf(GIVEN, [OF.given], word => sounds[word]!)],
    ['givenInitial', partOf(GIVEN, [OF.given], initial)],
    ['family', wordPart(FAMILY, [OF.family], dictionary)],
    ['familySound', partOf(FAMILY, [OF.family], word => sounds[word]!)],
    ['familyInitial', partOf(FAMILY, [OF.family], initial)],
    ['middle', wordPart(MIDDLE, [OF.middle], dictionary)],
    ['names', namesPart(dictionary)],
    ['birthDate', partOf(BIRTH, [OF.birthDate])],
    ['birthYear', partOf(BIRTH, [OF.birthDate], date => (date === 0 ? 0 : yearOf(date)))],
    ['birthDay', partOf(BIRTH, [OF.birthDate], unorderedDay)],
    ['birthMonth', partOf(BIRTH, [OF.birthDate], date => date >>> 8)],
    ['postcode', partOf(POSTCODE, [OF.place])],
    ['sector', partOf(POSTCODE, [OF.place], sectorOf)],
    ['district', partOf(POSTCODE, [OF.place], districtOf)],
    ['uprn', partOf(UPRN, [OF.place])],
    ['street', wordPart(STREET, [OF.place], dictionary)],
    ['home', homePart(dictionary)],
    ['phone', partOf(PHONE, [OF.phone])],
    ['email', partOf(EMAIL, [OF.email])],
    ...identifiers.map(
      (name, one) =>
        [`identifier ${name}`, identifierPart(FIRST_IDENTIFIER + 2 * one, ALWAYS.length + one)] as [
          string,
          BlockPart,
        ],
    ),
    ...texts.map(
      (name, one) =>
        [
          `text ${name}`,
          wordPart(layout.firstText + one, [ALWAYS.length + identifiers.length + one], dictionary),
        ] as [string, BlockPart],
    ),
  ]
  return new Map(parts)
}

/** The sounds of given and family name in either order, so that swapped names meet. */
function namesPart({ sounds }: Dictionary): BlockPart {
  return {
    hash: (rows, row) => {
      const one = sounds[rows[row + GIVEN]!]!
      const other = sounds[rows[row + FAMILY]!]!
      if (one === 0 || other === 0) return 0
      return finish(step(Math.min(one, other), Math.max(one, other)))
    },
    same: (rows, a, b) => {
      const given = sounds[rows[a + GIVEN]!]!
      const family = sounds[rows[a + FAMILY]!]!
      const otherGiven = sounds[rows[b + GIVEN]!]!
      const otherFamily = sounds[rows[b + FAMILY]!]!
      if (given === 0 || family === 0) return false
      return (
        (given === otherGiven && family === otherFamily) || (given === otherFamily && family === otherGiven)
      )
    },
    settles: [OF.given, OF.family],
  }
}

/** House, street and postcode. */
function homePart({ hashes }: Dictionary): BlockPart {
  return {
    hash: (rows, row) => {
      const house = rows[row + HOUSE]!
      const street = rows[row + STREET]!
      const code = rows[row + POSTCODE]!
      if ((house === 0 && street === 0) || code === 0) return 0
      return finish(step(step(house, hashes[street]!), code))
    },
    same: (rows, a, b) =>
      (rows[a + HOUSE] !== 0 || rows[a + STREET] !== 0) &&
      rows[a + POSTCODE] !== 0 &&
      rows[a + POSTCODE] === rows[b + POSTCODE] &&
      rows[a + HOUSE] === rows[b + HOUSE] &&
      rows[a + STREET] === rows[b + STREET],
    settles: [OF.place],
  }
}

function identifierPart(slot: number, settles: number): BlockPart {
  return {
    hash: (rows, row) => {
      const high = rows[row + slot]!
      const low = rows[row + slot + 1]!
      return high === 0 && low === 0 ? 0 : finish(step(high, low))
    },
    same: (rows, a, b) =>
      (rows[a + slot] !== 0 || rows[a + slot + 1] !== 0) &&
      rows[a + slot] === rows[b + slot] &&
      rows[a + slot + 1] === rows[b + slot + 1],
    settles: [settles],
  }
}

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

/** Where there is no birth date or no place, names must do more. */
const WITHOUT_BIRTH_DATE = ['given+phone', 'family+postcode', 'phone']

/** Chooses blocking rules for a file by the roles that it has. */
export function chooseRules(coverage: Coverage, identifiers: string[], texts: string[]): string[] {
  const has = (part: string): boolean => {
    if (part === 'names') return coverage.given > 0 && coverage.family > 0
    const role = part.startsWith('birth') ? 'birthDate' : part.replace(/Sound|Initial/, '')
    return coverage[role as keyof Coverage] > 0
  }
  const candidates = coverage.birthDate === 0 ? [...CANDIDATES, ...WITHOUT_BIRTH_DATE] : CANDIDATES
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
