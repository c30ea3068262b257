import type { Linked } from '../judge-pairs.ts'
import { pairsOf } from '../learn/tally.ts'
import { ASIDES } from '../read/pack-people.ts'
import { wordOf } from '../rows/dictionary.ts'
import { SOURCE } from '../rows/row-layout.ts'
import { type Calibration, measureCalibration } from './measure-calibration.ts'

/** How well records were linked, beside the truth that the file carries and linking never read. Shares from 0 to 1. */
export type Measured = {
  records: number
  pairs: Quality
  /** Persons whose records are exactly those of one true person. */
  clusters: Quality
  /** The mean over records of what their person holds rightly (Bagga & Baldwin 1998). */
  bCubed: Quality
  /** Whether probabilities are what they say. */
  calibration: Calibration
  /** Records of each source, and of each value of the column asked for. */
  bySource: GroupRates[]
  byColumn: GroupRates[]
}

export type Quality = { precision: number; recall: number; f1: number }

/**
 * What happens to records of one group, each share with its 95 % interval (Wilson 1927). It takes pairs to be independent;
 * those of one person are not, so a group of few large persons is less sure than it says.
 */
export type GroupRates = {
  group: string
  records: number
  /** True pairs with a record of the group that are not of one person, as linking made them, as a share. */
  missed: Share
  /** Pairs of one person, as linking made them, with a record of the group that are wrong, as a share. */
  wrong: Share
}

export type Share = { share: number; from: number; to: number; of: number }

type Group = { records: number; truePairs: number; madePairs: number; bothPairs: number }

/** Compares the clusters with the truth. `undefined` where the model names no column of it. */
export function measureTruth(linked: Linked): Measured | undefined {
  const { records } = linked
  const { asides } = records.people
  if (asides.length === 0) return undefined
  const truthOf = (row: number): number =>
    asides[ASIDES * row] === 0 ? 0 : asides[ASIDES * row]! * 2 ** 21 + (asides[ASIDES * row + 1]! & 0x1fffff)
  const overlap = findOverlap(linked, truthOf)
  if (overlap.known === 0) return undefined
  const { known, sizes, made, truly, both } = overlap
  return {
    records: known,
    pairs: quality(countPairs(both.values()), countPairs(made), countPairs(truly)),
    clusters: quality(overlap.exact, countFilled(made), countFilled(truly)),
    bCubed: measureRecords(linked, sizes),
    calibration: measureCalibration(linked, truthOf),
    bySource: ratesBy(linked, sizes, row => wordOf(records.dictionary, sourceOf(linked, row))),
    byColumn: ratesBy(linked, sizes, row => wordOf(records.dictionary, asides[ASIDES * row + 2]!)),
  }
}

/** How clusters and true persons overlap. */
type Overlap = {
  /** Records whose person is known. */
  known: number
  /** Sizes by cluster, by person, and of each part that both have in common. */
  made: Uint32Array
  truly: Uint32Array
  both: ReadonlyMap<number, number>
  sizes: Sizes
  /** Clusters that hold one person's records and no others. */
  exact: number
}

function findOverlap({ order, clusters }: Linked, truthOf: (row: number) => number): Overlap {
  const { keyOf } = clusters
  const [made, truly] = [new Uint32Array(keyOf.length), new Uint32Array(keyOf.length)]
  const personOf = new Uint32Array(keyOf.length)
  const persons = new Map<number, number>()
  const both = new Map<number, number>()
  const partOf = (row: number): number => keyOf[row]! * MOST_PERSONS + personOf[row]!
  let known = 0
  for (const row of order.rows) {
    const truth = truthOf(row)
    if (truth === 0) continue
    if (!persons.has(truth)) persons.set(truth, persons.size)
    personOf[row] = persons.get(truth)!
    known++
    made[keyOf[row]!]!++
    truly[personOf[row]!]!++
    both.set(partOf(row), (both.get(partOf(row)) ?? 0) + 1)
  }
  let exact = 0
  for (const [part, count] of both)
    if (made[Math.floor(part / MOST_PERSONS)] === count && truly[part % MOST_PERSONS] === count) exact++
  const sizes: Sizes = row => [made[keyOf[row]!]!, truly[personOf[row]!]!, both.get(partOf(row))!]
  return { known, made, truly, both, sizes, exact }
}

const sourceOf = ({ records: { people } }: Linked, row: number): number =>
  people.rows[row * people.layout.stride + SOURCE]!

/** A cluster and a person stand in one whole number below 2^53. */
const MOST_PERSONS = 2 ** 26

const countFilled = (sizes: Uint32Array): number => sizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0)

const countPairs = (counts: Iterable<number>): number => {
  let pairs = 0
  for (const count of counts) if (count > 0) pairs += pairsOf(count)
  return pairs
}

function quality(right: number, found: number, real: number): Quality {
  return shares(found === 0 ? 1 : right / found, real === 0 ? 1 : right / real)
}

const shares = (precision: number, recall: number): Quality => ({
  precision,
  recall,
  f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
})

type Sizes = (row: number) => [made: number, truly: number, both: number]

function measureRecords({ order, records }: Linked, sizes: Sizes): Quality {
  let precision = 0
  let recall = 0
  let known = 0
  for (const row of order.rows) {
    if (records.people.asides[ASIDES * row] === 0) continue
    const [made, truly, both] = sizes(row)
    precision += both / made
    recall += both / truly
    known++
  }
  return shares(precision / known, recall / known)
}

/** A pair counts once in its group; half, where its other record is of another, for each of the two. */
function ratesBy({ order, records }: Linked, sizes: Sizes, groupOf: (row: number) => string): GroupRates[] {
  const groups = new Map<string, Group>()
  for (const row of order.rows) {
    const name = groupOf(row)
    if (records.people.asides[ASIDES * row] === 0 || name === '') continue
    const group = groups.get(name) ?? { records: 0, truePairs: 0, madePairs: 0, bothPairs: 0 }
    const [made, truly, both] = sizes(row)
    group.records++
    group.truePairs += (truly - 1) / 2
    group.madePairs += (made - 1) / 2
    group.bothPairs += (both - 1) / 2
    groups.set(name, group)
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, { records: count, truePairs, madePairs, bothPairs }]) => ({
      group,
      records: count,
      missed: shareWithInterval(truePairs - bothPairs, truePairs),
      wrong: shareWithInterval(madePairs - bothPairs, madePairs),
    }))
}

/** A share with its 95 % interval; 0 to 1 where there is nothing to share. */
export function shareWithInterval(part: number, of: number): Share {
  if (of === 0) return { share: 0, from: 0, to: 1, of }
  const z = 1.96
  const share = part / of
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))) / (1 + (z * z) / of)
  return { share, from: Math.max(0, middle - half), to: Math.min(1, middle + half), of }
}
