import { type Coverage, capOf, chooseRules, makeBlocking } from './block.ts'
import { countChance } from './chance.ts'
import { type Clusters, clusterPairs, type Links } from './cluster-pairs.ts'
import { type CompareRows, type Pattern, rowComparer } from './compare-rows.ts'
import { listComparisons, OF } from './comparisons.ts'
import { type Estimates, estimate } from './estimate.ts'
import { type AllPairs, findAllPairs, type Known, type Plan } from './find-all-pairs.ts'
import { isBeyondLimits, mayBeTwins } from './limits.ts'
import type { ModelFile } from './model-file.ts'
import { type Order, orderRecords } from './order-records.ts'
import { openPool, type Pool } from './pool.ts'
import { type Records, readPeople } from './read-people.ts'
import { refuseDuplicates } from './refuse-duplicates.ts'
import { BIRTH, EMAIL, FAMILY, GIVEN, PHONE, POSTCODE, SOURCE, STREET, UPRN } from './row-layout.ts'
import { sampleRows } from './sample-rows.ts'
import { setLevels } from './set-levels.ts'
import { type Settled, settleValues } from './settle-values.ts'
import { oddsOf, rarityOf, sumPattern, weightsOf } from './weigh.ts'
import { type Weighing, weighKept } from './weigh-kept.ts'

/** What a run of linking is asked for. */
export type LinkOptions = {
  /** Worker threads. The result is the same for any number. */
  threads: number
  /** Whether truth and `by` are read for a report. */
  withAsides?: boolean
  by?: string
  /** Bytes that a worker reads at once. */
  partBytes?: number
  onProgress?: (phase: string, done: number, of: number) => void
}

/** Everything that a run found out, for whoever writes it down. */
export type Linked = Known &
  Plan & {
    records: Records
    order: Order
    settled: Settled
    pairs: AllPairs
    estimates: Estimates
    weights: Weighing['weights']
    thresholds: { link: number; review: number }
    clusters: Clusters
    links: Links
  }

const SAMPLE = 500
/** Records of one block by default: a value that more share tells nobody apart. */
const CAP = 500
const AUTO = { link: 0, review: -3 }

/** Links and de-duplicates files of people. A pure function of the files' records and the model. */
export async function linkFiles(
  paths: readonly string[],
  model: ModelFile,
  options: LinkOptions,
): Promise<Linked> {
  const pool = openPool(options.threads)
  try {
    return await linkWith(pool, paths, model, options)
  } finally {
    await pool.close()
  }
}

/** The method, step by step; a barrier stands between the steps. */
async function linkWith(
  pool: Pool,
  paths: readonly string[],
  model: ModelFile,
  options: LinkOptions,
): Promise<Linked> {
  const say = options.onProgress ?? (() => {})
  const records = await readPeople(pool, paths, model.columns, options)
  say('Read', records.count, records.count)
  const settled = settleValues(records.people.rows, records.people.layout)
  const order = orderRecords(records)
  refuseDuplicates(order, records)
  const known = learnChance(records, model)
  const plan = planBlocks(records, model)
  const pairs = await findAllPairs(pool, records, plan, known, (done, of) => say('Compared', done, of))
  const estimates = estimateStories(pairs, plan, known)
  setLevels(model.comparisons, known.comparisons, estimates)
  const weights = weightsOf(estimates)
  const thresholds = model.thresholds === 'auto' ? AUTO : model.thresholds
  const exclusive = settled.identifiers.flatMap(({ kind }, one) => (kind === 'other' ? [] : [one]))
  const isBeyond = (low: number, high: number): boolean =>
    estimates.hasHouseholds && isBeyondLimits(low, high, known.comparisons, exclusive.length > 0)
  const weighing = { ...known, weights, records, isBeyond, ranks: order.ranks }
  const links = weighKept(pairs, weighing, thresholds.review)
  const clusters = clusterPairs(links, {
    ...records.people,
    ranks: order.ranks,
    exclusive,
    threshold: thresholds.link,
    bitsOf: pairWeigher(weighing, known.compare, estimates.hasHouseholds),
  })
  return {
    ...known,
    ...plan,
    records,
    order,
    settled,
    pairs,
    estimates,
    weights,
    thresholds,
    clusters,
    links,
  }
}

/** What can be said of a file before its pairs are compared. */
function learnChance({ people, dictionary, ids, count }: Records, { columns }: ModelFile): Known {
  const { rows, layout } = people
  const [identifiers, texts] = [columns.identifiers ?? [], columns.text ?? []]
  const comparisons = listComparisons(identifiers, texts)
  const sources = new Set<number>()
  for (let row = SOURCE; row < rows.length; row += layout.stride) if (rows[row] !== 0) sources.add(rows[row]!)
  const compare = rowComparer(dictionary, layout, sources.size)
  const sample = sampleRows(rows, layout.stride, ids, count, SAMPLE)
  const chance = countChance(rows, layout, dictionary, comparisons, sample, compare)
  return { comparisons, chance, compare, identifiers, texts, sources: sources.size }
}

function planBlocks(records: Records, { blocking, columns }: ModelFile): Plan {
  const [identifiers, texts] = [columns.identifiers ?? [], columns.text ?? []]
  const { dictionary, people } = records
  const rules = blocking === 'auto' ? chooseRules(coverageOf(records), identifiers, texts) : blocking.rules
  const caps = rules.map(rule => (blocking === 'auto' ? capOf(rule, CAP) : blocking.cap))
  const { settles } = makeBlocking(rules, dictionary, people.layout, identifiers, texts)
  return { rules, caps, settles }
}

/** Weighs any two rows, also such as no rule brought together; minus infinity where they may be twins. */
function pairWeigher(
  { records, chance, comparisons, weights }: Weighing,
  compare: CompareRows,
  hasHouseholds: boolean,
): (a: number, b: number) => number {
  const { rows, layout } = records.people
  const rarity = rarityOf(chance, weights)
  const pattern: Pattern = { low: 0, high: 0 }
  return (a, b) => {
    const one = a * layout.stride
    const other = b * layout.stride
    compare(rows, one, other, pattern)
    if (hasHouseholds && mayBeTwins(pattern.low, pattern.high, comparisons)) return Number.NEGATIVE_INFINITY
    const bits = sumPattern(pattern.low, pattern.high, weights, comparisons.length)
    return oddsOf(bits, rarity(rows, one, other, bits.rarities))
  }
}

function coverageOf({ people: { rows, layout }, count }: Records): Coverage {
  const filled = (slot: number): number => {
    let records = 0
    for (let row = slot; row < rows.length; row += layout.stride) if (rows[row] !== 0) records++
    return records
  }
  return {
    records: count,
    given: filled(GIVEN),
    family: filled(FAMILY),
    birthDate: filled(BIRTH),
    postcode: filled(POSTCODE),
    home: Math.min(filled(STREET), filled(POSTCODE)),
    uprn: filled(UPRN),
    phone: filled(PHONE),
    email: filled(EMAIL),
  }
}

/** Households explain a pair only where the file shows at least this many of them beside pairs of one person. */
const LEAST_HOUSEHOLDS = 0.02

function estimateStories(pairs: AllPairs, { settles }: Plan, { comparisons, chance }: Known): Estimates {
  const hasHomes = chance.comparable[OF.place]! > 0 || chance.comparable[OF.phone]! > 0
  const three = estimate(pairs.patterns, settles, comparisons, chance, hasHomes)
  if (!hasHomes) return three
  if (three.householdPairs >= LEAST_HOUSEHOLDS * three.samePairs) return three
  return estimate(pairs.patterns, settles, comparisons, chance, false)
}
