import { isDeepStrictEqual } from 'node:util'
import type { AllPairs, Known, Plan } from './block/find-all-pairs.ts'
import {
  type Clustering,
  type Clusters,
  clusterPairs,
  type LimitsByPattern,
} from './cluster/cluster-pairs.ts'
import type { Decided } from './cluster/decisions.ts'
import { type GroupedLinks, groupLinks } from './cluster/group-links.ts'
import { apartOf, limitsOf, NO_LIMIT } from './cluster/limits.ts'
import type { Earlier } from './cluster/threshold-line.ts'
import { clusterWeigher } from './cluster/weigh-clusters.ts'
import type { Pattern } from './compare/compare-rows.ts'
import { isWorthAsking, OF } from './compare/comparisons.ts'
import { inOneHome, MOST_GAIN, tieHomes } from './context/tied-homes.ts'
import { addAges } from './context/undated-ages.ts'
import { type Dates, gatherUndated, listDates } from './context/undated-links.ts'
import { shareRivals } from './context/undated-rivals.ts'
import { type Estimates, estimate } from './learn/estimate.ts'
import { countNamePairs, type NamePairs } from './learn/names-together.ts'
import { showsTwins } from './learn/shown-twins.ts'
import { setLevels } from './learn/stated-levels.ts'
import type { ModelFile } from './model-file.ts'
import type { Records } from './read/read-people.ts'
import type { Order } from './rows/order-records.ts'
import { FIRST_IDENTIFIER } from './rows/row-layout.ts'
import { exclusiveOf, type Settled } from './settle/settle-values.ts'
import type { Thawed } from './trained/thaw.ts'
import {
  atLeast,
  dropBelow,
  type Links,
  type PatternSums,
  settleNames,
  sumPatterns,
  takeLinks,
} from './weigh/weigh-pairs.ts'
import { type Weights, weightsOf } from './weigh/weigh-patterns.ts'

/** A run up to where all pairs have been compared: what stays when it is judged anew. */
export type Compared = Known &
  Plan & {
    model: ModelFile
    /** What a trained model knows; absent where the run learns. */
    trained?: Thawed
    records: Records
    order: Order
    settled: Settled
    decided: Decided
    pairs: AllPairs
    /** Whether nobody will judge the run anew or measure it: its pairs are then let go with the first judgement. */
    isJudgedOnce: boolean
    /** What is worked out when the run is first judged, and stays. */
    namePairs?: NamePairs
    dates?: Dates
  }

export type Thresholds = Exclude<ModelFile['thresholds'], 'auto'>

/** What is known of the pairs whatever the thresholds. */
type Judged = Compared & {
  dates: Dates
  estimates: Estimates
  weights: Weights
  sums: PatternSums
}

/** Everything that a run found out, for whoever writes it down. */
export type Linked = Judged & {
  thresholds: Thresholds
  /** The pairs that can be links by usual thresholds. */
  candidates: GroupedLinks
  /** Those that reach the threshold of review. */
  links: Links
  clusters: Clusters
}

const AUTO: Thresholds = { link: 0, review: -3 }

/** Learns what levels say from the compared pairs, unless a trained model knows, weighs the pairs and joins records. */
export function judgePairs(compared: Compared): Linked {
  const { rows, layout } = compared.records.people
  const dated = { ...compared, dates: compared.dates ?? listDates(rows, layout) }
  return judge(
    dated.trained ? weighPatterns({ ...dated, ...dated.trained }) : weighLearnt(dated, learnStories(dated)),
  )
}

function judge(judged: Judged): Linked {
  const thresholds = thresholdsOf(judged.model)
  return joinRecords(judged, takeCandidates(judged, thresholds), thresholds)
}

/**
 * Learns a finished run's weights again, without reading or comparing anything. Where the model teaches what the run
 * knows already, its pairs need not be weighed again.
 */
export function retrain(run: Linked, model = run.model): Linked {
  const again = { ...run, model }
  const estimates = run.trained?.estimates ?? learnStories(again)
  return isDeepStrictEqual(estimates, run.estimates)
    ? recluster(again, thresholdsOf(model))
    : judge(weighLearnt(again, estimates))
}

/** Joins a finished run's records anew with other thresholds. Pairs far below the usual ones were never kept. */
export function recluster(run: Linked, thresholds: Thresholds): Linked {
  if (leastOf(thresholds) !== leastOf(run.thresholds))
    return joinRecords(run, takeCandidates(run, thresholds), thresholds)
  const limits = limitsByPattern(run, run.thresholds)
  return joinRecords(run, run.candidates, thresholds, {
    clusters: run.clusters,
    thresholds: run.thresholds,
    limits,
  })
}

const thresholdsOf = ({ thresholds }: ModelFile): Thresholds => (thresholds === 'auto' ? AUTO : thresholds)

function weighLearnt(compared: Compared & { dates: Dates }, estimates: Estimates): Judged {
  const { records, chance, pairs } = compared
  const weights = weightsOf(estimates)
  const { rows, layout } = records.people
  const namePairs = compared.namePairs ?? countNamePairs(rows, layout, records.dictionary, chance)
  const judged = weighPatterns({ ...compared, namePairs, estimates, weights })
  settleNames(pairs, judged.sums, namePairs, chance, weights)
  return judged
}

function learnStories(compared: Compared): Estimates {
  const estimates = estimateStories(compared)
  setLevels(compared.model.comparisons, compared.comparisons, estimates)
  return estimates
}

