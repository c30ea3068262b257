import { COMPARISONS, type Comparison, LEVELS } from './compare.ts'
import stored from './default-model.json' with { type: 'json' }

/**
 * How often a level is seen: among pairs of records of the same person (the *m* of Fellegi and Sunter), of two
 * people of one household, and of two unrelated people (their *u*). Probabilities, each above 0 and at most 1.
 */
export type LevelModel = { same: number; household: number; unrelated: number }

/** A frozen model: scoring is a pure function of two records and one of these, so any score can be had again. */
export type Model = {
  version: string
  /** Where the figures come from, for whoever approves the model. */
  description?: string
  /** Odds of a pair drawn at random, in bits against `unrelated`: what is believed before anything is compared. */
  priors: { sameBits: number; householdBits: number }
  comparisons: Record<Comparison, Record<string, LevelModel>>
  /** How common names are (share of records). A name not listed counts as `otherwise`; agreement on it earns more. */
  termFrequencies: Record<'given' | 'family', { otherwise: number; names: Record<string, number> }>
  /** Each rule is parts joined by `+`; records that agree on all parts of one rule are compared. */
  blocking: { rules: string[]; cap: number }
  thresholds: {
    /** At least these bits join two records. */
    joinBits: number
    /** From these bits up to `joinBits` a person is asked. */
    reviewBits: number
    /** Without a common home, two records of one source or two that share a telephone only need at least these bits. */
    withoutHomeBits: number
    /** Two adults of one name whom one source mentions, without a common home, need at least these bits. */
    nameOnlyBits: number
    /** Two records of one cluster may not score below this, however well each agrees with a third. */
    coherenceBits: number
    /** Two rivals of one source, this near to each other, are both left to a person. */
    rivalBits: number
  }
  /** Dates that mean "not known" everywhere, or in one source. */
  defaultDates: { date: string; source?: string }[]
  /** Born before this date counts as adult where a record without birth date is met. ISO date. */
  adultsBornBefore: string
}

export type ModelReading = { kind: 'read'; model: Model } | { kind: 'refused'; problems: string[] }

/** The parts that a blocking rule may name. */
export const BLOCKING_PARTS = [
  'nhsNumber',
  'upn',
  'given',
  'givenSound',
  'familySound',
  'bothSounds',
  'birthDate',
  'birthYear',
  'birthDay',
  'postcode',
  'district',
  'phone',
  'email',
  'relative',
] as const

export type BlockingPart = (typeof BLOCKING_PARTS)[number]

/** The model that ships with the engine. Train one on your own records for your own population. */
export function defaultModel(): Model {
  return requireModel(stored)
}

/** As `parseModel`, for callers that cannot go on without a model: throws an error that lists every problem. */
export function requireModel(json: unknown): Model {
  const reading = parseModel(json)
  if (reading.kind === 'read') return reading.model
  throw new Error(`The linkage model cannot be used. ${reading.problems.join(' ')}`)
}

/**
 * Reads a model from parsed JSON. Refuses with every problem at once, each a sentence that names the place,
 * because a model that is wrong in one level silently links the wrong people.
 */
export function parseModel(json: unknown): ModelReading {
  const problems: string[] = []
  const root = asObject(json)
  if (!root) return { kind: 'refused', problems: ['A model is a JSON object.'] }
  if (typeof root['version'] !== 'string' || root['version'] === '') problems.push('version must be a name.')
  checkNumbers(root, 'priors', ['sameBits', 'householdBits'], problems)
  checkNumbers(
    root,
    'thresholds',
    ['joinBits', 'reviewBits', 'withoutHomeBits', 'nameOnlyBits', 'coherenceBits', 'rivalBits'],
    problems,
  )
  checkComparisons(asObject(root['comparisons']) ?? {}, problems)
  checkFrequencies(asObject(root['termFrequencies']) ?? {}, problems)
  checkBlocking(asObject(root['blocking']) ?? {}, problems)
  checkDates(root, problems)
  const thresholds = asObject(root['thresholds'])
  if (Number(thresholds?.['reviewBits']) > Number(thresholds?.['joinBits']))
    problems.push('thresholds.reviewBits must not be above thresholds.joinBits.')
  return problems.length > 0
    ? { kind: 'refused', problems }
    : { kind: 'read', model: root as unknown as Model }
}

