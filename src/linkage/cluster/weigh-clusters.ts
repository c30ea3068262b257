import type { Known } from '../block/find-all-pairs.ts'
import type { Pattern } from '../compare/compare-rows.ts'
import { areNamesExact, BEST, doNamesAgree, type Kind, levelIn, MISSING, OF } from '../compare/comparisons.ts'
import type { Records } from '../read/read-people.ts'
import {
  RARITIES,
  type Rareness,
  rareBits,
  rarityBin,
  readRareness,
  strangerBits,
} from '../weigh/rareness.ts'
import { addBits, type Weights } from '../weigh/weigh-patterns.ts'

/** Weighs two clusters: pairs of their members are added one by one. */
export type ClusterWeigher = {
  begin: () => void
  /** Adds a pair with this pattern, whose rows begin at `a` and `b`. */
  add: (pattern: Pattern, a: number, b: number) => void
  /** Log2 odds that both clusters are one person. */
  bits: () => number
}

type Weighing = Pick<Known, 'chance' | 'comparisons'> & { records: Records; weights: Weights }

/** What people have several of, so that one agreement outweighs any number of differences. */
const HAS_SEVERAL = new Set<Kind>(['family', 'place', 'phone', 'email', 'identifier', 'relatives'])

/**
 * Weighs two clusters as if each were one record that knows what its members know. Somebody has had several homes,
 * telephones and family names: the best agreement counts. Of given names, birth date and sex everybody has one: the mean
 * of all pairs counts, so that twins are not joined by one slip. What no pair can compare is not known.
 */
export function clusterWeigher({ records, chance, comparisons, weights }: Weighing): ClusterWeigher {
  const { rows } = records.people
  const rare = rareBits(chance, weights)
  const rareness: Rareness = { names: 0, holders: 0 }
  const hasSeveral = comparisons.map(({ kind }) => HAS_SEVERAL.has(kind))
  const marks = comparisons.map(({ place }) => RARITIES.find(([own]) => own === place)?.[1] ?? 0)
  const numbers = (): Float64Array => new Float64Array(comparisons.length)
  /** The best level so far, for what people have several of; how many pairs count; and what these say under each story. */
  const [best, counted, same, household, unrelated] = [
    numbers(),
    numbers(),
    numbers(),
    numbers(),
    numbers(),
  ] as const
  const names = { bits: 0, pairs: 0 }

  function strangers(place: number, level: number, a: number, b: number): number {
    if (level !== BEST || marks[place] === 0) return weights.unrelated[place]![level]!
    readRareness(chance, rows, a, b, marks[place]!, rareness)
    return strangerBits(rare, 0, marks[place]!, rareness.names, rareness.holders)
  }
  function addLevel(place: number, level: number, stranger: number): void {
    if (hasSeveral[place]) {
      const isFirst = counted[place] === 0
      const isBetter = level < best[place]! || (level === best[place] && stranger < unrelated[place]!)
      if (!isFirst && !isBetter) return
      same[place] = household[place] = unrelated[place] = counted[place] = 0
      best[place] = level
    }
    counted[place]!++
    same[place]! += weights.same[place]![level]!
    household[place]! += weights.household[place]![level]!
    unrelated[place]! += stranger
  }
  function addNames(low: number, a: number, b: number): void {
    if (!doNamesAgree(low)) return
    names.pairs++
    if (areNamesExact(low)) {
      readRareness(chance, rows, a, b, marks[OF.given]! | marks[OF.family]!, rareness)
      names.bits += weights.togetherByRarity[rarityBin(rareness.names)]!
    } else names.bits += weights.namesTogether
    if (levelIn(low, 0, OF.middle) === BEST) names.bits += weights.middleTogether
  }

  return {
    begin: () => {
      for (const own of [counted, same, household, unrelated]) own.fill(0)
      names.bits = names.pairs = 0
    },
    add: ({ low, high }, a, b) => {
      for (let place = 0; place < comparisons.length; place++) {
        const level = levelIn(low, high, place)
        if (level !== MISSING) addLevel(place, level, strangers(place, level, a, b))
      }
      addNames(low, a, b)
    },
    bits: () => {
      const sum = { ...weights.prior }
      if (names.pairs > 0) sum.unrelated += names.bits / names.pairs
      for (let place = 0; place < comparisons.length; place++) {
        const count = counted[place]!
        if (count === 0) continue
        sum.same += same[place]! / count
        sum.household += household[place]! / count
        sum.unrelated += unrelated[place]! / count
      }
      return sum.same - addBits(sum.household, sum.unrelated)
    },
  }
}
