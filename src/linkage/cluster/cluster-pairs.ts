import type { Pattern } from '../compare/compare-rows.ts'
import type { Patterns } from '../compare/patterns.ts'
import type { Decided } from './decisions.ts'
import { groupComparer } from './group-comparer.ts'
import { decisionsByGroup, type GroupDecisions } from './group-decisions.ts'
import type { GroupedLinks } from './group-links.ts'
import { APART } from './limits.ts'
import { type Earlier, groupsBetween, type Line, lineAt } from './threshold-line.ts'
import { clear, type Forest, join, joinPlaces, membersOf, plant, rootOf } from './union-find.ts'
import type { ClusterWeigher } from './weigh-clusters.ts'

/** What became of a link: it was made or not looked at, or not made for one of these reasons. */
export const FATE = { made: 0, nearLine: 1, beyondLimits: 2, conflicting: 3, incoherent: 4, decided: 5 }

export type Clusters = {
  /** For each row the first row, in order of records, of its cluster. */
  keyOf: Uint32Array
  /** For each row the bits of its strongest accepted link; NaN where it stands alone. */
  strongest: Float64Array
  /** Rows about which a person should be asked. */
  review: Uint8Array
  /** What became of each link. */
  fates: Uint8Array
  /**
   * For each group the bits nearest to the threshold of links that were held against it, below it and from it on: any
   * threshold between them gives the group the same persons.
   */
  nearest: { below: Float64Array; from: Float64Array }
  /** Links that were not made, for a reason other than their bits. */
  refused: { conflicting: number; incoherent: number }
}

/** What limits say of the pairs of each pattern, by its number. */
export type LimitsByPattern = {
  /** The bits that a pair must have to be linked, beside the threshold. */
  leastBits: Float64Array
  /** The same for a pair whose homes are tied. */
  leastBitsTied: Float64Array
  /** One of `APART`. */
  apart: Uint8Array
  /** Whether a person could settle the pair, if it is not linked. */
  isWorthAsking: Uint8Array
}

/** What clustering must know beside the links. */
export type Clustering = {
  /** How many rows there are, with and without links. */
  rows: number
  patterns: Patterns
  limits: LimitsByPattern
  /** Bits from which a pair is linked, and from which it is looked at at all. */
  thresholds: { link: number; review: number }
  /** Compares any two rows anew. */
  compareTwo: (a: number, b: number, into: Pattern) => void
  /** One of `APART`, by a pair's pattern. */
  apartOf: (low: number, high: number) => number
  /** Weighs two clusters. */
  weigher: ClusterWeigher
  /** Numbers in a row. */
  stride: number
  /** What people decided: it stands before all evidence. */
  decided: Decided
  /** For a row its numbers of which nobody has two, empty where it has none. */
  numbersOf: (row: number) => string[]
}

/**
 * Joins records best link first. Two clusters join only if no two members are kept apart, and if their members agree on
 * the whole, not only in the one best pair. What is refused is left for people. A pure function of the links; what the
 * same links gave with other thresholds spares the groups for which these change nothing.
 */
export function clusterPairs(links: GroupedLinks, clustering: Clustering, earlier?: Earlier): Clusters {
  const groups = links.starts.length - 1
  const clusters = earlier ? copyOf(earlier.clusters) : alone(clustering.rows, links.count, groups)
  const joinGroup = groupJoiner(links, clustering, clusters)
  const isOpen = earlier ? groupsBetween(links, clustering, earlier) : () => true
  for (let group = 0; group < groups; group++) if (isOpen(group)) joinGroup(group)
  for (const fate of clusters.fates) {
    if (fate === FATE.conflicting) clusters.refused.conflicting++
    if (fate === FATE.incoherent) clusters.refused.incoherent++
  }
  return clusters
}

