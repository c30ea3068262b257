import { type CappedBlock, findPairs, keysOf } from './blocking.ts'
import { cluster, type Edge } from './cluster.ts'
import { judge } from './judge.ts'
import type { Model } from './model.ts'
import { type Decisions, type HeldOverride, readDecisions } from './overrides.ts'
import { type Prepared, prepare } from './prepare.ts'
import type { LinkRecord, Override, Review, ScoredPair } from './record.ts'
import { makeScorer, probabilityOf, type Scorer, score } from './weights.ts'

export type LinkResult = {
  /** For each record id the key of its cluster: the smallest id among its members. */
  clusters: Map<string, string>
  /** Accepted pairs, best first. */
  links: ScoredPair[]
  /** Pairs for people, at most one for any two clusters, most likely first. */
  reviews: Review[]
  /** Blocks above the model's cap, which gave no pair. */
  caps: CappedBlock[]
  /** Overrides not carried out, with the reason. */
  heldOverrides: HeldOverride[]
}

export type LinkOneResult = Omit<LinkResult, 'caps'> & {
  /** Every candidate that shares a blocking key with the record, best first. */
  scores: ScoredPair[]
  /** The candidates that are the same person as the record. */
  members: string[]
}

/**
 * Links and de-duplicates records: which of them are the same person. A pure function of records, model and
 * overrides: the order of the records changes nothing. Throws where two records have one id.
 */
export function linkBatch(
  records: readonly LinkRecord[],
  model: Model,
  overrides: readonly Override[] = [],
): LinkResult {
  const prepared = prepareAll(records, model)
  const { pairs, caps } = findPairs(prepared, model)
  return { ...linkPairs(prepared, pairs, makeScorer(model), overrides), caps }
}

/**
 * Links one record with candidates that the caller fetched by `blockingKeys`, with the scores that the batch
 * would give. To have the clusters of the batch too, let `candidates` hold all records that the fetched ones are
 * linked or reviewed with; pass over keys that more than `model.blocking.cap` records share, as the batch does.
 */
export function linkOne(
  record: LinkRecord,
  candidates: readonly LinkRecord[],
  model: Model,
  overrides: readonly Override[] = [],
): LinkOneResult {
  const prepared = prepareAll([record, ...candidates], model)
  const scorer = makeScorer(model)
  const { pairs } = findPairs(prepared, {
    ...model,
    blocking: { ...model.blocking, cap: Number.MAX_SAFE_INTEGER },
  })
  const all = [...pairs]
  const own = prepared.findIndex(({ id }) => id === record.id)
  const scores = all
    .filter(([i, j]) => i === own || j === own)
    .map(([i, j]) => scorePair(prepared, i, j, scorer))
    .toSorted(mostLikelyFirst)
  const result = linkPairs(prepared, all, scorer, overrides)
  const key = result.clusters.get(record.id)
  const members = [...result.clusters]
    .filter(([id, other]) => other === key && id !== record.id)
    .map(([id]) => id)
  return { ...result, scores, members }
}

/** The keys by which a store finds the candidates for a record: any that has one of these keys in common. */
export function blockingKeys(record: LinkRecord, model: Model): string[] {
  return keysOf(prepare(record, model), model)
}

/** Sorted by id, because the order in which records come must not matter. */
function prepareAll(records: readonly LinkRecord[], model: Model): Prepared[] {
  const prepared = records.map(record => prepare(record, model)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  for (const [position, record] of prepared.entries()) {
    if (record.id === prepared[position + 1]?.id)
      throw new Error('Two records have one id. Give each record an id that is unique among all sources.')
  }
  return prepared
}

function linkPairs(
  records: readonly Prepared[],
  pairs: Iterable<[number, number]>,
  scorer: Scorer,
  overrides: readonly Override[],
): Omit<LinkResult, 'caps'> {
  const decisions = readDecisions(overrides, records)
  const edges: Edge[] = []
  const reviews: Review[] = contestedReviews(records, decisions, scorer)
  for (const [i, j] of pairs) {
    const [a, b] = [records[i], records[j]]
    if (!a || !b || decisions.different.get(i)?.has(j)) continue
    const { bits, levels } = score(a, b, scorer)
    const judgement = judge(levels, bits, scorer.model)
    if (judgement.kind === 'join') edges.push({ i, j, bits })
    if (judgement.kind === 'review') reviews.push({ ...toPair(a, b, bits), reason: judgement.reason })
  }
  const { groups, links, reviews: refused } = cluster(records, edges, decisions, scorer)
  const clusters = nameClusters(records, groups)
  return {
    clusters,
    links,
    reviews: onePerClusterPair([...reviews, ...refused], clusters, records, decisions),
    heldOverrides: decisions.held,
  }
}

function nameClusters(records: readonly Prepared[], groups: number[][]): Map<string, string> {
  const keys = records.map(({ id }) => id)
  for (const group of groups) for (const member of group) keys[member] = records[group[0] ?? member]?.id ?? ''
  return new Map(records.map(({ id }, position) => [id, keys[position] ?? id]))
}

const toPair = (a: Prepared, b: Prepared, bits: number): ScoredPair => ({
  a: a.id,
  b: b.id,
  bits,
  probability: probabilityOf(bits),
})

function scorePair(records: readonly Prepared[], i: number, j: number, scorer: Scorer): ScoredPair {
  const [a, b] = [records[i], records[j]]
  if (!a || !b) throw new RangeError('A pair names a record that is not there.')
  return toPair(a, b, score(a, b, scorer).bits)
}

const mostLikelyFirst = (one: ScoredPair, other: ScoredPair): number =>
  other.bits - one.bits || (one.a + one.b < other.a + other.b ? -1 : 1)

function contestedReviews(records: readonly Prepared[], decisions: Decisions, scorer: Scorer): Review[] {
  return decisions.contested.map(([i, j]) => ({
    ...scorePair(records, i, j, scorer),
    reason: 'contradiction',
  }))
}

/**
 * One answer settles two clusters, so only the likeliest pair between them is asked; a contradiction of people
 * is always asked. A pair that came together by other links needs no question any more.
 */
function onePerClusterPair(
  reviews: Review[],
  clusters: Map<string, string>,
  records: readonly Prepared[],
  decisions: Decisions,
): Review[] {
  const settled = settledClusterPairs(clusters, records, decisions)
  const chosen = new Map<string, Review>()
  for (const review of reviews.toSorted(mostLikelyFirst)) {
    const [one, other] = [clusters.get(review.a) ?? '', clusters.get(review.b) ?? '']
    if (one === other) continue
    const key = clusterPairKey(one, other)
    if (review.reason === 'contradiction') chosen.set(`${review.a} ${review.b}`, review)
    else if (!chosen.has(key) && !settled.has(key)) chosen.set(key, review)
  }
  return [...chosen.values()].toSorted(mostLikelyFirst)
}

const clusterPairKey = (one: string, other: string): string =>
  JSON.stringify(one < other ? [one, other] : [other, one])

/** Two clusters of which people said that a member of one is not a member of the other. */
function settledClusterPairs(
  clusters: Map<string, string>,
  records: readonly Prepared[],
  decisions: Decisions,
): Set<string> {
  const settled = new Set<string>()
  for (const [i, apart] of decisions.different) {
    for (const j of apart) {
      settled.add(
        clusterPairKey(clusters.get(records[i]?.id ?? '') ?? '', clusters.get(records[j]?.id ?? '') ?? ''),
      )
    }
  }
  return settled
}
