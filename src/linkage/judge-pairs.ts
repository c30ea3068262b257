import { type Clusters, clusterPairs, type Links } from './cluster-pairs.ts'
import type { Pattern } from './compare-rows.ts'
import { OF } from './comparisons.ts'
import { type Estimates, estimate } from './estimate.ts'
import type { AllPairs, Known, Plan } from './find-all-pairs.ts'
import { limitsOf } from './limits.ts'
import type { ModelFile } from './model-file.ts'
import type { Order } from './order-records.ts'
import type { Records } from './read-people.ts'
import { setLevels } from './set-levels.ts'
import type { Settled } from './settle-values.ts'
import { shareRivals } from './share-rivals.ts'
import type { Thawed } from './trained/thaw.ts'
import { addAges } from './undated-ages.ts'
import { gatherUndated } from './undated-links.ts'
import { oddsOf, rarityOf, sumPattern, type Weights, weightsOf } from './weigh.ts'
import { settleNames, takeLinks, type Weighed, type Weighing, weighKept } from './weigh-kept.ts'

/** A run up to where all pairs have been compared: what stays when it is judged anew. */
export type Compared = Known &
  Plan & {
    model: ModelFile
    /** What a trained model knows; absent where the run learns. */
    trained?: Thawed
    records: Records
    order: Order
    settled: Settled
    pairs: AllPairs
  }

export type Thresholds = { link: number; review: number; nameAlone?: number | undefined }

/** Everything that a run found out, for whoever writes it down. */
export type Linked = Compared & {
  estimates: Estimates
  weights: Weights
  weighed: Weighed
  thresholds: Thresholds
  clusters: Clusters
  links: Links
  /** The bits by which each link joins: the pair's own, and for a record without a birth date what its age and rivals say. */
  joining: Float64Array
}

const AUTO: Thresholds = { link: 0, review: -3 }

/** Learns what levels say from the compared pairs, unless a trained model knows, weighs the pairs and joins records. */
export function judgePairs(compared: Compared): Linked {
  const { model, pairs, comparisons, trained } = compared
  if (trained) {
    const { estimates, weights } = trained
    const weighed = weighKept(pairs, weighingOf({ ...compared, estimates, weights }))
    return joinRecords({ ...compared, estimates, weights, weighed }, thresholdsOf(model))
  }
  const estimates = estimateStories(compared)
  setLevels(model.comparisons, comparisons, estimates)
  const weights = weightsOf(estimates)
  const weighing = weighingOf({ ...compared, estimates, weights })
  const weighed = weighKept(pairs, weighing)
  settleNames(weighed, weighing)
  return joinRecords({ ...compared, estimates, weights, weighed }, thresholdsOf(model))
}

/** Learns a finished run's weights again, without reading or comparing anything. */
export const retrain = (run: Linked, model = run.model): Linked => judgePairs({ ...run, model })

/** Joins a finished run's records anew with other thresholds. Pairs far below the usual ones were never kept. */
export const recluster = (run: Linked, thresholds: Thresholds): Linked => joinRecords(run, thresholds)

const thresholdsOf = ({ thresholds }: ModelFile): Thresholds => (thresholds === 'auto' ? AUTO : thresholds)

type Judged = Omit<Linked, 'thresholds' | 'clusters' | 'links' | 'joining'>

function joinRecords(judged: Judged, thresholds: Thresholds): Linked {
  const { pairs, weighed, records, order, settled } = judged
  const { limitOf } = limitsOf(judged.comparisons, judged.estimates, thresholds.nameAlone)
  const links = takeLinks(pairs, weighed, { ...weighingOf(judged), limitOf }, thresholds.review)
  const { rows, layout } = records.people
  const joining = links.bits.slice(0, links.count)
  const undated = gatherUndated(links, rows, layout)
  // Where sources say who is a child and who an adult, ages have nothing to add that is worth learning from one run.
  if (judged.model.columns.stage === undefined) addAges(joining, undated, rows, layout)
  shareRivals(joining, undated)
  const clusters = clusterPairs(links, joining, {
    ...records.people,
    ranks: order.ranks,
    exclusive: exclusiveOf(settled),
    threshold: thresholds.link,
    bitsOf: pairWeigher(judged),
  })
  return { ...judged, thresholds, links, joining, clusters }
}

/** The identifiers of which nobody has two. */
export const exclusiveOf = ({ identifiers }: Settled): number[] =>
  identifiers.flatMap(({ kind }, one) => (kind === 'other' ? [] : [one]))

const weighingOf = (judged: Omit<Judged, 'weighed'>): Weighing => ({ ...judged, ranks: judged.order.ranks })

/** Weighs any two rows, also such as no rule brought together; minus infinity where they may be twins. */
export function pairWeigher({
  records,
  chance,
  comparisons,
  weights,
  compare,
  estimates,
}: Judged): (a: number, b: number) => number {
  const { rows, layout } = records.people
  const rarity = rarityOf(chance, weights)
  const { mayBeTwins } = limitsOf(comparisons, estimates)
  const pattern: Pattern = { low: 0, high: 0 }
  return (a, b) => {
    const one = a * layout.stride
    const other = b * layout.stride
    compare(rows, one, other, pattern)
    if (mayBeTwins(pattern.low, pattern.high)) return Number.NEGATIVE_INFINITY
    const bits = sumPattern(pattern.low, pattern.high, weights, comparisons.length)
    return oddsOf(bits, rarity(rows, one, other, bits.rarities))
  }
}

/** Households explain a pair only where the file shows at least this many of them beside pairs of one person. */
const LEAST_HOUSEHOLDS = 0.02

function estimateStories({ pairs, settles, comparisons, chance }: Compared): Estimates {
  const hasHomes = chance.isPlaced || chance.comparable[OF.phone]! > 0
  const three = estimate(pairs.patterns, settles, comparisons, chance, hasHomes)
  if (!hasHomes) return three
  if (three.otherNamedPairs >= LEAST_HOUSEHOLDS * three.samePairs) return three
  return estimate(pairs.patterns, settles, comparisons, chance, false)
}
