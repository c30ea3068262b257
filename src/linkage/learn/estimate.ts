import { BIRTH_LEVEL, type Comparison, GIVEN_LEVEL, OF } from '../compare/comparisons.ts'
import type { Patterns } from '../compare/patterns.ts'
import {
  BORN_APART,
  type Cases,
  gatherCases,
  MIDDLE_AGREES,
  NAMES_AGREE,
  NAMES_EXACT,
  placeOf,
  tableOf,
} from './cases.ts'
import type { Chance } from './chance.ts'
import { expected } from './expectations.ts'
import { anchorSums, maximise, noSums, type Sums } from './maximise.ts'

/** A story about a pair: one person, two people of one household, two unrelated people. */
export type Story = 'same' | 'household' | 'unrelated'

/** How often each level of each comparison is met under each story: by comparison, then by level from 0 for "missing", which is 1. */
export type Estimates = {
  same: number[][]
  household: number[][]
  unrelated: number[][]
  /** How many of all pairs of records are of one person and of one household. */
  samePairs: number
  householdPairs: number
  allPairs: number
  /**
   * How much likelier two unrelated people agree on both names than if names were drawn one by one: given and family
   * names go together in every culture.
   */
  namesTogether: number
  /** The same for the middle name of two unrelated people who agree on both names. */
  middleTogether: number
  /** Those pairs of households whose given names differ: with slips in a birth date nobody mistakes them for one person. */
  otherNamedPairs: number
  /** Whether the household story is told at all. */
  hasHouseholds: boolean
}

const ROUNDS = 40

/**
 * Learns the three stories from the histogram of patterns, without labels, by expectation and maximisation (Dempster,
 * Laird & Rubin 1977). Each blocking rule is a slice of pairs in which the rule's own comparisons are settled: the
 * others are learnt there, with a share of each story that is the slice's own. What chance agrees on is counted, not
 * learnt. Sums are taken in the patterns' order, so the same histogram gives the same bits.
 */
export function estimate(
  patterns: Patterns,
  settles: number[][],
  comparisons: readonly Comparison[],
  chance: Chance,
  hasHouseholds: boolean,
): Estimates {
  const estimates = begin(comparisons, chance, hasHouseholds)
  const all = gatherCases(patterns, comparisons.length)
  const slices = settles.flatMap((settled, rule) => {
    // Strangers of one name and one person without a birth date look alike, so blocks of both names teach nothing.
    if (settled.length === 2 && settled.every(place => place === OF.given || place === OF.family)) return []
    const cases = gatherCases(patterns, comparisons.length, settled, rule)
    const mix = hasHouseholds ? [0.4, 0.2, 0.4] : [0.5, 0, 0.5]
    return cases.count === 0 ? [] : [{ cases, settled, mix }]
  })
  for (let round = 0; round < ROUNDS; round++) {
    const sums = noSums(comparisons)
    const anchored = noSums(comparisons)
    for (const slice of slices) {
      const into = isAnchor(slice.settled, comparisons) ? anchored : sums
      slice.mix = weighSlice(slice.cases, slice.mix, estimates, into)
    }
    maximise(estimates, anchorSums(sums, anchored, comparisons), comparisons, chance.isPlaced)
    countPairs(estimates, all, comparisons, chance, round >= ROUNDS / 2 && slices.length > 0)
  }
  return estimates
}

/** Whether a rule's blocks are records with one number of an identifier. */
const isAnchor = (settled: number[], comparisons: readonly Comparison[]): boolean =>
  settled.length === 1 && comparisons[settled[0]!]!.kind === 'identifier'

/** The estimates before anything is learnt. */
export function begin(comparisons: readonly Comparison[], chance: Chance, hasHouseholds: boolean): Estimates {
  const allPairs = (chance.records * (chance.records - 1)) / 2
  return {
    same: comparisons.map(one => [1, ...expected(one).same]),
    household: comparisons.map(one => [1, ...expected(one).household]),
    unrelated: comparisons.map((_, place) => unrelatedOf(place, chance, 0)),
    samePairs: chance.records / 2,
    householdPairs: hasHouseholds ? chance.records / 2 : 0,
    allPairs,
    namesTogether: 1,
    middleTogether: 1,
    otherNamedPairs: 0,
    hasHouseholds,
  }
}