const weighPatterns = (judged: Omit<Judged, 'sums'>): Judged => ({
  ...judged,
  sums: sumPatterns(judged.pairs.patterns, judged.weights, judged.comparisons.length),
})

/** What ages and rivals say is learnt from the pairs of the usual threshold of review, so that a stricter one changes neither. */
const leastOf = ({ review }: Thresholds): number => Math.min(review, AUTO.review)

function takeCandidates(judged: Judged, thresholds: Thresholds): GroupedLinks {
  const { pairs, sums, chance, weights, dates, order, decided } = judged
  const links = takeLinks(pairs, sums, chance, weights, leastOf(thresholds) - MOST_GAIN)
  if (judged.isJudgedOnce) pairs.kept.length = 0
  const { rows, layout } = judged.records.people
  tieHomes(links, {
    rows,
    stride: layout.stride,
    patterns: pairs.patterns,
    comparisons: judged.comparisons,
    chance,
    weights,
    compareTwo: rowsComparer(judged),
  })
  dropBelow(links, leastOf(thresholds))
  const undated = gatherUndated(links, dates)
  // Where sources say who is a child and who an adult, ages have nothing to add that is worth learning from one run.
  if (judged.model.columns.stage === undefined) addAges(links.joiningBits, undated, dates)
  shareRivals(links.joiningBits, undated)
  return groupLinks(links, order, decided.same)
}

function joinRecords(
  judged: Judged,
  candidates: GroupedLinks,
  thresholds: Thresholds,
  earlier?: Earlier,
): Linked {
  const clustering: Clustering = {
    rows: judged.order.ranks.length,
    patterns: judged.pairs.patterns,
    limits: limitsByPattern(judged, thresholds),
    thresholds,
    compareTwo: rowsComparer(judged),
    apartOf: apartBy(judged),
    weigher: clusterWeigher(judged),
    stride: judged.records.people.layout.stride,
    decided: judged.decided,
    numbersOf: numberReader(judged),
  }
  const clusters = clusterPairs(candidates, clustering, earlier)
  return { ...judged, thresholds, candidates, links: atLeast(candidates, thresholds.review), clusters }
}

/** The limits are asked pair by pair, and pairs are many where patterns are few. */
function limitsByPattern(
  { pairs, comparisons, estimates, settled }: Judged,
  thresholds: Thresholds,
): LimitsByPattern {
  const { low, high, count } = pairs.patterns
  const limits = limitsOf(comparisons, estimates, thresholds)
  const apart = apartOf(comparisons, exclusiveOf(settled.identifiers), limits)
  const found: LimitsByPattern = {
    leastBits: new Float64Array(count),
    leastBitsTied: new Float64Array(count),
    apart: new Uint8Array(count),
    isWorthAsking: new Uint8Array(count),
  }
  const boundOf = (ofLow: number, ofHigh: number): number =>
    limits.limitOf(ofLow, ofHigh)?.leastBits ?? NO_LIMIT
  for (let number = 0; number < count; number++) {
    const [ofLow, ofHigh] = [low[number]!, high[number]!]
    found.leastBits[number] = boundOf(ofLow, ofHigh)
    found.leastBitsTied[number] = boundOf(inOneHome(ofLow), ofHigh)
    found.apart[number] = apart(ofLow, ofHigh)
    found.isWorthAsking[number] = isWorthAsking(ofLow, ofHigh, comparisons) ? 1 : 0
  }
  return found
}

/** A function that gives a row's numbers of which nobody has two, each as a text, empty where there is none. */
function numberReader({ records: { people }, settled }: Judged): (row: number) => string[] {
  const { rows, layout } = people
  const slots = exclusiveOf(settled.identifiers).map(one => FIRST_IDENTIFIER + 2 * one)
  return row =>
    slots.map(slot => {
      const at = row * layout.stride + slot
      return rows[at] === 0 && rows[at + 1] === 0 ? '' : `${rows[at]} ${rows[at + 1]}`
    })
}

/** Compares rows by their numbers. */
export function rowsComparer({ records, compare }: Compared): (a: number, b: number, into: Pattern) => void {
  const { rows, layout } = records.people
  return (a, b, into) => compare(rows, a * layout.stride, b * layout.stride, into)
}

/** Gives, by a pair's pattern, one of `APART`. */
export const apartBy = ({
  comparisons,
  estimates,
  settled,
}: Judged): ((low: number, high: number) => number) =>
  apartOf(comparisons, exclusiveOf(settled.identifiers), limitsOf(comparisons, estimates, AUTO))

/** Households explain a pair only where the file shows at least this many of them beside pairs of one person. */
const LEAST_HOUSEHOLDS = 0.02

function estimateStories({ pairs, settles, comparisons, chance, settled }: Compared): Estimates {
  const two = (): Estimates => estimate(pairs.patterns, settles, comparisons, chance, false)
  // Namesakes born in one year are no twins.
  const hasTwins = !chance.isPlaced && settled.precision === 'day' && showsTwins(pairs.patterns)
  // Without twins a telephone is what shows a household, as where birth dates are not known.
  const isPlaced = chance.isPlaced || (!hasTwins && chance.comparable[OF.phone]! > 0)
  if (!isPlaced && !hasTwins) return two()
  const three = estimate(pairs.patterns, settles, comparisons, { ...chance, isPlaced }, true)
  return three.otherNamedPairs >= LEAST_HOUSEHOLDS * three.samePairs ? three : two()
}
