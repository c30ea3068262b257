import { wordOf } from '../dictionary.ts'
import type { Linked } from '../judge-pairs.ts'
import { ASIDES } from '../read/pack-people.ts'
import { SOURCE } from '../row-layout.ts'
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

/** What happens to records of one group, each share with its 95 % interval (Wilson 1927). */
export type GroupRates = {
  group: string
  records: number
  /** True pairs with a record of the group that were not linked, as a share. */
  missed: Share
  /** Linked pairs with a record of the group that are wrong, as a share. */
  wrong: Share
}

export type Share = { share: number; from: number; to: number; of: number }

type Group = { records: number; truePairs: number; linkedPairs: number; bothPairs: number }

/** Compares the clusters with the truth. `undefined` where the model names no column of it. */
export function measureTruth(linked: Linked): Measured | undefined {
  const { order, clusters, records } = linked
  const { asides } = records.people
  if (asides.length === 0) return undefined
  const truthOf = (row: number): number =>
    asides[ASIDES * row]! * 2 ** 21 + (asides[ASIDES * row + 1]! & 0x1fffff)
  const made = new Map<number, number>()
  const truly = new Map<number, number>()
  const both = new Map<string, number>()
  let known = 0
  for (const row of order.rows) {
    if (asides[ASIDES * row] === 0) continue
    known++
    add(made, clusters.keyOf[row]!)
    add(truly, truthOf(row))
    add(both, `${clusters.keyOf[row]} ${truthOf(row)}`)
  }
  if (known === 0) return undefined
  const sizes = (row: number): [made: number, truly: number, both: number] => [
    made.get(clusters.keyOf[row]!)!,
    truly.get(truthOf(row))!,
    both.get(`${clusters.keyOf[row]} ${truthOf(row)}`)!,
  ]
  let exact = 0
  for (const [key, count] of both) {
    const [cluster, truth] = key.split(' ').map(Number)
    if (made.get(cluster!) === count && truly.get(truth!) === count) exact++
  }
  return {
    records: known,
    pairs: quality(countPairs(both), countPairs(made), countPairs(truly)),
    clusters: quality(exact, made.size, truly.size),
    bCubed: measureRecords(linked, sizes),
    calibration: measureCalibration(linked, row => (asides[ASIDES * row] === 0 ? 0 : truthOf(row))),
    bySource: ratesBy(linked, sizes, row => wordOf(records.dictionary, sourceOf(linked, row))),
    byColumn: ratesBy(linked, sizes, row => wordOf(records.dictionary, asides[ASIDES * row + 2]!)),
  }
}

const sourceOf = ({ records: { people } }: Linked, row: number): number =>
  people.rows[row * people.layout.stride + SOURCE]!

const add = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

const pairsOf = (records: number): number => (records * (records - 1)) / 2

const countPairs = (counts: ReadonlyMap<unknown, number>): number => {
  let pairs = 0
  for (const count of counts.values()) pairs += pairsOf(count)
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

/** A pair counts once for each of its records that is of the group. */
function ratesBy({ order, records }: Linked, sizes: Sizes, groupOf: (row: number) => string): GroupRates[] {
  const groups = new Map<string, Group>()
  for (const row of order.rows) {
    const name = groupOf(row)
    if (records.people.asides[ASIDES * row] === 0 || name === '') continue
    const group = groups.get(name) ?? { records: 0, truePairs: 0, linkedPairs: 0, bothPairs: 0 }
    const [made, truly, both] = sizes(row)
    group.records++
    group.truePairs += truly - 1
    group.linkedPairs += made - 1
    group.bothPairs += both - 1
    groups.set(name, group)
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, { records: count, truePairs, linkedPairs, bothPairs }]) => ({
      group,
      records: count,
      missed: shareWithInterval(truePairs - bothPairs, truePairs),
      wrong: shareWithInterval(linkedPairs - bothPairs, linkedPairs),
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
