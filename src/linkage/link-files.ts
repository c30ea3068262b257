import { makeBlocking } from './block/blocking-rules.ts'
import { type Coverage, capOf, chooseRules } from './block/choose-rules.ts'
import { findAllPairs, type Known, type Plan } from './block/find-all-pairs.ts'
import { type Decision, readDecisions } from './cluster/decisions.ts'
import { rowComparer } from './compare/compare-rows.ts'
import { listComparisons, OF } from './compare/comparisons.ts'
import { type Compared, judgePairs, type Linked } from './judge-pairs.ts'
import { type Chance, countChance } from './learn/chance.ts'
import { begin } from './learn/estimate.ts'
import type { ModelFile } from './model-file.ts'
import { type Records, readPeople, type Source } from './read/read-people.ts'
import { refuseDuplicates } from './rows/refuse-duplicates.ts'
import {
  BIRTH,
  EMAIL,
  FAMILY,
  FIRST_IDENTIFIER,
  GIVEN,
  PHONE,
  POSTCODE,
  SOURCE,
  STREET,
  UPRN,
} from './rows/row-layout.ts'
import { sampleRows } from './rows/sample-rows.ts'
import { settleValues } from './settle/settle-values.ts'
import { applySettled } from './trained/apply-settled.ts'
import { thaw, thawChance } from './trained/thaw.ts'
import type { TrainedModel } from './trained/trained-model.ts'
import { openPool, type Pool } from './workers/pool.ts'

/** What a run of linking is asked for. */
export type LinkOptions = {
  /** Worker threads; 0 for the caller's own. The result is the same for any number. */
  threads: number
  /** Whether truth and `by` are read for a report. */
  withAsides?: boolean
  by?: string
  /** What people decided about pairs of records: it outranks all evidence. */
  decisions?: readonly Decision[]
  /** Whether the run is neither judged anew nor measured: it then ends in less memory. */
  isJudgedOnce?: boolean
  /** The day of the run, as `2026-11-22`; by the clock if left out. It tells the century of a year of two digits. */
  today?: string
  /** Bytes that a worker reads at once. */
  partBytes?: number
  onProgress?: (phase: string, done: number, of: number) => void
}

const SAMPLE = 500
/** Records of one block by default: a value that more share tells nobody apart. */
const CAP = 500

/**
 * Links and de-duplicates files of people, or records in memory. A pure function of the files' records and the model.
 * With a trained model nothing is learnt: each pair weighs what it weighs in any other files.
 */
export async function linkFiles(
  sources: readonly Source[],
  model: ModelFile | TrainedModel,
  options: LinkOptions,
): Promise<Linked> {
  const pool = openPool(options.threads)
  let compared: Compared
  try {
    compared = await comparePairs(pool, sources, model, options)
  } finally {
    // What remains is done by one thread: the workers' memory is let go first.
    await pool.close()
  }
  return judgePairs(compared)
}

/** Reads and compares, step by step; a barrier stands between the steps. */
async function comparePairs(
  pool: Pool,
  sources: readonly Source[],
  model: ModelFile | TrainedModel,
  options: LinkOptions,
): Promise<Compared> {
  const say = options.onProgress ?? (() => {})
  const records = await readPeople(pool, sources, model.columns, options)
  say('Read', records.count, records.count)
  const { dictionary } = records
  const [[order], ready] = await Promise.all([
    pool.run('order', worker => (worker === 0 ? { dictionary } : undefined)),
    (async () => ('kind' in model ? useTrained(records, model) : learnFirst(records, model)))(),
  ])
  refuseDuplicates(order!, records)
  const pairs = await findAllPairs(pool, records, ready, ready, (done, of) => say('Compared', done, of))
  const decided = readDecisions(options.decisions ?? [], records, order!)
  return { ...ready, records, order: order!, decided, pairs, isJudgedOnce: options.isJudgedOnce ?? false }
}

/** What stands before pairs are compared. */
type Ready = Omit<Compared, 'records' | 'order' | 'decided' | 'pairs' | 'isJudgedOnce'>

function learnFirst(records: Records, model: ModelFile): Ready {
  const settled = settleValues(records, model.adultsBornBefore)
  const known = learnChance(records, model)
  return { ...known, ...planBlocks(records, model, known.chance), model, settled }
}

function useTrained({ people, dictionary }: Records, trained: TrainedModel): Ready {
  const { columns, adultsBornBefore, thresholds, sources } = trained
  const { layout } = people
  const settled = applySettled(people, dictionary, trained)
  const thawed = thaw(trained)
  const { identifiers, texts, comparisons } = thawed
  const rules = trained.rules.map(({ rule }) => rule)
  const { settles } = makeBlocking(rules, dictionary, layout, identifiers, texts)
  return {
    model: { version: 1, columns, adultsBornBefore, thresholds, comparisons: 'auto', blocking: 'auto' },
    trained: thawed,
    settled,
    rules,
    caps: trained.rules.map(({ cap }) => cap),
    settles,
    leftOut: [],
    chance: thawChance(trained, dictionary),
    provisional: thawed.estimates,
    compare: rowComparer(dictionary, layout, sources),
    comparisons,
    identifiers,
    texts,
    sources,
  }
}

/** What can be said of a file before its pairs are compared. */
function learnChance({ people, dictionary, ids, count }: Records, { columns }: ModelFile): Known {
  const { rows, layout } = people
  const [identifiers, texts] = [columns.identifiers ?? [], columns.text ?? []]
  const comparisons = listComparisons(columns)
  const sources = new Set<number>()
  for (let row = SOURCE; row < rows.length; row += layout.stride) if (rows[row] !== 0) sources.add(rows[row]!)
  const compare = rowComparer(dictionary, layout, sources.size)
  const sample = sampleRows(rows, layout.stride, ids, count, SAMPLE)
  const chance = countChance(rows, layout, dictionary, comparisons, sample, compare)
  const provisional = begin(comparisons, chance, true)
  return { comparisons, chance, provisional, compare, identifiers, texts, sources: sources.size }
}

function planBlocks(records: Records, { blocking, columns }: ModelFile, chance: Chance): Plan {
  const [identifiers, texts] = [columns.identifiers ?? [], columns.text ?? []]
  const { dictionary, people } = records
  const { rules, leftOut } =
    blocking === 'auto'
      ? chooseRules(coverageOf(records, chance), identifiers, texts)
      : { rules: blocking.rules, leftOut: [] }
  const caps = rules.map(rule => (blocking === 'auto' ? capOf(rule, CAP) : blocking.cap))
  const { settles } = makeBlocking(rules, dictionary, people.layout, identifiers, texts)
  return { rules, caps, settles, leftOut }
}

function coverageOf({ people: { rows, layout }, count }: Records, { agreeing }: Chance): Coverage {
  const filled = new Int32Array(FIRST_IDENTIFIER)
  for (let row = 0; row < rows.length; row += layout.stride)
    for (let slot = 0; slot < FIRST_IDENTIFIER; slot++) if (rows[row + slot] !== 0) filled[slot]!++
  return {
    records: count,
    given: filled[GIVEN]!,
    family: filled[FAMILY]!,
    birthDate: filled[BIRTH]!,
    postcode: filled[POSTCODE]!,
    street: filled[STREET]!,
    home: Math.min(filled[STREET]!, filled[POSTCODE]!),
    uprn: filled[UPRN]!,
    phone: filled[PHONE]!,
    email: filled[EMAIL]!,
    sameBirthDate: agreeing[OF.birthDate]!,
    sameHome: agreeing[OF.place]!,
  }
}