/**
 * Levels of unrelated pairs: exact agreement in closed form without the pairs that are known to agree for a better
 * reason, the other levels as in the sample.
 */
function unrelatedOf(place: number, chance: Chance, explained: number): number[] {
  if (place === OF.source) return unrelatedSources(chance)
  const shares = chance.shares[place]!
  const comparable = chance.comparable[place]!
  if (comparable === 0) return [1, ...shares]
  const agreeing = chance.agreeing[place]!
  const exact = Math.max(agreeing - explained, LEAST_UNEXPLAINED * agreeing, 0.5) / comparable
  const bounded = Math.min(0.999, exact)
  const others = shares.slice(1).reduce((sum, share) => sum + share, 0)
  return [1, bounded, ...shares.slice(1).map(share => (share * (1 - bounded)) / others)]
}

/** Strangers are of one source as often as its size has it, with birth dates or without. */
function unrelatedSources({ agreeing, comparable }: Chance): number[] {
  const [alike = 0, both = 0] = [agreeing[OF.source], comparable[OF.source]]
  const bounded = both === 0 ? 0.5 : Math.max(0.0001, Math.min(0.9999, alike / both))
  return [1, bounded, 1 - bounded, bounded, 1 - bounded]
}

/** However many agreeing pairs are explained, some agree by chance. */
const LEAST_UNEXPLAINED = 0.02

/** How much likelier strangers agree on a case's names than if each name were drawn by itself. */
function together({ namesTogether, middleTogether }: Estimates, marks: number): number {
  if ((marks & NAMES_AGREE) === 0) return 1
  return marks & MIDDLE_AGREES ? namesTogether * middleTogether : namesTogether
}

/** What is believed counts as this many pairs beside those seen. */
const BELIEF = 5

/** Names of one culture are few enough for this, and a small file's count is uncertain. */
const MOST_TOGETHER = 64

/** One round over the pairs of one rule: adds to the sums what they teach, and gives the stories' new shares. */
function weighSlice(cases: Cases, mix: number[], estimates: Estimates, sums: Sums): number[] {
  const { pairs, places, marks, open } = cases
  const [ofSame, ofHousehold, ofUnrelated] = tablesOf(estimates)
  const areNamesOpen = open.includes(OF.given) || open.includes(OF.family)
  // Only birth dates that no slip explains make it sure that a home's given names are those of two people.
  const given = open.indexOf(OF.given)
  let same = 0
  let household = 0
  let unrelated = 0
  for (let at = 0; at < cases.count; at++) {
    const from = at * open.length
    const to = from + open.length
    let s = mix[0]!
    let h = mix[1]!
    let u = mix[2]!
    for (let one = from; one < to; one++) {
      s *= ofSame[places[one]!]!
      h *= ofHousehold[places[one]!]!
      u *= ofUnrelated[places[one]!]!
    }
    if (areNamesOpen) u *= together(estimates, marks[at]!)
    const total = s + h + u
    if (total === 0) continue
    s *= pairs[at]! / total
    h *= pairs[at]! / total
    same += s
    household += h
    unrelated += pairs[at]! - s - h
    const untaught = marks[at]! & BORN_APART ? -1 : from + given
    for (let one = from; one < to; one++) {
      sums.same[places[one]!]! += s
      if (one !== untaught) sums.household[places[one]!]! += h
    }
  }
  const total = same + household + unrelated
  if (total === 0) return mix
  return [same / total, household / total, unrelated / total]
}

const tablesOf = ({
  same,
  household,
  unrelated,
}: Estimates): [same: Float64Array, household: Float64Array, unrelated: Float64Array] => [
  tableOf(same),
  tableOf(household),
  tableOf(unrelated),
]

/** What of the pairs is explained by the stories of one person and one household, and what strangers agree on. */
type Explained = {
  same: number
  household: number
  /** Those of one household whose given names differ, and those who were born on one day. */
  otherNamed: number
  bornTogether: number
  /** Pairs, by comparison and level, of one of the two. */
  agreeing: Float64Array
  names: number
  /** Pairs of strangers of one name with both middle names, and those that agree on them. */
  strangers: { withMiddle: number; sameMiddle: number }
}

