import type { Linked } from '../judge-pairs.ts'
import { takeLinks } from '../weigh/weigh-pairs.ts'
import { probabilityOf } from '../weigh/weigh-patterns.ts'

/** Whether pairs that are said to be one person with a probability are one person as often. */
export type Calibration = {
  /** Pairs with a probability between .01 and .99 whose two persons are known. */
  pairs: number
  /** The mean over these pairs of how far their bin's probability is from its share of true pairs (Naeini et al. 2015). */
  expectedError: number
  /** Bins of equally many pairs, from the least likely on. */
  bins: { pairs: number; predicted: number; true: number }[]
}

const LEAST = 0.01
const MOST = 0.99
const BINS = 20

/** Compares the pairs' probabilities with the truth, where `truthOf` gives a row's true person and 0 for not known. */
export function measureCalibration(linked: Linked, truthOf: (row: number) => number): Calibration {
  const { pairs, sums, chance, weights, order } = linked
  const { ranks } = order
  const links = takeLinks(pairs, sums, chance, weights, Math.log2(LEAST / (1 - LEAST)))
  const first = (at: number): number => Math.min(ranks[links.a[at]!]!, ranks[links.b[at]!]!)
  const last = (at: number): number => Math.max(ranks[links.a[at]!]!, ranks[links.b[at]!]!)
  const places = Array.from({ length: links.count }, (_, at) => at)
    .filter(
      at =>
        probabilityOf(links.bits[at]!) <= MOST && truthOf(links.a[at]!) !== 0 && truthOf(links.b[at]!) !== 0,
    )
    // Pairs of equal bits in the order of records, so that the order of rows does not matter.
    .sort((x, y) => links.bits[x]! - links.bits[y]! || first(x) - first(y) || last(x) - last(y))
  const bins = Array.from({ length: BINS }, (_, bin) => {
    const own = places.slice(
      Math.floor((bin * places.length) / BINS),
      Math.floor(((bin + 1) * places.length) / BINS),
    )
    const mean = (of: (at: number) => number): number =>
      own.length === 0 ? 0 : own.reduce((sum, at) => sum + of(at), 0) / own.length
    return {
      pairs: own.length,
      predicted: mean(at => probabilityOf(links.bits[at]!)),
      true: mean(at => (truthOf(links.a[at]!) === truthOf(links.b[at]!) ? 1 : 0)),
    }
  })
  const off = bins.reduce((sum, bin) => sum + bin.pairs * Math.abs(bin.predicted - bin.true), 0)
  return { pairs: places.length, expectedError: places.length === 0 ? 0 : off / places.length, bins }
}
