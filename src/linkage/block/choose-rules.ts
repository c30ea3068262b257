import { Fault } from '../../kit/faults.ts'
import { MOST_RULES } from '../rows/row-layout.ts'
import { MOST_PARTS, partsOf } from './blocking-rules.ts'

/** What a file holds of each role: how many records have a value. */
export type Coverage = {
  records: number
  given: number
  family: number
  birthDate: number
  postcode: number
  street: number
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
/** An address is in no block of its own where nobody's postcode is known. */
const WITHOUT_POSTCODE = ['givenSound+street', 'familySound+street']

/** Rules for a file by the roles that it has, and those that a run has no more room for. */
export type Chosen = { rules: string[]; leftOut: string[] }

/** Chooses blocking rules, the most telling first. Throws a fault where the roles give none. */
export function chooseRules(coverage: Coverage, identifiers: string[], texts: string[]): Chosen {
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
    ...(coverage.postcode === 0 ? WITHOUT_POSTCODE : []),
  ]
  const rules = candidates.filter(rule => rule.split('+').every(has))
  const own = identifiers.map(name => `identifier ${name}`)
  const beside = texts.flatMap(name => [
    ...(has('given') ? [`givenSound+text ${name}`] : []),
    ...(has('family') ? [`familySound+text ${name}`] : []),
  ])
  const chosen = [...own, ...rules, ...beside]
  if (chosen.length > 0) return fitRules(chosen)
  if (texts.length > 0) return fitRules(texts.map(name => `text ${name}`))
  throw new Fault(
    'model-unusable',
    `These columns give no way to bring records together: of ${coverage.records} records ${coverage.given} have a given name, ${coverage.family} a family name, ${coverage.birthDate} a birth date and ${coverage.postcode} a postcode. Name a given and a family name, a birth date with either, an address, an e-mail or an identifier, or state blocking rules.`,
  )
}

/** Takes rules in their order, as long as there is room for one more and for its parts. */
function fitRules(wanted: readonly string[]): Chosen {
  const chosen: Chosen = { rules: [], leftOut: [] }
  for (const rule of wanted) {
    const fits = chosen.rules.length < MOST_RULES && partsOf([...chosen.rules, rule]).length <= MOST_PARTS
    chosen[fits ? 'rules' : 'leftOut'].push(rule)
  }
  return chosen
}
