import * as z from 'zod'
import { Fault } from '../../kit/faults.ts'
import { type Expression, NotReadable, parseExpression } from './parse-expression.ts'

/** A model that Splink saved (`linker.misc.save_model_to_json`, versions 4 and 5), as it is scored here. */
export type SplinkModel = {
  idColumn: string
  sourceColumn: string
  linkType: 'dedupe_only' | 'link_only' | 'link_and_dedupe'
  /** Log2 odds that two records drawn at random are one person. */
  priorBits: number
  /** The most that a pair may weigh, for or against: Splink 4 multiplies factors within 1e-300 and 1e300. */
  mostBits: number
  comparisons: SplinkComparison[]
  /** Pairs that satisfy one of these are scored. Each with the text that Splink saved. */
  rules: { text: string; condition: Expression }[]
  thresholds: { link: number; review: number }
  /** Levels that were never trained: Splink's defaults stand in, as in Splink. */
  untrained: string[]
}

export type SplinkComparison = { name: string; levels: SplinkLevel[] }

export type SplinkLevel = {
  label: string
  /** Undefined for the last level, ELSE. */
  condition: Expression | undefined
  /** What the level says, in bits: log2(m/u); 0 where a value is missing. */
  bits: number
  frequency: FrequencyAdjustment | undefined
}

/** In place of u, how common the very value is: `weight × (baseBits − log2(the greater share, at least least))`. */
export type FrequencyAdjustment = { column: string; weight: number; least: number; baseBits: number }

const NOT_OBSERVED = 'level not observed in training dataset'
const probability = z.union([z.number().min(0).max(1), z.literal(NOT_OBSERVED)]).nullish()

const level = z.object({
  sql_condition: z.string(),
  label_for_charts: z.string().optional(),
  is_null_level: z.boolean().default(false),
  m_probability: probability,
  u_probability: probability,
  tf_adjustment_column: z.string().nullish(),
  tf_adjustment_weight: z.number().default(1),
  tf_minimum_u_value: z.number().default(0),
  disable_tf_exact_match_detection: z.boolean().default(false),
})

const rule = z.object({ blocking_rule: z.string(), arrays_to_explode: z.array(z.string()).nullish() })

const schema = z.object({
  link_type: z.enum(['dedupe_only', 'link_only', 'link_and_dedupe']),
  /** Splink 4 has Bayes factors where Splink 5 has weights. */
  bayes_factor_column_prefix: z.string().optional(),
  sql_dialect: z
    .literal('duckdb', { error: 'only models saved for DuckDB can be imported' })
    .default('duckdb'),
  probability_two_random_records_match: z.number().gt(0).lt(1),
  unique_id_column_name: z.string().default('unique_id'),
  source_dataset_column_name: z.string().default('source_dataset'),
  comparisons: z
    .array(
      z.object({
        output_column_name: z.string().nullish(),
        comparison_description: z.string().nullish(),
        comparison_levels: z.array(level).min(2),
      }),
    )
    .min(1),
  blocking_rules_to_generate_predictions: z.array(z.union([z.string(), rule])).min(1),
  /** Not Splink's: bits from which pairs are linked and shown for review. */
  thresholds: z.strictObject({ link: z.number(), review: z.number() }).default({ link: 0, review: -3 }),
})

type SavedLevel = z.infer<typeof level>

/** Whether a JSON value is a model of Splink's rather than one of ours. */
export const isSplinkModel = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'link_type' in json && 'comparisons' in json

/** Reads a saved model. Throws a fault that names everything that cannot be imported. */
export function readSplinkModel(json: unknown, name: string): SplinkModel {
  const read = schema.safeParse(json)
  if (!read.success) {
    const problems = read.error.issues.map(issue => `${issue.path.join('.') || name}: ${issue.message}.`)
    throw new Fault('model-unusable', problems.join(' '))
  }
  const saved = read.data
  const problems: string[] = []
  const untrained: string[] = []
  const leastShare = saved.bayes_factor_column_prefix === undefined ? 1e-300 : 0
  const comparisons = saved.comparisons.map((comparison, at) => {
    const called =
      comparison.output_column_name ?? comparison.comparison_description ?? `comparison ${at + 1}`
    return {
      name: called,
      levels: readLevels(called, comparison.comparison_levels, leastShare, problems, untrained),
    }
  })
  const rules = saved.blocking_rules_to_generate_predictions.map(one => readRule(one, problems))
  if (problems.length > 0)
    throw new Fault('model-unusable', `${name} cannot be imported whole. ${problems.join(' ')}`)
  const prior = saved.probability_two_random_records_match
  return {
    idColumn: saved.unique_id_column_name,
    sourceColumn: saved.source_dataset_column_name,
    linkType: saved.link_type,
    priorBits: Math.log2(prior / (1 - prior)),
    mostBits: leastShare === 0 ? Math.log2(1e300) : Number.POSITIVE_INFINITY,
    comparisons,
    rules,
    thresholds: saved.thresholds,
    untrained,
  }
}