type JsonObject = Record<string, unknown>

const asObject = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined

const isProbability = (value: unknown): boolean => typeof value === 'number' && value > 0 && value <= 1

function checkNumbers(root: JsonObject, name: string, keys: string[], problems: string[]): void {
  const section = asObject(root[name])
  for (const key of keys) {
    if (!Number.isFinite(section?.[key])) problems.push(`${name}.${key} must be a number of bits.`)
  }
}

function checkComparisons(comparisons: JsonObject, problems: string[]): void {
  for (const comparison of COMPARISONS) {
    const levels = asObject(comparisons[comparison])
    if (!levels) {
      problems.push(`comparisons.${comparison} is missing.`)
      continue
    }
    const known: readonly string[] = LEVELS[comparison]
    for (const level of known)
      checkLevel(`comparisons.${comparison}.${level}`, asObject(levels[level]), problems)
    for (const level of Object.keys(levels)) {
      if (!known.includes(level))
        problems.push(`comparisons.${comparison}.${level} is not a level; use ${known.join(', ')}.`)
    }
  }
  for (const name of Object.keys(comparisons)) {
    if (!(name in LEVELS))
      problems.push(`comparisons.${name} is not a comparison; use ${COMPARISONS.join(', ')}.`)
  }
}

function checkLevel(place: string, level: JsonObject | undefined, problems: string[]): void {
  if (!level) problems.push(`${place} is missing.`)
  else {
    for (const key of ['same', 'household', 'unrelated']) {
      if (!isProbability(level[key]))
        problems.push(`${place}.${key} must be a probability above 0 and at most 1.`)
    }
  }
}

function checkFrequencies(section: JsonObject, problems: string[]): void {
  for (const field of ['given', 'family']) {
    const table = asObject(section[field])
    if (!isProbability(table?.['otherwise']))
      problems.push(`termFrequencies.${field}.otherwise must be a share of records.`)
    const names = asObject(table?.['names'])
    if (!names) problems.push(`termFrequencies.${field}.names must list names with their shares.`)
    for (const [name, share] of Object.entries(names ?? {})) {
      if (!isProbability(share))
        problems.push(`termFrequencies.${field}.names.${name} must be a share of records.`)
    }
  }
}

function checkBlocking(section: JsonObject, problems: string[]): void {
  const rules = section['rules']
  if (!Array.isArray(rules) || rules.length === 0)
    problems.push('blocking.rules must list at least one rule.')
  for (const rule of Array.isArray(rules) ? rules : []) {
    const unknown = String(rule)
      .split('+')
      .filter(part => !(BLOCKING_PARTS as readonly string[]).includes(part))
    if (unknown.length > 0)
      problems.push(
        `blocking.rules has "${String(rule)}": ${unknown.join(', ')} is none of ${BLOCKING_PARTS.join(', ')}.`,
      )
  }
  if (!Number.isInteger(section['cap']) || Number(section['cap']) < 2)
    problems.push('blocking.cap must be a whole number of records, at least 2.')
}

const isDate = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)

function checkDates(root: JsonObject, problems: string[]): void {
  if (!isDate(root['adultsBornBefore'])) problems.push('adultsBornBefore must be a date, yyyy-mm-dd.')
  const dates = root['defaultDates']
  if (!Array.isArray(dates) || !dates.every(entry => isDate(asObject(entry)?.['date'])))
    problems.push('defaultDates must list objects with a date, yyyy-mm-dd.')
}
