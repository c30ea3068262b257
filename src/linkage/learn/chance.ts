import type { CompareRows, Pattern } from '../compare/compare-rows.ts'
import { type Comparison, levelIn, OF } from '../compare/comparisons.ts'
import { DAY_INDEXES, dayIndex } from '../read/values/scan-birth-date.ts'
import type { Dictionary } from '../rows/dictionary.ts'
import { fingerprint, fingerprintOfTwo } from '../rows/fingerprints.ts'
import {
  BIRTH,
  EMAIL,
  FAMILY,
  FIRST_IDENTIFIER,
  FLAGS,
  GIVEN,
  HOUSE,
  IS_FEMALE,
  IS_MALE,
  IS_RECORD,
  type Layout,
  MIDDLE,
  PHONE,
  POSTCODE,
  SOURCE,
  STREET,
  UPRN,
} from '../rows/row-layout.ts'
import { expected } from './expectations.ts'
import { agreeOf, keepTally, pairsOf, placesFor, type Tally, type TallyOfPairs, tally } from './tally.ts'

/** What is known of a file's values before any pair is compared. */
export type Chance = {
  records: number
  /** For each comparison the pairs of records, among all, that agree exactly, and those where both have a value. */
  agreeing: number[]
  comparable: number[]
  /** How often each level is met between two records drawn at random. */
  shares: number[][]
  /** For each word the share of records that have it as given and as family name, in bits. */
  given: Float64Array
  family: Float64Array
  birthDates: Int32Array
  withBirthDate: number
  phones: Tally
  homes: Tally
  /** Whether any record says where somebody lives, be it a postcode alone. */
  isPlaced: boolean
  /** Pairs of records that agree exactly on both names. */
  agreeingNames: number
}

/** For each word the bits of its share among the records that have any. */
function sharesOf(counts: Int32Array): Float64Array {
  const all = counts.reduce((sum, count) => sum + count, 0)
  const shares = new Float64Array(new SharedArrayBuffer(8 * counts.length))
  for (let word = 1; word < counts.length; word++) shares[word] = shareOf(counts[word]!, all)
  return shares
}

/**
 * The pair's own agreement is no evidence that the value is common. In bits, and in whole parts of a bit: their sums
 * are then the same in any order and in integers too.
 */
export const shareOf = (records: number, all: number): number =>
  Math.round(Math.log2(Math.max(1, records - 1) / all) * PARTS_OF_BIT) / PARTS_OF_BIT
export const PARTS_OF_BIT = 2 ** 24

/**
 * The fingerprint of a row's home, 0 where it has none: house and postcode, however the street is written, or a UPRN. The
 * part `home` of a blocking rule is another thing: there the street is spelled alike too.
 */
export function homeOf(rows: Int32Array, row: number): number {
  if (rows[row + POSTCODE] !== 0 && (rows[row + HOUSE] !== 0 || rows[row + STREET] !== 0))
    return fingerprintOfTwo(rows[row + HOUSE]!, rows[row + POSTCODE]!)
  return rows[row + UPRN] === 0 ? 0 : fingerprint(rows[row + UPRN]!)
}

/** Counts what agrees by chance: exact agreement in closed form from the values' frequencies, the rest from a sample of pairs. */
export function countChance(
  rows: Int32Array,
  layout: Layout,
  dictionary: Dictionary,
  comparisons: readonly Comparison[],
  sample: Int32Array,
  compare: CompareRows,
): Chance {
  const { stride } = layout
  const records = countRecords(rows, stride)
  // Tallies share one table, in which each is counted.
  const table = new Int32Array(placesFor(records))
  const once = (read: (row: number) => number): TallyOfPairs => tally(rows, stride, table.fill(0), read)
  const words = (slot: number): Int32Array => countWords(rows, stride, slot, dictionary.count)
  const given = words(GIVEN)
  const family = words(FAMILY)
  const birthDates = countDates(rows, stride)
  const phones = keepTally(once(row => rows[row + PHONE]!))
  const homes = keepTally(once(row => homeOf(rows, row)))
  const exact = countAgreeing(rows, layout, { given, family, birthDates, homes, phones }, words, once)
  return {
    records,
    agreeing: exact.map(([agreeing]) => agreeing),
    comparable: exact.map(([, withValue]) => pairsOf(withValue)),
    shares: sampleLevels(rows, sample, comparisons, compare),
    given: sharesOf(given),
    family: sharesOf(family),
    birthDates,
    withBirthDate: exact[OF.birthDate]![1],
    phones,
    homes,
    isPlaced: isAnywhere(rows, stride),
    agreeingNames: agreeOf(once(row => fullNameOf(rows, row, dictionary)))[0],
  }
}

/** How many records have each given and family name together. */
export const tallyNames = (
  rows: Int32Array,
  { stride }: Layout,
  dictionary: Dictionary,
  records: number,
): Tally => tally(rows, stride, new Int32Array(placesFor(records)), row => fullNameOf(rows, row, dictionary))

/** The fingerprint of a row's given and family name, 0 where one is missing. */
export function fullNameOf(rows: Int32Array, row: number, { hashes }: Dictionary): number {
  const given = rows[row + GIVEN]!
  const family = rows[row + FAMILY]!
  return given === 0 || family === 0 ? 0 : fingerprintOfTwo(hashes[given]!, hashes[family]!)
}