function readRule(saved: string | z.infer<typeof rule>, problems: string[]): SplinkModel['rules'][number] {
  const text = typeof saved === 'string' ? saved : saved.blocking_rule
  const nothing: Expression = { kind: 'literal', value: false }
  if (typeof saved !== 'string' && (saved.arrays_to_explode ?? []).length > 0) {
    problems.push(`The blocking rule ${text}: rules over the items of lists are not known.`)
    return { text, condition: nothing }
  }
  return { text, condition: parse(text, 'prefix', `The blocking rule ${text}`, problems) ?? nothing }
}

function parse(
  sql: string,
  naming: 'prefix' | 'suffix',
  where: string,
  problems: string[],
): Expression | undefined {
  try {
    return parseExpression(sql, naming)
  } catch (error) {
    if (!(error instanceof NotReadable)) throw error
    problems.push(`${where}: ${error.message}.`)
    return undefined
  }
}

function readLevels(
  name: string,
  saved: SavedLevel[],
  leastShare: number,
  problems: string[],
  untrained: string[],
): SplinkLevel[] {
  const conditions = saved.map(({ sql_condition: sql, label_for_charts: label }) =>
    sql.trim().toUpperCase() === 'ELSE'
      ? undefined
      : parse(sql, 'suffix', `The comparison ${name}, level "${label ?? sql}"`, problems),
  )
  const valued = saved.filter(one => !one.is_null_level).length
  let value = valued
  return saved.map((one, at): SplinkLevel => {
    const label = one.label_for_charts ?? one.sql_condition
    const condition = conditions[at]
    if (one.is_null_level) return { label, condition, bits: 0, frequency: undefined }
    value--
    const { m, u } = defaultsOf(value, valued)
    if (typeof one.m_probability !== 'number' || typeof one.u_probability !== 'number')
      untrained.push(`${name}: ${label}`)
    const bits = Math.log2(
      shareOf(one.m_probability, m, leastShare) / shareOf(one.u_probability, u, leastShare),
    )
    return { label, condition, bits, frequency: frequencyOf(name, one, at, saved, conditions, problems) }
  })
}

/** A level that was not met in training counts as one in a million; Splink 5 takes none for less likely than `least`. */
function shareOf(saved: SavedLevel['m_probability'], otherwise: number, least: number): number {
  return Math.max(saved === NOT_OBSERVED ? 1e-6 : (saved ?? otherwise), least)
}

/** Splink's stand-ins for the level of this value among so many: 95 % of matches at the best, weights from −5 to 3 and 10. */
function defaultsOf(value: number, levels: number): { m: number; u: number } {
  const isBest = value === levels - 1
  const m = isBest ? 0.95 : (1 - 0.95) / (levels - 1)
  const bits = isBest ? 10 : levels === 2 ? -5 : -5 + (value * 8) / (levels - 2)
  return { m, u: m / 2 ** bits }
}

function frequencyOf(
  name: string,
  one: SavedLevel,
  at: number,
  saved: readonly SavedLevel[],
  conditions: readonly (Expression | undefined)[],
  problems: string[],
): FrequencyAdjustment | undefined {
  const column = one.tf_adjustment_column?.replaceAll(/^"|"$/g, '')
  if (!column || one.tf_adjustment_weight === 0 || conditions[at] === undefined) return undefined
  const exact = one.disable_tf_exact_match_detection
    ? at
    : conditions.findIndex(condition => condition && exactColumn(condition) === column.toLowerCase())
  const u = saved[exact]?.u_probability
  if (u === undefined || u === null) {
    problems.push(
      `The comparison ${name}: no trained level of exact agreement on ${column}, which its term frequencies need.`,
    )
    return undefined
  }
  const baseBits = Math.log2(u === NOT_OBSERVED ? 1e-6 : u)
  return { column, weight: one.tf_adjustment_weight, least: one.tf_minimum_u_value, baseBits }
}

/** The column whose plain agreement a condition is, in small letters. */
function exactColumn(condition: Expression): string | undefined {
  if (condition.kind !== 'call' || condition.name !== '=') return undefined
  const [one, other] = condition.args
  if (one?.kind !== 'column' || other?.kind !== 'column' || one.side === other.side) return undefined
  const [a, b] = [one.name.toLowerCase(), other.name.toLowerCase()]
  return a === b ? a : undefined
}

/** The columns of a model's expressions and term frequencies, each once. */
export function columnsOf({ comparisons, rules }: SplinkModel): string[] {
  const found = new Map<string, string>()
  const add = (column: string): void => {
    if (!found.has(column.toLowerCase())) found.set(column.toLowerCase(), column)
  }
  const walk = (expression: Expression): void => {
    if (expression.kind === 'column') add(expression.name)
    else if (expression.kind === 'cast') walk(expression.arg)
    else if (expression.kind === 'call') expression.args.forEach(walk)
  }
  for (const { condition } of rules) walk(condition)
  for (const { condition, frequency } of comparisons.flatMap(({ levels }) => levels)) {
    if (condition) walk(condition)
    if (frequency) add(frequency.column)
  }
  return [...found.values()]
}

/** The parts that AND, or OR, joins. */
export function partsOf(expression: Expression, by: 'and' | 'or'): Expression[] {
  return expression.kind === 'call' && expression.name === by
    ? expression.args.flatMap(arg => partsOf(arg, by))
    : [expression]
}
