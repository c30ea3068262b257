import { OF } from '../compare/comparisons.ts'
import { type Chance, homeOf, PARTS_OF_BIT, shareOf } from '../learn/chance.ts'
import { countIn, sharedByStrangers } from '../learn/tally.ts'
import { dayIndex } from '../read/values/scan-birth-date.ts'
import { BIRTH, FAMILY, GIVEN, PHONE } from '../rows/row-layout.ts'
import type { PatternBits, Weights } from './weigh-patterns.ts'

const RARE_GIVEN = 1
const RARE_FAMILY = 2
const RARE_DATE = 4
const RARE_HOME = 8
const RARE_PHONE = 16
export const BOTH_NAMES = 32
/** Values whose exact agreement says more the fewer records have them. */
export const RARITIES: [place: number, mark: number][] = [
  [OF.given, RARE_GIVEN],
  [OF.family, RARE_FAMILY],
  [OF.birthDate, RARE_DATE],
  [OF.place, RARE_HOME],
  [OF.phone, RARE_PHONE],
]

/**
 * How rare the values are on which a pair agrees. It depends on the records and not on what is learnt of them, so it is
 * kept with the pair: weighing the pair again then needs neither its rows nor a logarithm.
 */
export type Rareness = {
  /** The bits by which chance has two records agree on these given and family names, in parts of `PARTS_OF_BIT`. */
  names: number
  /** How many records have the date, the home and the telephone, 0 where the pair does not agree on it: 12, 10 and 10 bits. */
  holders: number
}

/** More records with one date, or one home or telephone, count as this many. */
const MOST_DATES = 2 ** 12 - 1
const MOST_SHARED = 2 ** 10 - 1

/** Reads it from the rows that begin at `a` and `b`; `rarities` are the marks of what the pair agrees on. */
export function readRareness(
  chance: Chance,
  rows: Int32Array,
  a: number,
  b: number,
  rarities: number,
  into: Rareness,
): void {
  let names = 0
  if (rarities & RARE_GIVEN) names += chance.given[rows[a + GIVEN]!]!
  if (rarities & RARE_FAMILY) names += chance.family[rows[a + FAMILY]!]!
  let holders = 0
  if (rarities & RARE_DATE) holders = within(chance.birthDates[dayIndex(rows[a + BIRTH]!)]!, MOST_DATES)
  if (rarities & RARE_HOME) holders |= within(inOneHome(chance, rows, a, b), MOST_SHARED) << 12
  if (rarities & RARE_PHONE) holders |= within(countIn(chance.phones, rows[a + PHONE]!), MOST_SHARED) << 22
  into.names = Math.round(names * PARTS_OF_BIT)
  into.holders = holders
}

const within = (records: number, most: number): number => Math.max(1, Math.min(most, records))

function inOneHome({ homes }: Chance, rows: Int32Array, a: number, b: number): number {
  const [one, other] = [homeOf(rows, a), homeOf(rows, b)]
  if (one === 0 || other === 0) return 0
  return Math.max(countIn(homes, one), countIn(homes, other))
}

/** The bits by which strangers agree on values that so many records have. */
export type RareBits = {
  dates: Float64Array
  homes: Float64Array
  phones: Float64Array
  /** What names say together, by their own bits. */
  together: Float64Array
}

export function rareBits(chance: Chance, { unrelated, togetherByRarity }: Weights): RareBits {
  const { withBirthDate, homes, phones } = chance
  const [date, home, phone] = [OF.birthDate, OF.place, OF.phone].map(place => unrelated[place]![1]!)
  return {
    // Dates are spread evenly but for those that stand for "not known", so only a common one counts otherwise.
    dates: tableOf(MOST_DATES, records => Math.max(date!, shareOf(records, withBirthDate))),
    homes: tableOf(MOST_SHARED, records => sharedByStrangers(records, homes, home!)),
    phones: tableOf(MOST_SHARED, records => sharedByStrangers(records, phones, phone!)),
    together: togetherByRarity,
  }
}

/** Numbers for 1 to `most`; 0 for none. */
function tableOf(most: number, bitsOf: (records: number) => number): Float64Array {
  const table = new Float64Array(most + 1)
  for (let records = 1; records <= most; records++) table[records] = bitsOf(records)
  return table
}

/** The bits for strangers of a pair whose pattern has these bits. */
export function strangerBits(
  { dates, homes, phones, together }: RareBits,
  unrelated: number,
  rarities: number,
  names: number,
  holders: number,
): number {
  const bits =
    unrelated +
    names / PARTS_OF_BIT +
    dates[holders & MOST_DATES]! +
    homes[(holders >>> 12) & MOST_SHARED]! +
    phones[holders >>> 22]!
  return rarities & BOTH_NAMES ? bits + together[rarityBin(names)]! : bits
}

/** Names rarer than this many bits count as this rare. */
export const RAREST = 64
/** The bin of names that agree by chance with so many parts of a bit. */
export const rarityBin = (names: number): number => Math.min(RAREST - 1, Math.floor(-names / PARTS_OF_BIT))

/** The bits for strangers of two rows, whose pattern has these bits. */
export type StrangerOf = (bits: PatternBits, rows: Int32Array, a: number, b: number) => number

export function strangerOf(chance: Chance, weights: Weights): StrangerOf {
  const table = rareBits(chance, weights)
  const rareness: Rareness = { names: 0, holders: 0 }
  return (bits, rows, a, b) => {
    readRareness(chance, rows, a, b, bits.rarities, rareness)
    return strangerBits(table, bits.unrelated, bits.rarities, rareness.names, rareness.holders)
  }
}

/** The most that rare values can add to a pattern's bits among so many records. */
export function mostRarity(rarities: number, weights: Weights, records: number): number {
  let most = 0
  for (const [place, mark] of RARITIES)
    if (rarities & mark) most += Math.log2(records) + weights.unrelated[place]![1]!
  return Math.max(0, most)
}
