import type { AllPairs } from '../block/find-all-pairs.ts'
import type { Patterns } from '../compare/patterns.ts'
import type { Chance } from '../learn/chance.ts'
import { type NamePairs, weighNamesTogether } from '../learn/names-together.ts'
import { whole } from '../learn/whole-parts.ts'
import { BOTH_NAMES, RAREST, type RareBits, rareBits, rarityBin, strangerBits } from './rareness.ts'
import { addBits, probabilityOf, sumPattern, type Weights } from './weigh-patterns.ts'

/** Compared pairs by place: two rows, what they weigh and by what pattern. */
export type Links = {
  a: Uint32Array
  b: Uint32Array
  /** The pair's own bits. */
  bits: Float64Array
  /** The bits by which it joins: its own, or those of one home where its homes are tied; and for a record without a birth date what its age and rivals say. */
  joiningBits: Float64Array
  /** The pattern's number. */
  patterns: Int32Array
  /** Whether somebody else ties the two homes, so that the pair joins as one of one home. */
  tied: Uint8Array
  count: number
}

/** The bits of each pattern by its number, as `PatternBits` has them. */
export type PatternSums = {
  same: Float64Array
  household: Float64Array
  unrelated: Float64Array
  rarities: Uint8Array
}

export function sumPatterns(
  { low, high, count }: Patterns,
  weights: Weights,
  comparisons: number,
): PatternSums {
  const bits = (): Float64Array => new Float64Array(count)
  const sums = { same: bits(), household: bits(), unrelated: bits(), rarities: new Uint8Array(count) }
  for (let number = 0; number < count; number++) {
    const own = sumPattern(low[number]!, high[number]!, weights, comparisons)
    sums.same[number] = own.same
    sums.household[number] = own.household
    sums.unrelated[number] = own.unrelated
    sums.rarities[number] = own.rarities
  }
  return sums
}

/** Rounds of settling what names say together. */
const ROUNDS = 3

/** Settles, in `weights`, what rare names say together: it and which pairs are of one person settle one another. */
export function settleNames(
  pairs: AllPairs,
  sums: PatternSums,
  namePairs: NamePairs,
  chance: Chance,
  weights: Weights,
): void {
  const namesakes = countNamesakes(pairs, sums, rareBits(chance, weights))
  for (let round = 0; round < ROUNDS; round++) {
    const explained = new Float64Array(RAREST)
    for (let bin = 0; bin < RAREST; bin++) {
      const own = namesakes.subarray(bin * STEPS, (bin + 1) * STEPS)
      for (let step = 0; step < STEPS; step++)
        if (own[step]! > 0)
          explained[bin]! += own[step]! * explainedBy(bitsAt(step) - weights.togetherByRarity[bin]!)
    }
    weighNamesTogether(namePairs, explained, weights)
  }
}

/**
 * Pairs that agree exactly on both names, by how rare the names are and by how much likelier than strangers the other
 * stories are, in steps. Whole numbers, so that their order does not matter.
 */
function countNamesakes(
  { kept }: AllPairs,
  { same, household, unrelated, rarities }: PatternSums,
  table: RareBits,
): Int32Array {
  const counts = new Int32Array(RAREST * STEPS)
  const explaining = same.map((bits, number) => addBits(bits, household[number]!))
  for (const { patterns, names, holders, count } of kept) {
    for (let at = 0; at < count; at++) {
      const pattern = patterns[at]!
      const marks = rarities[pattern]!
      if ((marks & BOTH_NAMES) === 0) continue
      const alone = marks & ~BOTH_NAMES
      const bits =
        explaining[pattern]! - strangerBits(table, unrelated[pattern]!, alone, names[at]!, holders[at]!)
      // What names say together only ever speaks for strangers.
      if (bits > -CERTAIN_BITS) counts[rarityBin(names[at]!) * STEPS + stepOf(bits)]!++
    }
  }
  return counts
}

/** Beyond so many bits either way a probability is all or nothing. */
const CERTAIN_BITS = 18
/** Names say at most so many bits together. */
const MOST_TOGETHER = 24
const STEPS_IN_BIT = 128
const STEPS = (2 * CERTAIN_BITS + MOST_TOGETHER) * STEPS_IN_BIT + 1

const stepOf = (bits: number): number => Math.min(STEPS - 1, Math.round((bits + CERTAIN_BITS) * STEPS_IN_BIT))
const bitsAt = (step: number): number => step / STEPS_IN_BIT - CERTAIN_BITS

/** The probability, in whole parts, that a pair is explained by a better story than strangers. */
const explainedBy = (bits: number): number =>
  bits <= -CERTAIN_BITS ? 0 : whole(probabilityOf(Math.min(bits, CERTAIN_BITS)))

/** The kept pairs that weigh so many bits or more, in no order. */
export function takeLinks(
  { kept }: AllPairs,
  { same, household, unrelated, rarities }: PatternSums,
  chance: Chance,
  weights: Weights,
  least: number,
): Links {
  // Either other story alone can outweigh one person: most pairs need no logarithm, and no room.
  const mayReach = same.map((bits, pattern) => (bits - household[pattern]! >= least ? 1 : 0))
  const links = noLinks(countPairs(kept, mayReach))
  const table = rareBits(chance, weights)
  for (const { a, b, patterns, names, holders, count } of kept) {
    for (let at = 0; at < count; at++) {
      const pattern = patterns[at]!
      if (mayReach[pattern] === 0) continue
      const one = same[pattern]!
      const stranger = strangerBits(table, unrelated[pattern]!, rarities[pattern]!, names[at]!, holders[at]!)
      if (one - stranger < least) continue
      const odds = one - addBits(household[pattern]!, stranger)
      if (odds < least) continue
      links.a[links.count] = a[at]!
      links.b[links.count] = b[at]!
      links.bits[links.count] = odds
      links.patterns[links.count++] = pattern
    }
  }
  links.joiningBits.set(links.bits.subarray(0, links.count))
  return links
}

function countPairs(kept: AllPairs['kept'], mayReach: Float64Array): number {
  let found = 0
  for (const { patterns, count } of kept) for (let at = 0; at < count; at++) found += mayReach[patterns[at]!]!
  return found
}

/** Lets the links go that weigh less and are not tied. */
export function dropBelow(links: Links, least: number): void {
  const { a, b, bits, joiningBits, patterns, tied, count } = links
  const columns = [a, b, bits, joiningBits, patterns, tied]
  let kept = 0
  for (let at = 0; at < count; at++) {
    if (bits[at]! < least && tied[at] === 0) continue
    for (const column of columns) column[kept] = column[at]!
    kept++
  }
  links.count = kept
}

/** Those of the links that weigh so many bits or more. */
export function atLeast(links: Links, least: number): Links {
  const { a, b, bits, joiningBits, patterns, tied, count } = links
  let room = 0
  for (let at = 0; at < count; at++) if (bits[at]! >= least) room++
  if (room === count) return links
  const taken = noLinks(room)
  for (let at = 0; at < count; at++) {
    if (bits[at]! < least) continue
    taken.a[taken.count] = a[at]!
    taken.b[taken.count] = b[at]!
    taken.bits[taken.count] = bits[at]!
    taken.joiningBits[taken.count] = joiningBits[at]!
    taken.tied[taken.count] = tied[at]!
    taken.patterns[taken.count++] = patterns[at]!
  }
  return taken
}

const noLinks = (room: number): Links => ({
  a: new Uint32Array(room),
  b: new Uint32Array(room),
  bits: new Float64Array(room),
  joiningBits: new Float64Array(room),
  patterns: new Int32Array(room),
  tied: new Uint8Array(room),
  count: 0,
})
