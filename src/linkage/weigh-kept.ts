import type { Chance } from './chance.ts'
import type { AllPairs } from './find-all-pairs.ts'
import { type NamePairs, weighNamesTogether, whole } from './rare-names.ts'
import { BOTH_NAMES, RAREST, rareBits, rarityBin, strangerBits } from './rareness.ts'
import { addBits, type PatternBits, probabilityOf, type Weights } from './weigh.ts'

/** Compared pairs by place: two rows, what they weigh and by what pattern. */
export type Links = {
  a: Uint32Array
  b: Uint32Array
  /** The pair's own bits. */
  bits: Float64Array
  /** The bits by which it joins: its own, and for a record without a birth date what its age and rivals say. */
  joining: Float64Array
  /** The pattern's number. */
  patterns: Int32Array
  count: number
}

/** Rounds of settling what names say together. */
const ROUNDS = 3
/** Beyond so many bits a probability, in parts of `whole`, is all or nothing. */
const CERTAIN_BITS = 18

/** Settles, in `weights`, what rare names say together: it and which pairs are of one person settle one another. */
export function settleNames(
  { kept }: AllPairs,
  sums: readonly PatternBits[],
  namePairs: NamePairs,
  chance: Chance,
  weights: Weights,
): void {
  const table = rareBits(chance, weights)
  const explaining = Float64Array.from(sums, ({ same, household }) => addBits(same, household))
  for (let round = 0; round < ROUNDS; round++) {
    const explained = new Float64Array(RAREST)
    for (const { patterns, names, holders, count } of kept) {
      for (let at = 0; at < count; at++) {
        const pattern = patterns[at]!
        const sum = sums[pattern]!
        if ((sum.rarities & BOTH_NAMES) === 0) continue
        const bits = explaining[pattern]! - strangerBits(table, sum, names[at]!, holders[at]!)
        if (bits > -CERTAIN_BITS)
          explained[rarityBin(names[at]!)]! += whole(bits < CERTAIN_BITS ? probabilityOf(bits) : 1)
      }
    }
    weighNamesTogether(namePairs, explained, weights)
  }
}

/** The kept pairs that weigh so many bits or more, in no order. */
export function takeLinks(
  { kept }: AllPairs,
  sums: readonly PatternBits[],
  chance: Chance,
  weights: Weights,
  least: number,
): Links {
  const most = kept.reduce((sum, { count }) => sum + count, 0)
  const links: Omit<Links, 'joining'> = {
    a: new Uint32Array(most),
    b: new Uint32Array(most),
    bits: new Float64Array(most),
    patterns: new Int32Array(most),
    count: 0,
  }
  const table = rareBits(chance, weights)
  for (const { a, b, patterns, names, holders, count } of kept) {
    for (let at = 0; at < count; at++) {
      const sum = sums[patterns[at]!]!
      const { same, household } = sum
      // Either other story alone can outweigh one person: most pairs need no logarithm.
      if (same - household < least) continue
      const stranger = strangerBits(table, sum, names[at]!, holders[at]!)
      if (same - stranger < least) continue
      const odds = same - addBits(household, stranger)
      if (odds < least) continue
      links.a[links.count] = a[at]!
      links.b[links.count] = b[at]!
      links.bits[links.count] = odds
      links.patterns[links.count++] = patterns[at]!
    }
  }
  return { ...links, joining: links.bits.slice(0, links.count) }
}
