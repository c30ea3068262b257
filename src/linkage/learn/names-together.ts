import type { Dictionary } from '../rows/dictionary.ts'
import { FAMILY, GIVEN, type Layout } from '../rows/row-layout.ts'
import { RAREST, rarityBin } from '../weigh/rareness.ts'
import type { Weights } from '../weigh/weigh-patterns.ts'
import { type Chance, fullNameOf, PARTS_OF_BIT, tallyNames } from './chance.ts'
import { countIn } from './tally.ts'
import { PARTS, whole } from './whole-parts.ts'

/** Pairs that agree exactly on both names, by how rare the names are: all of them, and those of two unrelated people if names were drawn one by one. In 65,536ths. */
export type NamePairs = { agreeing: Float64Array; byChance: Float64Array }

/** Counts them in closed form: each record meets all others of its name. */
export function countNamePairs(
  rows: Int32Array,
  layout: Layout,
  dictionary: Dictionary,
  chance: Chance,
): NamePairs {
  const fullNames = tallyNames(rows, layout, dictionary, chance.records)
  const strangers = (fullNames.total - 1) / fullNames.counts.length
  const found: NamePairs = { agreeing: new Float64Array(RAREST), byChance: new Float64Array(RAREST) }
  for (let row = 0; row < rows.length; row += layout.stride) {
    const name = fullNameOf(rows, row, dictionary)
    if (name === 0) continue
    const bits = chance.given[rows[row + GIVEN]!]! + chance.family[rows[row + FAMILY]!]!
    const bin = rarityBin(bits * PARTS_OF_BIT)
    // A place of the table may hold other names too; on the whole as many as chance puts there.
    found.agreeing[bin]! += whole(Math.max(0, countIn(fullNames, name) - 1 - strangers) / 2)
    found.byChance[bin]! += whole((fullNames.total * 2 ** bits) / 2)
  }
  return found
}

/** However many agreeing pairs are of one person, some are not. */
const LEAST_UNEXPLAINED = 0.02
/** What is believed of a bin counts as this many pairs beside those seen. */
const BELIEF = 20 * PARTS

/**
 * Sets how much oftener unrelated people agree on both names than chance has it, for each rarity by itself: the rarer
 * the names, the more a family, a village or a culture has them together. `explained` are the pairs of one person or
 * household.
 */
export function weighNamesTogether(pairs: NamePairs, explained: Float64Array, weights: Weights): void {
  for (let bin = 0; bin < RAREST; bin++) {
    const agreeing = pairs.agreeing[bin]!
    const unrelated = Math.max(agreeing - explained[bin]!, LEAST_UNEXPLAINED * agreeing)
    const expected = pairs.byChance[bin]!
    const together = (unrelated + BELIEF * 2 ** weights.namesTogether) / (expected + BELIEF)
    weights.togetherByRarity[bin] = Math.max(0, Math.log2(together))
  }
}