/** Every row by itself. */
function alone(rows: number, links: number, groups: number): Clusters {
  const keyOf = new Uint32Array(rows)
  for (let row = 0; row < rows; row++) keyOf[row] = row
  return {
    keyOf,
    strongest: new Float64Array(rows).fill(Number.NaN),
    review: new Uint8Array(rows),
    fates: new Uint8Array(links),
    nearest: { below: new Float64Array(groups), from: new Float64Array(groups) },
    refused: { conflicting: 0, incoherent: 0 },
  }
}

const copyOf = ({ keyOf, strongest, review, fates, nearest: { below, from } }: Clusters): Clusters => ({
  keyOf: keyOf.slice(),
  strongest: strongest.slice(),
  review: review.slice(),
  fates: fates.slice(),
  nearest: { below: below.slice(), from: from.slice() },
  refused: { conflicting: 0, incoherent: 0 },
})

/** A function that joins the records of one group. */
function groupJoiner(
  links: GroupedLinks,
  clustering: Clustering,
  { keyOf, strongest, review, fates, nearest }: Clusters,
): (group: number) => void {
  const { starts, members, memberStarts, one, other, bits, joiningBits, patterns, tied } = links
  const { limits, thresholds, apartOf, weigher, stride } = clustering
  const line = lineAt(thresholds.link)
  const forest = plant(memberStarts)
  const strengths = new Float64Array(forest.parents.length)
  const patternWithin = groupComparer(links, clustering)
  const pattern: Pattern = { low: 0, high: 0 }
  const decisions = decisionsByGroup(links, clustering.decided)
  const refusals = rememberRefusals(forest)
  const decidedPairs = decidedJoiner(links, clustering, forest, line)

  function ask(at: number, fate: number): void {
    fates[at] = fate
    if (limits.isWorthAsking[patterns[at]!] === 0) return
    review[links.a[at]!] = 1
    review[links.b[at]!] = 1
  }
  function noteStrength(at: number): void {
    const own = tied[at] === 1 ? joiningBits[at]! : bits[at]!
    if (!(strengths[one[at]!]! >= own)) strengths[one[at]!] = own
    if (!(strengths[other[at]!]! >= own)) strengths[other[at]!] = own
  }
  function take(group: number, at: number): void {
    const x = rootOf(forest, one[at]!)
    const y = rootOf(forest, other[at]!)
    if (x === y) return noteStrength(at)
    const decided = decisions.get(group)
    if (decided && areKeptApart(forest, decided, x, y)) {
      fates[at] = FATE.decided
      return
    }
    if (!line.isReachedBy(joiningBits[at]!)) return ask(at, FATE.nearLine)
    const least = tied[at] === 1 ? limits.leastBitsTied : limits.leastBits
    if (bits[at]! < least[patterns[at]!]!) return ask(at, FATE.beyondLimits)
    const isAlone = forest.sizes[x] === 1 && forest.sizes[y] === 1
    const ofMany = decided ? decidedPairs : ofAllPairs
    const how = isAlone
      ? ofOnePair(limits.apart[patterns[at]!]!)
      : (refusals.find(x, y) ?? ofMany(group, x, y))
    if (how !== 'joined') {
      refusals.note(x, y, how)
      return ask(at, FATE[how])
    }
    join(forest, x, y)
    noteStrength(at)
  }
  /** Whether two clusters on the whole reach the line, as their one best pair does. */
  function ofAllPairs(group: number, x: number, y: number): Outcome {
    const start = memberStarts[group]!
    let apart: number = APART.no
    weigher.begin()
    let i = x
    do {
      let j = y
      do {
        patternWithin(group, i, j, pattern)
        apart = Math.max(apart, apartOf(pattern.low, pattern.high))
        if (apart === APART.numbersDiffer) return 'conflicting'
        weigher.add(pattern, members[start + i]! * stride, members[start + j]! * stride)
        j = forest.nexts[j]!
      } while (j !== y)
      i = forest.nexts[i]!
    } while (i !== x)
    return apart === APART.no && line.isReachedBy(weigher.bits()) ? 'joined' : 'incoherent'
  }
  return group => {
    const start = memberStarts[group]!
    const size = memberStarts[group + 1]! - start
    clear(forest, size)
    refusals.forget()
    line.begin()
    fates.fill(0, starts[group]!, starts[group + 1]!)
    for (let i = 0; i < size; i++) review[members[start + i]!] = 0
    strengths.fill(Number.NaN, 0, size)
    for (const [i, j] of decisions.get(group)?.same ?? []) joinPlaces(forest, i, j)
    for (let at = starts[group]!; at < starts[group + 1]!; at++)
      if (bits[at]! >= thresholds.review || tied[at] === 1) take(group, at)
    for (let i = 0; i < size; i++) {
      const row = members[start + i]!
      keyOf[row] = members[start + rootOf(forest, i)]!
      strongest[row] = strengths[i]!
    }
    nearest.below[group] = line.below
    nearest.from[group] = line.from
  }
}

