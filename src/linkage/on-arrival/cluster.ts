import { differInIdentifier, mayBeOne } from './judge.ts'
import type { Decisions } from './overrides.ts'
import type { Prepared } from './prepare.ts'
import type { Review, ReviewReason, ScoredPair } from './record.ts'
import { probabilityOf, type Scorer, score } from './weights.ts'

/** A compared pair by position in the list of records. */
export type Edge = { i: number; j: number; bits: number }

/** Records joined so far, with what must not meet: identifiers and pairs that a person keeps apart. */
type Group = { members: number[]; nhsNumbers: Set<string>; upns: Set<string>; seal: string }

export type Clustering = { groups: number[][]; links: ScoredPair[]; reviews: Review[] }

/**
 * Joins records best link first, as long as the whole group holds together: no two different NHS numbers or UPNs,
 * no two records of one source without proof, no pair that people keep apart, no two members whose own evidence
 * speaks against it. A link refused goes to people. `edges` are those that the judge would join.
 */
export function cluster(
  records: readonly Prepared[],
  edges: Edge[],
  decisions: Decisions,
  scorer: Scorer,
): Clustering {
  const groupOf = records.map((record, position) => startGroup(record, position))
  const links: ScoredPair[] = []
  const reviews: Review[] = []
  for (const [i, j] of decisions.same) merge(groupOf, i, j)
  const rivals = findRivals(records, edges, decisions, scorer)
  for (const edge of edges.toSorted(bestFirst)) {
    const { i, j, bits } = edge
    const pair = { a: records[i]?.id ?? '', b: records[j]?.id ?? '', bits, probability: probabilityOf(bits) }
    const [one, other] = [groupOf[i], groupOf[j]]
    if (!one || !other) continue
    if (one === other) {
      links.push(pair)
      continue
    }
    const objection = rivals.has(edge) ? 'rival' : findObjection(one, other, records, decisions, scorer)
    if (objection === undefined) {
      merge(groupOf, i, j)
      links.push(pair)
    } else if (objection !== 'decided') reviews.push({ ...pair, reason: objection })
  }
  const groups = [...new Set(groupOf)].map(group => group.members.toSorted((a, b) => a - b))
  return { groups, links, reviews }
}

function startGroup(record: Prepared, position: number): Group {
  return {
    members: [position],
    nhsNumbers: new Set(record.nhsNumber ? [record.nhsNumber] : []),
    upns: new Set(record.upn ? [record.upn] : []),
    seal: record.seal,
  }
}

/** Highest bits first; equal bits in order of position, which is the order of ids, so that input order is nothing. */
const bestFirst = (a: Edge, b: Edge): number => b.bits - a.bits || a.i - b.i || a.j - b.j

function merge(groupOf: Group[], i: number, j: number): void {
  const [one, other] = [groupOf[i], groupOf[j]]
  if (!one || !other || one === other) return
  const [large, small] = one.members.length >= other.members.length ? [one, other] : [other, one]
  for (const member of small.members) {
    large.members.push(member)
    groupOf[member] = large
  }
  for (const number of small.nhsNumbers) large.nhsNumbers.add(number)
  for (const number of small.upns) large.upns.add(number)
}

/** Why two groups may not become one; `decided` where a person said so and need not be asked again. */
function findObjection(
  one: Group,
  other: Group,
  records: readonly Prepared[],
  decisions: Decisions,
  scorer: Scorer,
): ReviewReason | 'decided' | undefined {
  if (one.seal !== other.seal) return 'decided'
  if (isKeptApart(one, other, decisions)) return 'decided'
  if (wouldMix(one.nhsNumbers, other.nhsNumbers) || wouldMix(one.upns, other.upns)) return 'identifiersDiffer'
  for (const i of one.members) {
    for (const j of other.members) {
      const [a, b] = [records[i], records[j]]
      if (!a || !b) continue
      const { bits, levels } = score(a, b, scorer)
      if (!mayBeOne(levels, bits, scorer.model)) return 'sameSource'
      if (bits < scorer.model.thresholds.coherenceBits || levels.birthDate === 'otherGeneration')
        return 'incoherent'
    }
  }
  return undefined
}

/** A group that people joined may hold two numbers; the engine adds no third, and no second to any other group. */
const wouldMix = (some: Set<string>, others: Set<string>): boolean =>
  some.size > 0 && others.size > 0 && !some.isSubsetOf(others) && !others.isSubsetOf(some)

function isKeptApart(one: Group, other: Group, decisions: Decisions): boolean {
  if (decisions.different.size === 0) return false
  return one.members.some(i => {
    const apart = decisions.different.get(i)
    return apart !== undefined && other.members.some(j => apart.has(j))
  })
}

/**
 * Links to which a near-equal rival exists: one record likes two records of another source that cannot both be
 * this person (twins with near names), and neither is clearly the better. Which of them is a question for people.
 */
function findRivals(
  records: readonly Prepared[],
  edges: Edge[],
  decisions: Decisions,
  scorer: Scorer,
): Set<Edge> {
  const choices = new Map<string, { edge: Edge; other: number }[]>()
  for (const edge of edges) {
    for (const [own, other] of [
      [edge.i, edge.j],
      [edge.j, edge.i],
    ] as const) {
      const key = `${own} ${records[other]?.source}`
      const list = choices.get(key)
      if (list) list.push({ edge, other })
      else choices.set(key, [{ edge, other }])
    }
  }
  const rivals = new Set<Edge>()
  for (const list of choices.values()) {
    list.sort((a, b) => bestFirst(a.edge, b.edge))
    const [best, second] = list
    if (!best || !second || best.edge.bits - second.edge.bits > scorer.model.thresholds.rivalBits) continue
    const [a, b] = [records[best.other], records[second.other]]
    const arePeopleApart = decisions.different.get(best.other)?.has(second.other)
    if (!a || !b || arePeopleApart || areOne(a, b, scorer)) continue
    rivals.add(best.edge).add(second.edge)
  }
  return rivals
}

/** Whether two candidates of one source are, to all appearance, one person entered twice: then neither rivals the other. */
function areOne(a: Prepared, b: Prepared, scorer: Scorer): boolean {
  const { bits, levels } = score(a, b, scorer)
  if (mayBeOne(levels, bits, scorer.model)) return true
  const conflict = levels.sex === 'different' || levels.middle === 'different' || differInIdentifier(levels)
  return levels.given === 'exact' && bits >= scorer.model.thresholds.joinBits && !conflict
}
