import type { Columns } from '../model-file.ts'

/**
 * What is compared, and the levels at which two values may agree, best first. Level 0 is "missing" and evidence of
 * nothing. A level is a number in three bits of a pattern, so a comparison has at most seven.
 */
export const LEVELS = {
  given: ['exact', 'variant', 'close', 'like', 'initialOrMiddle', 'swapped', 'different'],
  family: ['exact', 'formerOrPart', 'close', 'like', 'different'],
  middle: ['exact', 'initial', 'different'],
  birthDate: ['exact', 'dayMonthSwapped', 'oneSlip', 'twoSlips', 'sameYear', 'different', 'otherGeneration'],
  sex: ['same', 'different'],
  place: ['sameHome', 'nearHome', 'samePostcode', 'nearPostcode', 'sameDistrict', 'sameArea', 'different'],
  phone: ['same', 'different'],
  email: ['same', 'sameMailbox', 'different'],
  source: ['same', 'different', 'sameUndated', 'differentUndated'],
  identifier: ['same', 'oneSlip', 'different'],
  text: ['exact', 'close', 'different'],
  relatives: ['same', 'different'],
} as const

/** Level 0, and the level at which two values agree best, whatever the comparison. */
export const MISSING = 0
export const BEST = 1

/** The numbers of levels by their names, so that code can name them. */
const numbered = <Level extends string>(levels: readonly Level[]): Record<Level, number> =>
  Object.fromEntries(levels.map((level, at) => [level, at + 1])) as Record<Level, number>

export const GIVEN_LEVEL = numbered(LEVELS.given)
export const FAMILY_LEVEL = numbered(LEVELS.family)
export const MIDDLE_LEVEL = numbered(LEVELS.middle)
export const SEX_LEVEL = numbered(LEVELS.sex)
export const BIRTH_LEVEL = numbered(LEVELS.birthDate)
export const PLACE_LEVEL = numbered(LEVELS.place)
export const SOURCE_LEVEL = numbered(LEVELS.source)
export const IDENTIFIER_LEVEL = numbered(LEVELS.identifier)

export type Kind = keyof typeof LEVELS

/** Comparisons that every pattern holds, in this order; identifiers and text columns follow, one each. */
export const ALWAYS = [
  'given',
  'family',
  'middle',
  'birthDate',
  'sex',
  'place',
  'phone',
  'email',
  'source',
] as const
export const OF = Object.fromEntries(ALWAYS.map((kind, place) => [kind, place])) as Record<
  (typeof ALWAYS)[number],
  number
>

/** Three bits a level, ten levels to a number: a pattern is two numbers. */
export const IN_ONE_NUMBER = 10
export const MOST_COMPARISONS = 2 * IN_ONE_NUMBER

export type Comparison = {
  kind: Kind
  /** `given`, `identifier nhs_number`, `text occupation`: as models and reports call it. */
  name: string
  place: number
  levels: readonly string[]
}

/** The comparisons of rows with these columns. */
export function listComparisons({ identifiers = [], text = [], relatives }: Partial<Columns>): Comparison[] {
  const named: [Kind, string][] = [
    ...ALWAYS.map(kind => [kind, kind] as [Kind, string]),
    ...identifiers.map(column => ['identifier', `identifier ${column}`] as [Kind, string]),
    ...text.map(column => ['text', `text ${column}`] as [Kind, string]),
    ...(relatives ? [['relatives', 'relatives'] as [Kind, string]] : []),
  ]
  return named.map(([kind, name], place) => ({ kind, name, place, levels: LEVELS[kind] }))
}

/** The level of a comparison in a pattern. */
export const levelIn = (low: number, high: number, place: number): number =>
  place < IN_ONE_NUMBER ? (low >>> (3 * place)) & 7 : (high >>> (3 * (place - IN_ONE_NUMBER))) & 7

/** The first number of a pattern with another level of a comparison that stands in it. */
export const putLevel = (low: number, place: number, level: number): number =>
  (low & ~(7 << (3 * place))) | (level << (3 * place))

/** Whether given and family name of a pattern both agree, exactly or nearly. */
export function doNamesAgree(low: number): boolean {
  const [given, family] = [levelIn(low, 0, OF.given), levelIn(low, 0, OF.family)]
  if (given === GIVEN_LEVEL.swapped) return true
  return given > 0 && given <= GIVEN_LEVEL.like && family > 0 && family <= FAMILY_LEVEL.like
}

export const areNamesExact = (low: number): boolean =>
  levelIn(low, 0, OF.given) === GIVEN_LEVEL.exact && levelIn(low, 0, OF.family) === FAMILY_LEVEL.exact

/**
 * Whether a person who is asked could tell: where nothing but names and sex agrees they could not, and where the given
 * name differs the answer is "brother or sister" nearly always, unless the birth date agrees too.
 */
export function isWorthAsking(low: number, high: number, comparisons: readonly Comparison[]): boolean {
  const birthDate = levelIn(low, high, OF.birthDate)
  const isBornAlike = birthDate > 0 && birthDate <= BIRTH_LEVEL.oneSlip
  if (levelIn(low, high, OF.given) === GIVEN_LEVEL.different && !isBornAlike) return false
  return comparisons.some(({ kind, place, levels }) => {
    if (kind === 'given' || kind === 'family' || kind === 'sex' || kind === 'source') return false
    const level = levelIn(low, high, place)
    return level > 0 && level < (kind === 'place' ? PLACE_LEVEL.nearPostcode : levels.length)
  })
}