type Counted = {
  given: Int32Array
  family: Int32Array
  birthDates: Int32Array
  homes: TallyOfPairs
  phones: TallyOfPairs
}

/** For each comparison the pairs of records that agree exactly, and the records with a value. */
function countAgreeing(
  rows: Int32Array,
  layout: Layout,
  { given, family, birthDates, homes, phones }: Counted,
  words: (slot: number) => Int32Array,
  once: (read: (row: number) => number) => TallyOfPairs,
): [agreeing: number, withValue: number][] {
  return [
    agree(given),
    agree(family),
    agree(words(MIDDLE)),
    agree(birthDates),
    agree(countSexes(rows, layout.stride)),
    agreeOf(homes),
    agreeOf(phones),
    agreeOf(once(row => rows[row + EMAIL]!)),
    agree(words(SOURCE)),
    ...identifierSlots(layout).map(slot => agreeOf(once(row => fingerprintOf(rows, row + slot)))),
    ...textSlots(layout).map(slot => agree(words(slot))),
    ...(layout.relatives > 0 ? [countRelatives(rows, layout)] : []),
  ]
}

function isAnywhere(rows: Int32Array, stride: number): boolean {
  for (let row = 0; row < rows.length; row += stride)
    if (rows[row + POSTCODE] !== 0 || rows[row + STREET] !== 0 || rows[row + UPRN] !== 0) return true
  return false
}

function countRecords(rows: Int32Array, stride: number): number {
  let records = 0
  for (let row = FLAGS; row < rows.length; row += stride) records += rows[row]! & IS_RECORD
  return records
}

const identifierSlots = ({ identifiers }: Layout): number[] =>
  Array.from({ length: identifiers }, (_, one) => FIRST_IDENTIFIER + 2 * one)

const textSlots = ({ firstText, texts }: Layout): number[] =>
  Array.from({ length: texts }, (_, one) => firstText + one)

/** Pairs of records that are tied to one relative, and the records that are tied to any. A pair tied to two counts twice. */
function countRelatives(rows: Int32Array, { stride, firstRelative, relatives }: Layout): [number, number] {
  const counts = new Map<number, number>()
  let tied = 0
  for (let row = firstRelative; row < rows.length; row += stride) {
    const own = new Set(rows.subarray(row, row + relatives))
    own.delete(0)
    if (own.size > 0) tied++
    for (const relative of own) counts.set(relative, (counts.get(relative) ?? 0) + 1)
  }
  let pairs = 0
  for (const count of counts.values()) pairs += pairsOf(count)
  return [pairs, tied]
}

const fingerprintOf = (rows: Int32Array, at: number): number =>
  rows[at] === 0 && rows[at + 1] === 0 ? 0 : fingerprintOfTwo(rows[at]!, rows[at + 1]!)

function countWords(rows: Int32Array, stride: number, slot: number, words: number): Int32Array {
  const counts = new Int32Array(words)
  for (let row = slot; row < rows.length; row += stride) counts[rows[row]!]!++
  counts[0] = 0
  return counts
}

function countDates(rows: Int32Array, stride: number): Int32Array {
  const counts = new Int32Array(DAY_INDEXES)
  for (let row = BIRTH; row < rows.length; row += stride) if (rows[row] !== 0) counts[dayIndex(rows[row]!)]!++
  return counts
}

function countSexes(rows: Int32Array, stride: number): Int32Array {
  const counts = new Int32Array(2)
  for (let row = FLAGS; row < rows.length; row += stride) {
    if (rows[row]! & IS_MALE) counts[0]!++
    else if (rows[row]! & IS_FEMALE) counts[1]!++
  }
  return counts
}

/** Pairs of records that agree, and records with a value, from how many have each. */
function agree(counts: Int32Array): [number, number] {
  let pairs = 0
  let total = 0
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at]!
    pairs += pairsOf(count)
    total += count
  }
  return [pairs, total]
}

/** How often each level is met among pairs of the sample that are plainly not of one person. */
function sampleLevels(
  rows: Int32Array,
  sample: Int32Array,
  comparisons: readonly Comparison[],
  compare: CompareRows,
): number[][] {
  const counts = comparisons.map(({ levels }) => new Float64Array(levels.length + 1))
  const weights = comparisons.map(comparison => {
    const { same, unrelated } = expected(comparison)
    return [0, ...same.map((share, level) => Math.log2(share / unrelated[level]!))]
  })
  const pattern: Pattern = { low: 0, high: 0 }
  for (let i = 1; i < sample.length; i++) {
    for (let j = 0; j < i; j++) {
      compare(rows, sample[i]!, sample[j]!, pattern)
      let bits = 0
      for (let place = 0; place < counts.length; place++)
        bits += weights[place]![levelIn(pattern.low, pattern.high, place)]!
      if (bits > PLAINLY_ONE_BITS) continue
      for (let place = 0; place < counts.length; place++)
        counts[place]![levelIn(pattern.low, pattern.high, place)]!++
    }
  }
  return comparisons.map((comparison, place) => {
    const { unrelated } = expected(comparison)
    const seen = counts[place]!
    const compared = seen.reduce((sum, count) => sum + count, 0) - seen[0]!
    return unrelated.map((share, level) => (seen[level + 1]! + BELIEF * share) / (compared + BELIEF))
  })
}

const PLAINLY_ONE_BITS = 12
/** What is expected counts as this many sampled pairs. */
const BELIEF = 50
