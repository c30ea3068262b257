import type { Pattern } from '../compare/compare-rows.ts'
import { type Comparison, GIVEN_LEVEL, levelIn, OF, PLACE_LEVEL, putLevel } from '../compare/comparisons.ts'
import type { Patterns } from '../compare/patterns.ts'
import { type Chance, homeOf } from '../learn/chance.ts'
import { countIn } from '../learn/tally.ts'
import { strangerOf } from '../weigh/rareness.ts'
import type { Links } from '../weigh/weigh-pairs.ts'
import { oddsOf, sumPattern, type Weights } from '../weigh/weigh-patterns.ts'

/** What tying homes must know beside the links. */
export type Tying = {
  rows: Int32Array
  stride: number
  patterns: Patterns
  comparisons: readonly Comparison[]
  chance: Chance
  weights: Weights
  compareTwo: (a: number, b: number, into: Pattern) => void
}

/** A link of so many bits says for certain that somebody moved, or is written under both homes. */
const CERTAIN_BITS = 6
/** So many bits more can a link gain by it: those that are looked at begin so much lower. */
export const MOST_GAIN = 5
/** A home of more than so many common households, a shelter or a school, ties nobody to anywhere. */
const MOST_HOUSEHOLDS = 3

/**
 * Families move together: where somebody else is known to have lived in both homes, two records of one name, one from
 * each, are weighed as two of one home. The brother or son of that name is then as likely as he is in one home. After
 * group linkage (On, Koudas, Lee & Srivastava 2007). Changes how links join, not what they weigh.
 */
export function tieHomes(links: Links, tying: Tying): void {
  const { rows, stride, patterns, comparisons, chance, weights } = tying
  const homes = (row: number): number => ownHome(chance, rows, row * stride)
  const isMoved = patternsApart(patterns)
  const ties = findTies(links, isMoved, homes)
  if (ties.size === 0) return
  const isTied = tieFinder(ties, tying)
  const stranger = strangerOf(chance, weights)
  for (let at = 0; at < links.count; at++) {
    const pattern = links.patterns[at]!
    if (isMoved[pattern] === 0 || links.bits[at]! >= CERTAIN_BITS) continue
    const [a, b] = [links.a[at]!, links.b[at]!]
    if (!isTied(a, b, homes(a), homes(b))) continue
    const low = inOneHome(patterns.low[pattern]!)
    const bits = sumPattern(low, patterns.high[pattern]!, weights, comparisons.length)
    links.joiningBits[at] = oddsOf(bits, stranger(bits, rows, a * stride, b * stride))
    links.tied[at] = 1
  }
}

/** The pattern of a pair as if its two homes were one. */
export const inOneHome = (low: number): number => putLevel(low, OF.place, PLACE_LEVEL.nearHome)

/** The fingerprint of a home that is a household's own; 0 where there is none. */
function ownHome(chance: Chance, rows: Int32Array, row: number): number {
  const home = homeOf(rows, row)
  return home !== 0 && countIn(chance.homes, home) <= MOST_HOUSEHOLDS * chance.homes.typical ? home : 0
}

/** For each pattern whether its pair has two homes. */
function patternsApart({ low, count }: Patterns): Uint8Array {
  const apart = new Uint8Array(count)
  for (let number = 0; number < count; number++)
    apart[number] = levelIn(low[number]!, 0, OF.place) > PLACE_LEVEL.samePostcode ? 1 : 0
  return apart
}

/** Who ties two homes: pairs of rows, the first of the home with the lesser fingerprint, by both fingerprints. */
type Ties = Map<number, number[]>

function findTies(
  { a, b, bits, patterns, count }: Links,
  isMoved: Uint8Array,
  homes: (row: number) => number,
): Ties {
  const ties: Ties = new Map()
  for (let at = 0; at < count; at++) {
    if (isMoved[patterns[at]!] === 0 || bits[at]! < CERTAIN_BITS) continue
    const [one, other] = [homes(a[at]!), homes(b[at]!)]
    if (one === 0 || other === 0 || one === other) continue
    const key = keyOf(one, other)
    const own = ties.get(key)
    const tie = one < other ? [a[at]!, b[at]!] : [b[at]!, a[at]!]
    if (own) own.push(...tie)
    else ties.set(key, tie)
  }
  return ties
}

/** Two fingerprints as one whole number below 2^53: two pairs of homes hardly ever share it. */
const keyOf = (one: number, other: number): number =>
  (Math.min(one, other) >>> 0) * 2 ** 20 + (Math.max(one, other) & 0xfffff)

/** A function that says whether somebody of another given name than either of two rows ties their homes. */
function tieFinder(ties: Ties, { compareTwo }: Tying) {
  const pattern: Pattern = { low: 0, high: 0 }
  const areTwo = (one: number, other: number): boolean => {
    compareTwo(one, other, pattern)
    return levelIn(pattern.low, 0, OF.given) === GIVEN_LEVEL.different
  }
  return (a: number, b: number, homeOfA: number, homeOfB: number): boolean => {
    if (homeOfA === 0 || homeOfB === 0) return false
    const own = ties.get(keyOf(homeOfA, homeOfB))
    if (own === undefined) return false
    const [first, second] = homeOfA < homeOfB ? [a, b] : [b, a]
    for (let at = 0; at < own.length; at += 2)
      if (areTwo(first, own[at]!) && areTwo(second, own[at + 1]!)) return true
    return false
  }
}
