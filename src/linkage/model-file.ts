import * as z from 'zod'
import { Fault } from '../kit/faults.ts'
import { refuseUnusableRules } from './block/check-rules.ts'
import { listComparisons, MOST_COMPARISONS } from './compare/comparisons.ts'
import { MOST_RULES } from './rows/row-layout.ts'

/** The roles that a column may play, one column each; an address may be spread over several columns. */
export const columnsSchema = z.strictObject({
  id: z.string(),
  source: z.string().optional(),
  given: z.string().optional(),
  middle: z.string().optional(),
  family: z.string().optional(),
  formerFamily: z.string().optional(),
  knownAs: z.string().optional(),
  birthDate: z.string().optional(),
  sex: z.string().optional(),
  stage: z.string().optional(),
  addressLine: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  postcode: z.string().optional(),
  uprn: z.string().optional(),
  phone: z.string().optional(),
  email: z.string().optional(),
  identifiers: z.array(z.string()).max(6).optional(),
  text: z.array(z.string()).max(8).optional(),
  relatives: z.array(z.string()).min(1).max(4).optional(),
  sealGroup: z.string().optional(),
  truth: z.string().optional(),
})

const probability = z.number().gt(0).max(1)
/** How often a level is met among pairs of one person, of two people of one household, and of two unrelated people. */
const level = z.strictObject({ same: probability, household: probability, unrelated: probability })

export const thresholdsSchema = z
  .strictObject({
    link: z.number(),
    review: z.number(),
    /** Bits from which two records are linked of which one has no birth date and nothing but names agrees; `link` by default. */
    nameAlone: z.number().optional(),
    /** Bits from which two records of quite another given name are linked; 4 by default. */
    otherName: z.number().optional(),
    /** Bits from which two records are linked that share a number and are of quite another given name or generation. */
    numberAlone: z.number().optional(),
  })
  .refine(({ link, review }) => review <= link, 'review must not be above link')

/** Who was born before this day is an adult, where others are told apart by `stage`. */
export const adultsBornBefore = z.iso.date().optional()

export const modelFileSchema = z.strictObject({
  /** The version of this schema. */
  version: z.literal(1).default(1),
  columns: columnsSchema,
  adultsBornBefore,
  /** Levels by comparison and name, in place of those that the engine estimates. */
  comparisons: z
    .union([z.literal('auto'), z.record(z.string(), z.record(z.string(), level))])
    .default('auto'),
  /** Each rule is parts joined by `+`: records that agree on all parts of one rule are compared. */
  blocking: z
    .union(
      [
        z.literal('auto'),
        z.strictObject({
          rules: z.array(z.string()).min(1).max(MOST_RULES),
          /** A block of more records gives no pair at all, and is reported. */
          cap: z.int().min(2).default(1000),
        }),
      ],
      {
        error: `It must be "auto" or {"rules": ["given+birthDate", …], "cap": 1000}, with 1 to ${MOST_RULES} rules and a cap of at least 2`,
      },
    )
    .default('auto'),
  /** Bits (log2 odds) from which a pair is linked, and from which it is shown for review. */
  thresholds: z
    .union([z.literal('auto'), thresholdsSchema], {
      error: 'It must be "auto" or {"link": bits, "review": bits}, with review not above link',
    })
    .default('auto'),
})

export type ModelFile = z.infer<typeof modelFileSchema>
export type Columns = ModelFile['columns']

/** Roles that say something about a person: at least two are needed to link anybody. */
const TELLING = [
  'given',
  'middle',
  'family',
  'formerFamily',
  'knownAs',
  'birthDate',
  'sex',
  'addressLine',
  'postcode',
  'uprn',
  'phone',
  'email',
] as const

/** Reads a model file's text. Throws a fault that lists everything that is wrong with it. */
export function readModelFile(text: string, name: string): ModelFile {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new Fault('model-unusable', `${name} is not JSON: ${(error as Error).message}.`)
  }
  const read = modelFileSchema.safeParse(json)
  if (!read.success) {
    const problems = read.error.issues.map(issue => `${issue.path.join('.') || name}: ${issue.message}.`)
    throw new Fault('model-unusable', problems.join(' '))
  }
  const { columns } = read.data
  const roles =
    TELLING.filter(role => columns[role] !== undefined).length +
    (columns.identifiers?.length ?? 0) +
    (columns.text?.length ?? 0) +
    (columns.relatives?.length ?? 0)
  if (roles < 2) {
    throw new Fault(
      'model-unusable',
      `${name} names ${roles === 0 ? 'no column' : 'one column'} beside the id. Name at least two of ${TELLING.join(', ')}, identifiers, text.`,
    )
  }
  refuseTwice(columns)
  const comparisons = listComparisons(columns).length
  if (comparisons > MOST_COMPARISONS) {
    throw new Fault(
      'model-unusable',
      `${name} compares records in ${comparisons} ways, and ${MOST_COMPARISONS} is the most. Name ${comparisons - MOST_COMPARISONS} fewer identifiers or text columns.`,
    )
  }
  const { blocking } = read.data
  if (blocking !== 'auto') refuseUnusableRules(blocking.rules, columns)
  return read.data
}

/** What a column says of two people counts once: in two roles it would speak twice for the same. */
function refuseTwice(columns: Columns): void {
  const { id: _, source: _s, sealGroup: _g, truth: _t, ...compared } = columns
  const roleOf = new Map<string, string>()
  for (const [role, names] of Object.entries(compared))
    for (const name of [names ?? []].flat()) {
      const other = roleOf.get(name)
      if (other !== undefined)
        throw new Fault(
          'model-unusable',
          `The column "${name}" is named as ${other} and as ${role}. Name it once.`,
        )
      roleOf.set(name, role)
    }
}
