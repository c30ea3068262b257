import {
  areNamesExact,
  BIRTH_LEVEL,
  type Comparison,
  doNamesAgree,
  GIVEN_LEVEL,
  LEVELS,
  levelIn,
  OF,
} from '../compare/comparisons.ts'
import type { Patterns } from '../compare/patterns.ts'
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
  // Strangers of one name and one person without a birth date look alike, so blocks of both names teach nothing.
  const slices = sliceByRule(patterns, settles.length).map((slice, rule) =>
    settles[rule]!.every(place => place === OF.given || place === OF.family) && settles[rule]!.length === 2
      ? new Int32Array(0)
      : slice,
  )
  const mixes = slices.map(() => (hasHouseholds ? [0.4, 0.2, 0.4] : [0.5, 0, 0.5]))
  const isTaught = slices.some(slice => slice.length > 0)
  const levels = unpackLevels(patterns, comparisons.length)
  for (let round = 0; round < ROUNDS; round++) {
    const sums = noSums(comparisons)
    const anchored = noSums(comparisons)
    for (const [rule, slice] of slices.entries()) {
      const into = isAnchor(settles[rule]!, comparisons) ? anchored : sums
      mixes[rule] = weighSlice(patterns, levels, slice, settles[rule]!, estimates, mixes[rule]!, into)
    }
    maximise(estimates, anchorSums(sums, anchored, comparisons), comparisons)
    countPairs(estimates, patterns, levels, comparisons, chance, round >= ROUNDS / 2 && isTaught)
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

/** How much likelier strangers agree on a pattern's names than if each name were drawn by itself. */
function together({ namesTogether, middleTogether }: Estimates, low: number): number {
  if (!doNamesAgree(low)) return 1
  return levelIn(low, 0, OF.middle) === 1 ? namesTogether * middleTogether : namesTogether
}

/** What is believed counts as this many pairs beside those seen. */
const BELIEF = 5

/** Names of one culture are few enough for this, and a small file's count is uncertain. */
const MOST_TOGETHER = 64

function sliceByRule(patterns: Patterns, rules: number): Int32Array[] {
  return Array.from({ length: rules }, (_, rule) => {
    const own: number[] = []
    for (let number = 0; number < patterns.count; number++)
      if (patterns.rules[number]! & (1 << rule)) own.push(number)
    return Int32Array.from(own)
  })
}

/** The levels of all patterns, a comparison's behind another's. */
function unpackLevels(patterns: Patterns, comparisons: number): Uint8Array[] {
  return Array.from({ length: comparisons }, (_, place) => {
    const own = new Uint8Array(patterns.count)
    for (let number = 0; number < patterns.count; number++)
      own[number] = levelIn(patterns.low[number]!, patterns.high[number]!, place)
    return own
  })
}

/** Birth dates so far apart that no slip explains them: whoever shares a home then is of one household. */
const isBornApart = LEVELS.birthDate.map((_, at) => at + 1 >= BIRTH_LEVEL.different)
isBornApart.unshift(false)

/** One round over the pairs of one rule: adds to the sums what they teach, and gives the stories' new shares. */
function weighSlice(
  patterns: Patterns,
  levels: Uint8Array[],
  slice: Int32Array,
  settled: number[],
  estimates: Estimates,
  mix: number[],
  sums: Sums,
): number[] {
  const open = levels.map((_, place) => place).filter(place => !settled.includes(place))
  const areNamesOpen = !(settled.includes(OF.given) && settled.includes(OF.family))
  let same = 0
  let household = 0
  let unrelated = 0
  for (let at = 0; at < slice.length; at++) {
    const number = slice[at]!
    const pairs = patterns.pairs[number]!
    let s = mix[0]!
    let h = mix[1]!
    let u = mix[2]!
    for (const place of open) {
      const level = levels[place]![number]!
      s *= estimates.same[place]![level]!
      h *= estimates.household[place]![level]!
      u *= estimates.unrelated[place]![level]!
    }
    if (areNamesOpen) u *= together(estimates, patterns.low[number]!)
    const total = s + h + u
    if (total === 0) continue
    const ofSame = (pairs * s) / total
    const ofHousehold = (pairs * h) / total
    same += ofSame
    household += ofHousehold
    unrelated += pairs - ofSame - ofHousehold
    for (const place of open) {
      const level = levels[place]![number]!
      sums.same[place]![level]! += ofSame
      if (place !== OF.given || isBornApart[levels[OF.birthDate]![number]!])
        sums.household[place]![level]! += ofHousehold
    }
  }
  const total = same + household + unrelated
  if (total === 0) return mix
  return [same / total, household / total, unrelated / total]
}

/** What of the pairs is explained by the stories of one person and one household, and what strangers agree on. */
type Explained = {
  same: number
  household: number
  /** Those of one household whose given names differ. */
  otherNamed: number
  /** Pairs, by comparison, that agree exactly for one of the two reasons. */
  agreeing: Float64Array
  names: number
  /** Pairs of strangers of one name with both middle names, and those that agree on them. */
  strangers: { withMiddle: number; sameMiddle: number }
}

/** How many pairs of all are of one person and of one household, and with that what chance alone agrees on. */
function countPairs(
  estimates: Estimates,
  patterns: Patterns,
  levels: Uint8Array[],
  comparisons: readonly Comparison[],
  chance: Chance,
  settlesNames: boolean,
): void {
  const explained = explain(estimates, patterns, levels)
  const { strangers } = explained
  estimates.samePairs = Math.max(1, explained.same)
  estimates.householdPairs = estimates.hasHouseholds ? Math.max(1, explained.household) : 0
  estimates.otherNamedPairs = explained.otherNamed
  // No rule brings together all of a home, so that those who share one without a name would pass for strangers.
  if (estimates.hasHouseholds) explained.agreeing[OF.place] = chance.agreeing[OF.place]!
  estimates.unrelated = comparisons.map((_, place) => unrelatedOf(place, chance, explained.agreeing[place]!))
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

function explain(estimates: Estimates, patterns: Patterns, levels: Uint8Array[]): Explained {
  const found: Explained = {
    same: 0,
    household: 0,
    otherNamed: 0,
    agreeing: new Float64Array(levels.length),
    names: 0,
    strangers: { withMiddle: 0, sameMiddle: 0 },
  }
  const unrelatedPairs = Math.max(1, estimates.allPairs - estimates.samePairs - estimates.householdPairs)
  for (let number = 0; number < patterns.count; number++) {
    let s = estimates.samePairs
    let h = estimates.householdPairs
    let u = unrelatedPairs
    for (let place = 0; place < levels.length; place++) {
      const level = levels[place]![number]!
      s *= estimates.same[place]![level]!
      h *= estimates.household[place]![level]!
      u *= estimates.unrelated[place]![level]!
    }
    u *= together(estimates, patterns.low[number]!)
    const total = s + h + u
    if (total === 0) continue
    const share = patterns.pairs[number]! / total
    found.same += share * s
    found.household += share * h
    if (levels[OF.given]![number] === GIVEN_LEVEL.different) found.otherNamed += share * h
    for (let place = 0; place < levels.length; place++)
      if (levels[place]![number] === 1) found.agreeing[place]! += share * (s + h)
    if (!areNamesExact(patterns.low[number]!)) continue
    const middle = levels[OF.middle]![number]!
    found.names += share * (s + h)
    if (middle > 0) found.strangers.withMiddle += share * u
    if (middle === 1) found.strangers.sameMiddle += share * u
  }
  return found
}
