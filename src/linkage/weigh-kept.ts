import type { Chance } from './chance.ts'
import type { Links } from './cluster-pairs.ts'
import { type Comparison, isWorthAsking } from './comparisons.ts'
import type { AllPairs } from './find-all-pairs.ts'
import type { Limits } from './limits.ts'
import { countNamePairs, weighNamesTogether, whole } from './rare-names.ts'
import type { Records } from './read-people.ts'
import {
  addBits,
  BOTH_NAMES,
  namesByChance,
  type PatternBits,
  probabilityOf,
  RAREST,
  rarityBin,
  rarityOf,
  sumPattern,
  type Weights,
} from './weigh.ts'

export type Weighing = {
  weights: Weights
  chance: Chance
  comparisons: Comparison[]
  records: Records
  /** For each row its place in the order of records. */
  ranks: Uint32Array
}

/** Rounds of settling what names say together. */
const ROUNDS = 3
const NO_BIN = 255

/** What of a kept pair stays the same while names are settled: the bits for a stranger, but for what the names say together, and their rarity. */
type Kept = { rows: Int32Array; count: number; unrelated: Float64Array; bins: Uint8Array }

/** The kept pairs with what each weighs, and the bits of each pattern: whatever the threshold. */
export type Weighed = { kept: Kept[]; sums: PatternBits[] }

/** Weighs the kept pairs, but for what rare names say together. */
export function weighKept({ patterns, kept }: AllPairs, weighing: Weighing): Weighed {
  const { weights, comparisons } = weighing
  const sums: PatternBits[] = []
  for (let number = 0; number < patterns.count; number++)
    sums.push(sumPattern(patterns.low[number]!, patterns.high[number]!, weights, comparisons.length))
  return { kept: kept.map(own => readKept(own, sums, weighing)), sums }
}

/** Settles, in `weights`, what rare names say together: it and which pairs are of one person settle one another. */
export function settleNames({ kept, sums }: Weighed, { weights, records, chance }: Weighing): void {
  const namePairs = countNamePairs(records.people.rows, records.people.layout, records.dictionary, chance)
  const explaining = Float64Array.from(sums, ({ same, household }) => addBits(same, household))
  for (let round = 0; round < ROUNDS; round++) {
    const explained = new Float64Array(RAREST)
    for (const { rows, count, unrelated, bins } of kept) {
      for (let at = 0; at < count; at++) {
        const bin = bins[at]!
        if (bin === NO_BIN) continue
        const stranger = unrelated[at]! + weights.togetherByRarity[bin]!
        explained[bin]! += whole(probabilityOf(explaining[rows[3 * at + 2]!]! - stranger))
      }
    }
    weighNamesTogether(namePairs, explained, weights)
  }
}

function readKept(own: { rows: Int32Array; count: number }, sums: PatternBits[], weighing: Weighing): Kept {
  const { weights, chance, records } = weighing
  const { rows, layout } = records.people
  const rarity = rarityOf(chance, weights)
  const kept: Kept = { ...own, unrelated: new Float64Array(own.count), bins: new Uint8Array(own.count) }
  for (let at = 0; at < own.count; at++) {
    const bits = sums[own.rows[3 * at + 2]!]!
    const a = own.rows[3 * at]! * layout.stride
    const b = own.rows[3 * at + 1]! * layout.stride
    kept.unrelated[at] = bits.unrelated + rarity(rows, a, b, bits.rarities & ~BOTH_NAMES)
    kept.bins[at] = bits.rarities & BOTH_NAMES ? rarityBin(namesByChance(chance, rows, a)) : NO_BIN
  }
  return kept
}

/** The pairs that reach the threshold of review, each with the record that comes first in order first. */
export function takeLinks(
  { patterns }: AllPairs,
  { kept, sums }: Weighed,
  { weights, comparisons, ranks, limitOf }: Weighing & Pick<Limits, 'limitOf'>,
  review: number,
): Links {
  const most = kept.reduce((sum, { count }) => sum + count, 0)
  const links: Links = {
    a: new Uint32Array(most),
    b: new Uint32Array(most),
    bits: new Float64Array(most),
    patterns: new Int32Array(most),
    worthAsking: new Uint8Array(most),
    beyondLimits: new Uint8Array(most),
    count: 0,
  }
  const telling = sums.map((_, number) =>
    isWorthAsking(patterns.low[number]!, patterns.high[number]!, comparisons) ? 1 : 0,
  )
  const least = sums.map(
    (_, number) =>
      limitOf(patterns.low[number]!, patterns.high[number]!)?.leastBits ?? Number.NEGATIVE_INFINITY,
  )
  for (const { rows, count, unrelated, bins } of kept) {
    for (let at = 0; at < count; at++) {
      const a = rows[3 * at]!
      const b = rows[3 * at + 1]!
      const pattern = rows[3 * at + 2]!
      const { same, household } = sums[pattern]!
      const together = bins[at] === NO_BIN ? 0 : weights.togetherByRarity[bins[at]!]!
      const stranger = unrelated[at]! + together
      // Either other story alone can outweigh one person: most pairs need no logarithm.
      if (same - stranger < review || same - household < review) continue
      const odds = same - addBits(household, stranger)
      if (odds < review) continue
      const isFirst = ranks[a]! < ranks[b]!
      links.a[links.count] = isFirst ? a : b
      links.b[links.count] = isFirst ? b : a
      links.bits[links.count] = odds
      links.patterns[links.count] = pattern
      links.beyondLimits[links.count] = odds < least[pattern]! ? 1 : 0
      links.worthAsking[links.count++] = telling[pattern]!
    }
  }
  return links
}
