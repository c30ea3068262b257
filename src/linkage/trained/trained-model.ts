import { createHash } from 'node:crypto'
import * as z from 'zod'
import { Fault } from '../../kit/faults.ts'
import { adultsBornBefore, columnsSchema, problemsOf, thresholdsSchema } from '../model-file.ts'

/**
 * Raised whenever the same records and the same weights would give other bits: a trained model belongs to the engine
 * that trained it.
 */
export const ENGINE = 4
export const KIND = 'family-hub trained linkage model'

const share = z.number().gt(0).max(1)
const counts = z.record(z.string(), z.int().min(1))

/** How often fingerprints of a value are met: places of a table with more than two records, packed (`pack-counts.ts`). */
const tally = z.strictObject({
  total: z.int().min(0),
  typical: z.number().min(1),
  places: z.int().min(1),
  counts: z.string(),
})

export const trainedModelSchema = z.strictObject({
  kind: z.literal(KIND),
  /** The version of this schema. */
  version: z.literal(1),
  engine: z.int(),
  /** SHA-256 of everything else, in order of keys. */
  fingerprint: z.string(),
  columns: columnsSchema,
  adultsBornBefore,
  /** Records and sources of the files that it was trained on. */
  records: z.int().min(1),
  sources: z.int().min(0),
  rules: z.array(z.strictObject({ rule: z.string(), cap: z.int().min(2) })).min(1),
  thresholds: thresholdsSchema,
  stories: z.strictObject({
    hasHouseholds: z.boolean(),
    samePairs: z.number(),
    householdPairs: z.number(),
    allPairs: z.number(),
    namesTogether: z.number(),
    middleTogether: z.number(),
    /** Bits by which exact names agree more often together than one by one, by the bits of their rarity. */
    togetherByRarity: z.array(z.number()),
  }),
  /** For each comparison and level how often it is met under each story. */
  comparisons: z.record(
    z.string(),
    z.record(z.string(), z.strictObject({ same: share, household: share, unrelated: share })),
  ),
  settled: z.strictObject({
    /** How far birth dates are told, the day if left out: such as are told less far are missing, and of the others no more is looked at. */
    precision: z.enum(['month', 'year']).optional(),
    monthFirst: z.array(z.string()),
    yearFirst: z.array(z.string()).default([]),
    defaultDates: z.array(z.strictObject({ source: z.string(), date: z.string(), records: z.int() })),
    notNames: z.array(z.strictObject({ source: z.string(), word: z.string(), names: z.int() })).default([]),
    /** In the order of the columns; `shared` are fingerprints of numbers that stand in many records each. */
    identifiers: z.array(
      z.strictObject({ kind: z.enum(['nhsNumber', 'upn', 'other']), shared: z.array(z.string()) }),
    ),
  }),
  /** Records by value, where more than two have it and that changes a weight. */
  frequencies: z.strictObject({
    given: z.strictObject({ total: z.int(), counts }),
    family: z.strictObject({ total: z.int(), counts }),
    birthDates: z.strictObject({ total: z.int(), counts }),
    homes: tally,
    phones: tally,
  }),
})

/**
 * A frozen model: with it scoring is a pure function of two records. It holds no record, but names and dates that three
 * records or more have, and fingerprints of shared homes and telephones.
 */
export type TrainedModel = z.infer<typeof trainedModelSchema>

/** Whether a model was trained, as `readModel` gives either kind. */
export const isTrained = (json: unknown): json is TrainedModel =>
  typeof json === 'object' && json !== null && 'kind' in json && json.kind === KIND

/** Puts the fingerprint on a model. */
export const sealModel = (model: Omit<TrainedModel, 'fingerprint'>): TrainedModel => {
  const { kind, version, engine, ...rest } = model
  return { kind, version, engine, fingerprint: fingerprintOf(model), ...rest }
}

/** The text of a model's file: the same model is the same bytes. */
export const textOfModel = (model: TrainedModel): string => `${JSON.stringify(model, null, 1)}\n`

/** Checks a trained model as it was read. Throws a fault that says what is wrong with it and what to do. */
export function requireTrained(json: unknown, name: string): TrainedModel {
  const engine = (json as { engine?: unknown }).engine
  if (engine !== ENGINE) {
    throw new Fault(
      'model-unusable',
      `${name} was trained by engine ${String(engine)} and this is engine ${ENGINE}. Train it again: family-hub link train.`,
    )
  }
  const read = trainedModelSchema.safeParse(json)
  if (!read.success) throw new Fault('model-unusable', problemsOf(read.error, name))
  const { fingerprint, ...rest } = json as TrainedModel
  if (fingerprint !== fingerprintOf(rest)) {
    throw new Fault(
      'model-unusable',
      `${name} was changed after it was trained. Change the model that it was trained from, and train it again.`,
    )
  }
  return read.data
}

const fingerprintOf = (model: object): string =>
  createHash('sha256').update(JSON.stringify(model, inOrderOfKeys)).digest('hex')

/** A database gives the keys of an object back in an order of its own. */
const inOrderOfKeys = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value