/** So few pairs of members are weighed again sooner than they are looked up. */
const FEW_PAIRS = 16

/**
 * Two large clusters that are not one have a link between almost any two members, and each would weigh them again: what
 * was said of both stands until one of them grows.
 */
function rememberRefusals({ sizes, parents }: Forest): {
  note: (x: number, y: number, how: Outcome) => void
  find: (x: number, y: number) => Outcome | undefined
  forget: () => void
} {
  const known = new Map<number, { how: Outcome; records: number }>()
  const keyOf = (x: number, y: number): number => Math.min(x, y) * parents.length + Math.max(x, y)
  const isWorthIt = (x: number, y: number): boolean => sizes[x]! * sizes[y]! > FEW_PAIRS
  return {
    note: (x, y, how) => {
      if (isWorthIt(x, y)) known.set(keyOf(x, y), { how, records: sizes[x]! + sizes[y]! })
    },
    find: (x, y) => {
      const earlier = isWorthIt(x, y) ? known.get(keyOf(x, y)) : undefined
      return earlier?.records === sizes[x]! + sizes[y]! ? earlier.how : undefined
    },
    forget: () => known.clear(),
  }
}

const areKeptApart = (forest: Forest, { different }: GroupDecisions, x: number, y: number): boolean =>
  different.some(([i, j]) => rootOf(forest, i) === x && rootOf(forest, j) === y)

/**
 * A function that says whether two clusters join in a group about which people decided. They may have joined two
 * numbers: the engine then adds records of either, and of no third.
 */
function decidedJoiner(
  { members, memberStarts }: GroupedLinks,
  { numbersOf, compareTwo, apartOf, weigher, stride }: Clustering,
  forest: Forest,
  line: Line,
): (group: number, x: number, y: number) => Outcome {
  const pattern: Pattern = { low: 0, high: 0 }
  const mayMeet = (ours: string[][], theirs: string[][]): boolean =>
    (ours[0] ?? []).every((_, which) => {
      const [some, others] = [ours, theirs].map(
        own => new Set(own.map(numbers => numbers[which]!).filter(number => number !== '')),
      ) as [Set<string>, Set<string>]
      return some.size === 0 || others.size === 0 || some.isSubsetOf(others) || others.isSubsetOf(some)
    })
  return (group, x, y) => {
    const [ours, theirs] = [x, y].map(root =>
      membersOf(forest, root).map(place => members[memberStarts[group]! + place]!),
    ) as [number[], number[]]
    if (!mayMeet(ours.map(numbersOf), theirs.map(numbersOf))) return 'conflicting'
    weigher.begin()
    for (const one of ours) {
      for (const other of theirs) {
        compareTwo(one, other, pattern)
        if (apartOf(pattern.low, pattern.high) === APART.mayBeTwins) return 'incoherent'
        weigher.add(pattern, one * stride, other * stride)
      }
    }
    return line.isReachedBy(weigher.bits()) ? 'joined' : 'incoherent'
  }
}

type Outcome = 'joined' | 'conflicting' | 'incoherent'

const ofOnePair = (apart: number): Outcome =>
  apart === APART.no ? 'joined' : apart === APART.numbersDiffer ? 'conflicting' : 'incoherent'