/** How many pairs of all are of one person and of one household, and with that what chance alone agrees on. */
function countPairs(
  estimates: Estimates,
  all: Cases,
  comparisons: readonly Comparison[],
  chance: Chance,
  settlesNames: boolean,
): void {
  const explained = explain(estimates, all)
  const { strangers } = explained
  estimates.samePairs = Math.max(1, explained.same)
  countHouseholds(estimates, explained, chance)
  // No rule brings together all of a home, so that those who share one without a name would pass for strangers.
  if (estimates.hasHouseholds) explained.agreeing[placeOf(OF.place, 1)] = chance.agreeing[OF.place]!
  estimates.unrelated = comparisons.map((_, place) =>
    unrelatedOf(place, chance, explained.agreeing[placeOf(place, 1)]!),
  )
  // Pairs of one person are found first: before that, strangers of one name would explain them all, and where nothing
  // but names is known they always would.
  if (!settlesNames) return
  const given = estimates.unrelated[OF.given]![1]!
  const family = estimates.unrelated[OF.family]![1]!
  const middle = estimates.unrelated[OF.middle]![1]!
  const comparable = Math.min(chance.comparable[OF.given]!, chance.comparable[OF.family]!)
  const unexplained = (chance.agreeingNames - explained.names) / (comparable * given * family)
  estimates.namesTogether = Math.max(1, Math.min(MOST_TOGETHER, unexplained || 1))
  estimates.middleTogether = Math.max(
    1,
    (strangers.sameMiddle / middle + BELIEF) / (strangers.withMiddle + BELIEF),
  )
}

/**
 * Where nobody's home is known, of a household's pairs only twins stand in a block together: all others are as many more
 * as twins are rare.
 */
function countHouseholds(estimates: Estimates, explained: Explained, { isPlaced }: Chance): void {
  const bornOnOneDay = estimates.household[OF.birthDate]![BIRTH_LEVEL.exact]!
  const otherName = estimates.household[OF.given]![GIVEN_LEVEL.different]!
  const pairs = isPlaced ? explained.household : explained.bornTogether / bornOnOneDay
  estimates.householdPairs = estimates.hasHouseholds ? Math.max(1, pairs) : 0
  estimates.otherNamedPairs = isPlaced ? explained.otherNamed : otherName * pairs
}

function explain(estimates: Estimates, cases: Cases): Explained {
  const { pairs, places, marks, open } = cases
  const [ofSame, ofHousehold, ofUnrelated] = tablesOf(estimates)
  const found: Explained = {
    same: 0,
    household: 0,
    otherNamed: 0,
    bornTogether: 0,
    agreeing: new Float64Array(ofSame.length),
    names: 0,
    strangers: { withMiddle: 0, sameMiddle: 0 },
  }
  const unrelatedPairs = Math.max(1, estimates.allPairs - estimates.samePairs - estimates.householdPairs)
  for (let at = 0; at < cases.count; at++) {
    const from = at * open.length
    const to = from + open.length
    let s = estimates.samePairs
    let h = estimates.householdPairs
    let u = unrelatedPairs
    for (let one = from; one < to; one++) {
      s *= ofSame[places[one]!]!
      h *= ofHousehold[places[one]!]!
      u *= ofUnrelated[places[one]!]!
    }
    u *= together(estimates, marks[at]!)
    const total = s + h + u
    if (total === 0) continue
    const share = pairs[at]! / total
    found.same += share * s
    found.household += share * h
    if (places[from + OF.birthDate] === BORN_TOGETHER) found.bornTogether += share * h
    if (places[from + OF.given] === DIFFERENT_GIVEN) found.otherNamed += share * h
    for (let one = from; one < to; one++) found.agreeing[places[one]!]! += share * (s + h)
    if ((marks[at]! & NAMES_EXACT) === 0) continue
    found.names += share * (s + h)
    if (places[from + OF.middle] !== NO_MIDDLE) found.strangers.withMiddle += share * u
    if (marks[at]! & MIDDLE_AGREES) found.strangers.sameMiddle += share * u
  }
  return found
}

const DIFFERENT_GIVEN = placeOf(OF.given, GIVEN_LEVEL.different)
const BORN_TOGETHER = placeOf(OF.birthDate, BIRTH_LEVEL.exact)
const NO_MIDDLE = placeOf(OF.middle, 0)
