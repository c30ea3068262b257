import * as z from 'zod'
import { Fault } from '../kit/faults.ts'
import { refuseUnusableRules } from './block/check-rules.ts'
import { listComparisons, MOST_COMPARISONS } from './compare/comparisons.ts'
import { refuseLevels } from './learn/stated-levels.ts'
import { MOST_RULES } from './rows/row-layout.ts'

const column = (description: string): z.ZodOptional<z.ZodString> =>
  z.string().min(1).optional().meta({ description })
const columnList = (most: number, description: string): z.ZodOptional<z.ZodArray<z.ZodString>> =>
  z.array(z.string().min(1)).min(1).max(most).optional().meta({ description })

/** The roles that a column may play, one column each; an address may be spread over several columns. */
export const columnsSchema = z.strictObject({
  id: z
    .string({ error: 'It must name the column of the records’ ids' })
    .min(1)
    .meta({ description: 'An id that is unique within its source' }),
  source: column('The list that the record is from; the file’s name where no column says'),
  given: column('Given name'),
  middle: column('Middle names'),
  family: column('Family name'),
  formerFamily: column('An earlier family name'),
  knownAs: column('A given name by which the person goes'),
  birthDate: column('Birth date, in any usual way of writing it'),
  sex: column('M, F and other words of docs/linkage.md'),
  stage: column('Whether the source says that somebody is a child or an adult'),
  addressLine: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .meta({ description: 'Address without postcode: a column, or several in their order' }),
  postcode: column('Postcode'),
  uprn: column('Unique property reference number'),
  phone: column('Telephone number'),
  email: column('E-mail address'),
  identifiers: columnList(6, 'Numbers of a person, such as NHS number and UPN'),
  text: columnList(8, 'Other columns, compared as same, close or different'),
  relatives: columnList(4, 'Columns that name somebody to whom the source ties the person'),
  sealGroup: column('Records of different groups, or of a group and of none, never meet'),
  truth: column('Who the person is: read for the report alone'),
})

const probability = z.number().gt(0).max(1)
/** How often a level is met among pairs of one person, of two people of one household, and of two unrelated people. */
const level = z.strictObject({
  same: probability,
  household: probability,
  unrelated: probability
    .optional()
    .meta({ description: 'Left out at the exact level of names, which count as they are rare' }),
})

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
  $schema: z.string().optional(),
  /** The version of this schema. */
  version: z.literal(1).default(1),
  columns: columnsSchema,
  adultsBornBefore,
  /** Levels by comparison and name, in place of those that the engine estimates. */
  comparisons: z
    .union([z.literal('auto'), z.record(z.string(), z.record(z.string(), level))], {
      error:
        'It must be "auto" or levels such as {"sex": {"same": {"same": 0.99, "household": 0.5, "unrelated": 0.5}}}, each share above 0 and up to 1',
    })
    .default('auto')
    .meta({ description: 'Levels by comparison and name, in place of those that the engine estimates' }),
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
    .default('auto')
    .meta({ description: 'Rules of parts joined by +: who agrees on all parts of one is compared' }),
  /** Bits (log2 odds) from which a pair is linked, and from which it is shown for review. */
  thresholds: z
    .union([z.literal('auto'), thresholdsSchema], {
      error: 'It must be "auto" or {"link": bits, "review": bits}, with review not above link',
    })
    .default('auto'),
})

export type ModelFile = z.infer<typeof modelFileSchema>
export type Columns = ModelFile['columns']

/** Roles by which two records can be one person's: at least two are needed, each column of a list counting as one. */
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
export const readModelFile = (text: string, name: string): ModelFile =>
  requireModel(parseModel(text, name), name)

/** What the text of a model file holds, of whatever kind it is. */
export function parseModel(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Fault('model-unusable', `${name} is not JSON: ${(error as Error).message}.`)
  }
}

/** Checks a model that is not trained, as it was read. */
export function requireModel(json: unknown, name: string): ModelFile {
  const read = modelFileSchema.safeParse(json)
  if (!read.success) throw new Fault('model-unusable', problemsOf(read.error, name))
  const { columns, blocking, comparisons: stated } = read.data
  const roles =
    TELLING.filter(role => columns[role] !== undefined).length +
    (columns.identifiers?.length ?? 0) +
    (columns.text?.length ?? 0) +
    (columns.relatives?.length ?? 0)
  if (roles < 2) {
    throw new Fault(
      'model-unusable',
      `${name} names ${roles === 0 ? 'no column' : 'one column'} by which to know people. Name at least two of ${TELLING.join(', ')}, identifiers, text, relatives.`,
    )
  }
  refuseTwice(columns)
  if (read.data.adultsBornBefore !== undefined && !(columns.birthDate && columns.stage))
    throw new Fault(
      'model-unusable',
      `${name} has adultsBornBefore, which tells a child from an adult where one record has a birthDate and another a stage. Name both columns, or leave it out.`,
    )
  const comparisons = listComparisons(columns)
  if (comparisons.length > MOST_COMPARISONS) {
    throw new Fault(
      'model-unusable',
      `${name} compares records in ${comparisons.length} ways, and ${MOST_COMPARISONS} is the most. Name ${comparisons.length - MOST_COMPARISONS} fewer identifiers or text columns.`,
    )
  }
  refuseLevels(stated, comparisons)
  if (blocking !== 'auto') refuseUnusableRules(blocking.rules, columns)
  return read.data
}

/** What does not fit a schema, as sentences that say where. */
export function problemsOf({ issues }: z.ZodError, name: string): string {
  const said = issues.slice(0, 10).map(issue => {
    const where = issue.path.join('.')
    if (issue.code === 'unrecognized_keys' && where === 'columns')
      return `columns has ${issue.keys.map(key => `"${key}"`).join(', ')}, and the roles are ${Object.keys(columnsSchema.shape).join(', ')}.`
    return `${where || name}: ${issue.message}.`
  })
  return said.join(' ')
}

/** What a column says of two people counts once: in two roles it would speak twice for the same. */
function refuseTwice(columns: Columns): void {
  const roleOf = new Map<string, string>()
  for (const [role, names] of Object.entries(columns))
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
