import { Fault } from '../../kit/faults.ts'
import type { Columns } from '../model-file.ts'
import { finish, step } from '../read/scan-values.ts'
import type { Dictionary } from '../rows/dictionary.ts'
import { type Layout, SEAL } from '../rows/row-layout.ts'
import { type BlockPart, listParts, partComparer, partReader } from './block-parts.ts'

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
  const equalParts = partComparer(names, parts, dictionary)
  return {
    rules,
    settles: ofRule.map(own => [...new Set(own.flatMap(part => part.settles))]),
    keyOf: (rule, rows, row) => {
      let key = step(rule + 1, dictionary.hashes[rows[row + SEAL]!]!)
      for (const part of ofRule[rule]!) {
        const value = valueOf(part, rows, row)
        if (value === 0) return 0
        key = step(key, value)
      }
      return finish(key)
    },
    rulesOf: (rows, a, b) => satisfied[equalParts(rows, a, b)]!,
  }
}

/** For each set of equal parts the set of rules that it satisfies. */
function tableOf(masks: number[], parts: number): Int32Array {
  if (parts > 18) throw new Fault('model-unusable', 'Blocking rules may have at most 18 different parts.')
  const table = new Int32Array(1 << parts)
  for (const [rule, mask] of masks.entries()) {
    const others = (table.length - 1) & ~mask
    // Every set of the other parts, from all of them down to none.
    for (let beside = others; beside >= 0; beside = beside === 0 ? -1 : (beside - 1) & others)
      table[mask | beside]! |= 1 << rule
  }
  return table
}

function refuse(name: string, known: ReadonlyMap<string, BlockPart>): never {
  throw new Fault(
    'model-unusable',
    `A blocking rule has "${name}", which is none of ${[...known.keys()].join(', ')}.`,
  )
}

/** Refuses rules by values for which the model names no column: they would bring nobody together. */
export function refuseUnnamed(rules: readonly string[], columns: Columns): void {
  for (const part of new Set(rules.flatMap(rule => rule.split('+')))) {
    if (/^(identifier|text) /.test(part)) continue
    const missing = rolesOf(part).filter(role => columns[role] === undefined)
    if (missing.length > 0)
      throw new Fault(
        'model-unusable',
        `A blocking rule has "${part}", and the model names no column for ${missing.join(' and ')}. Name it, or leave the rule out.`,
      )
  }
}

function rolesOf(part: string): (keyof Columns)[] {
  if (part === 'names') return ['given', 'family']
  if (part === 'home') return ['addressLine', 'postcode']
  if (part === 'street') return ['addressLine']
  if (part === 'sector' || part === 'district') return ['postcode']
  return [(part.startsWith('birth') ? 'birthDate' : part.replace(/Sound|Initial/, '')) as keyof Columns]
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
  /** Pairs of records with one birth date, and with one home. */
  sameBirthDate: number
  sameHome: number
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

/**
 * A home alone makes blocks where all of them together have no more pairs than are compared in a second; and a birth date
 * alone, where no number brings together those whose names are missing or badly written.
 */
const FEW_PAIRS = 2_000_000

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
    ...(coverage.sameBirthDate <= FEW_PAIRS && identifiers.length === 0 ? ['birthDate'] : []),
    ...(coverage.sameHome <= FEW_PAIRS ? ['home'] : []),
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
    `These columns give no way to bring records together: of ${coverage.records} records ${coverage.given} have a given name, ${coverage.family} a family name, ${coverage.birthDate} a birth date and ${coverage.postcode} a postcode. Name a given and a family name, a birth date with either, an address, an e-mail or an identifier, or state blocking rules.`,
  )
}
