import type { Chance } from './chance.ts'
import { shareOf } from './chance.ts'
import type { Links } from './cluster-pairs.ts'
import { type Comparison, isMoreThanNames } from './comparisons.ts'
import type { AllPairs } from './find-all-pairs.ts'
import { countNamePairs, weighNamesTogether, whole } from './rare-names.ts'
import type { Records } from './read-people.ts'
import { FAMILY, GIVEN } from './row-layout.ts'
import {
  addBits,
  BOTH_NAMES,
  oddsOf,
  type PatternBits,
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

/** Rounds in which what names say together and which pairs are of one person settle one another. */
const ROUNDS = 3

/**
 * Weighs the kept pairs and gives those that reach the threshold of review, each with the record that comes first in
 * order first. What rare names say together is settled on the way, in `weights`.
 */
export function weighKept(pairs: AllPairs, weighing: Weighing, review: number): Links {
  const { weights, comparisons, records, chance } = weighing
  const { rows, layout } = records.people
  const { patterns } = pairs
  const sums: PatternBits[] = []
  for (let number = 0; number < patterns.count; number++)
    sums.push(sumPattern(patterns.low[number]!, patterns.high[number]!, weights, comparisons.length))
  const rarity = rarityOf(chance, weights)
  const namePairs = countNamePairs(rows, layout, records.dictionary, chance)
  for (let round = 0; round < ROUNDS; round++) {
    const explained = new Float64Array(RAREST)
    eachKept(pairs, (a, b, pattern) => {
      const bits = sums[pattern]!
      if ((bits.rarities & BOTH_NAMES) === 0) return
      const row = a * layout.stride
      const bin = rarityBin(
        shareOf(chance.given[rows[row + GIVEN]!]!, chance.withGiven) +
          shareOf(chance.family[rows[row + FAMILY]!]!, chance.withFamily),
      )
      const unrelated = bits.unrelated + rarity(rows, row, b * layout.stride, bits.rarities)
      explained[bin]! += whole(1 - 2 ** (unrelated - addBits(unrelated, addBits(bits.same, bits.household))))
    })
    weighNamesTogether(namePairs, explained, weights)
  }
  return takeLinks(pairs, weighing, sums, review)
}

function takeLinks(pairs: AllPairs, weighing: Weighing, sums: PatternBits[], review: number): Links {
  const { weights, comparisons, records, chance, ranks } = weighing
  const { rows, layout } = records.people
  const { patterns } = pairs
  const rarity = rarityOf(chance, weights)
  const most = pairs.kept.reduce((sum, { count }) => sum + count, 0)
  const links: Links = {
    a: new Uint32Array(most),
    b: new Uint32Array(most),
    bits: new Float64Array(most),
    patterns: new Int32Array(most),
    worthAsking: new Uint8Array(most),
    count: 0,
  }
  const telling = sums.map((_, number) =>
    isMoreThanNames(patterns.low[number]!, patterns.high[number]!, comparisons) ? 1 : 0,
  )
  eachKept(pairs, (a, b, pattern) => {
    const bits = sums[pattern]!
    const odds = oddsOf(bits, rarity(rows, a * layout.stride, b * layout.stride, bits.rarities))
    if (odds < review) return
    const isFirst = ranks[a]! < ranks[b]!
    links.a[links.count] = isFirst ? a : b
    links.b[links.count] = isFirst ? b : a
    links.bits[links.count] = odds
    links.patterns[links.count] = pattern
    links.worthAsking[links.count++] = telling[pattern]!
  })
  return links
}

function eachKept(pairs: AllPairs, take: (a: number, b: number, pattern: number) => void): void {
  for (const { rows, count } of pairs.kept)
    for (let at = 0; at < 3 * count; at += 3) take(rows[at]!, rows[at + 1]!, rows[at + 2]!)
}
