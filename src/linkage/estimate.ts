import type { Chance } from './chance.ts'
import { areNamesExact, type Comparison, doNamesAgree, type Kind, levelIn, OF } from './comparisons.ts'
import { EXPECTED_PAIRS, expected } from './expectations.ts'
import type { Patterns } from './patterns.ts'

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
  const slices = sliceByRule(patterns, settles.length)
  const mixes = slices.map(() => (hasHouseholds ? [0.4, 0.2, 0.4] : [0.5, 0, 0.5]))
  const levels = unpackLevels(patterns, comparisons.length)
  for (let round = 0; round < ROUNDS; round++) {
    const sums = noSums(comparisons)
    for (const [rule, slice] of slices.entries())
      mixes[rule] = weighSlice(patterns, levels, slice, settles[rule]!, estimates, mixes[rule]!, sums)
    maximise(estimates, sums, comparisons)
    countPairs(estimates, patterns, levels, comparisons, chance)
  }
  return estimates
}

type Sums = { same: Float64Array[]; household: Float64Array[] }

const noSums = (comparisons: readonly Comparison[]): Sums => ({
  same: comparisons.map(({ levels }) => new Float64Array(levels.length + 1)),
  household: comparisons.map(({ levels }) => new Float64Array(levels.length + 1)),
})

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
    hasHouseholds,
  }
}

/**
 * Levels of unrelated pairs: exact agreement in closed form without the pairs that are known to agree for a better
 * reason, the other levels as in the sample.
 */
function unrelatedOf(place: number, chance: Chance, explained: number): number[] {
  const shares = chance.shares[place]!
  const comparable = chance.comparable[place]!
  if (comparable === 0) return [1, ...shares]
  const agreeing = chance.agreeing[place]!
  const exact = Math.max(agreeing - explained, LEAST_UNEXPLAINED * agreeing, 0.5) / comparable
  const bounded = Math.min(0.999, exact)
  const others = shares.slice(1).reduce((sum, share) => sum + share, 0)
  return [1, bounded, ...shares.slice(1).map(share => (share * (1 - bounded)) / others)]
}

/** However many agreeing pairs are explained, some agree by chance. */
const LEAST_UNEXPLAINED = 0.02

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
  const together = settled.includes(OF.given) && settled.includes(OF.family) ? 1 : estimates.namesTogether
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
    if (together !== 1 && doNamesAgree(patterns.low[number]!)) u *= together
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
      sums.household[place]![level]! += ofHousehold
    }
  }
  const total = same + household + unrelated
  if (total === 0) return mix
  return [same / total, household / total, unrelated / total]
}

/**
 * Two people of one household have other given names, birth dates and numbers: that is who they are, so it is held as
 * expected and not learnt. Otherwise the household story would take over pairs of one person with a slip in one field.
 */
const HELD = new Set<Kind>(['given', 'birthDate', 'identifier', 'sex'])

function maximise(estimates: Estimates, sums: Sums, comparisons: readonly Comparison[]): void {
  for (const [place, comparison] of comparisons.entries()) {
    const expectation = expected(comparison)
    for (const story of ['same', 'household'] as const) {
      if (story === 'household' && HELD.has(comparison.kind)) continue
      const seen = sums[story][place]!
      const total = seen.reduce((sum, count) => sum + count, 0) - seen[0]!
      estimates[story][place] = [
        1,
        ...expectation[story].map(
          (share, level) => (seen[level + 1]! + EXPECTED_PAIRS * share) / (total + EXPECTED_PAIRS),
        ),
      ]
    }
  }
}

/** How many pairs of all are of one person and of one household, and with that what chance alone agrees on. */
function countPairs(
  estimates: Estimates,
  patterns: Patterns,
  levels: Uint8Array[],
  comparisons: readonly Comparison[],
  chance: Chance,
): void {
  const explained = new Float64Array(comparisons.length)
  let explainedNames = 0
  let same = 0
  let household = 0
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
    if (doNamesAgree(patterns.low[number]!)) u *= estimates.namesTogether
    const total = s + h + u
    if (total === 0) continue
    const pairs = patterns.pairs[number]!
    same += (pairs * s) / total
    household += (pairs * h) / total
    if (areNamesExact(patterns.low[number]!)) explainedNames += (pairs * (s + h)) / total
    for (let place = 0; place < levels.length; place++)
      if (levels[place]![number] === 1) explained[place]! += (pairs * (s + h)) / total
  }
  estimates.samePairs = Math.max(1, same)
  estimates.householdPairs = estimates.hasHouseholds ? Math.max(1, household) : 0
  estimates.unrelated = comparisons.map((_, place) => unrelatedOf(place, chance, explained[place]!))
  const given = estimates.unrelated[OF.given]![1]!
  const family = estimates.unrelated[OF.family]![1]!
  const comparable = Math.min(chance.comparable[OF.given]!, chance.comparable[OF.family]!)
  const unexplained = (chance.agreeingNames - explainedNames) / (comparable * given * family)
  estimates.namesTogether = Math.max(1, Math.min(MOST_TOGETHER, unexplained || 1))
}
