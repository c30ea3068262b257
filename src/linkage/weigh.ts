import { type Chance, countIn, homeOf, sharedByStrangers, shareOf } from './chance.ts'
import { areNamesExact, doNamesAgree, levelIn, OF } from './comparisons.ts'
import type { Estimates } from './estimate.ts'
import { dayIndex } from './read/scan-birth-date.ts'
import { BIRTH, FAMILY, GIVEN, PHONE } from './row-layout.ts'

/** Estimates as logarithms, in bits: by comparison, then by level. */
export type Weights = {
  same: number[][]
  household: number[][]
  unrelated: number[][]
  /** Bits by which both names agree more often together than one by one. */
  namesTogether: number
  middleTogether: number
  /** The same for pairs that agree exactly on both, by how rare the names are one by one, in bits. */
  togetherByRarity: Float64Array
  /** Bits of each story before anything is compared. */
  prior: { same: number; household: number; unrelated: number }
}

/** The sums of a pattern's weights, and which of its agreements count by how rare the value is. */
export type PatternBits = { same: number; household: number; unrelated: number; rarities: number }

const RARE_GIVEN = 1
const RARE_FAMILY = 2
const RARE_DATE = 4
const RARE_HOME = 8
const RARE_PHONE = 16
export const BOTH_NAMES = 32
/** Names rarer than this many bits count as this rare. */
export const RAREST = 64
/** Values whose exact agreement says more the fewer records have them. */
export const RARITIES: [place: number, mark: number][] = [
  [OF.given, RARE_GIVEN],
  [OF.family, RARE_FAMILY],
  [OF.birthDate, RARE_DATE],
  [OF.place, RARE_HOME],
  [OF.phone, RARE_PHONE],
]

export function weightsOf(estimates: Estimates): Weights {
  const logs = (story: number[][]): number[][] => story.map(levels => levels.map(Math.log2))
  const { samePairs, householdPairs, allPairs } = estimates
  return {
    same: logs(estimates.same),
    household: logs(estimates.household),
    unrelated: logs(estimates.unrelated),
    namesTogether: Math.log2(estimates.namesTogether),
    middleTogether: Math.log2(estimates.middleTogether),
    togetherByRarity: new Float64Array(RAREST).fill(Math.log2(estimates.namesTogether)),
    prior: {
      same: Math.log2(samePairs / allPairs),
      household: Math.log2(householdPairs / allPairs),
      unrelated: Math.log2(Math.max(1, allPairs - samePairs - householdPairs) / allPairs),
    },
  }
}

/** The bits by which chance has two records agree on both their names. */
export const namesByChance = (chance: Chance, rows: Int32Array, row: number): number =>
  chance.given[rows[row + GIVEN]!]! + chance.family[rows[row + FAMILY]!]!

/** Adds up a pattern's weights. Agreements that count by rarity are left out of `unrelated` and marked. */
export function sumPattern(low: number, high: number, weights: Weights, comparisons: number): PatternBits {
  const bits: PatternBits = { ...weights.prior, rarities: 0 }
  for (let place = 0; place < comparisons; place++) {
    const level = levelIn(low, high, place)
    if (level === 0) continue
    bits.same += weights.same[place]![level]!
    bits.household += weights.household[place]![level]!
    bits.unrelated += weights.unrelated[place]![level]!
  }
  if (doNamesAgree(low) && levelIn(low, high, OF.middle) === 1) bits.unrelated += weights.middleTogether
  if (areNamesExact(low)) bits.rarities |= BOTH_NAMES
  else if (doNamesAgree(low)) bits.unrelated += weights.namesTogether
  for (const [place, mark] of RARITIES) {
    if (levelIn(low, high, place) !== 1) continue
    bits.unrelated -= weights.unrelated[place]![1]!
    bits.rarities |= mark
  }
  return bits
}

/** What chance has to say for the values on which a pair agrees, in bits: the share of records that have them. */
export type RarityOf = (rows: Int32Array, a: number, b: number, rarities: number) => number

export function rarityOf(chance: Chance, weights: Weights): RarityOf {
  const anyDate = weights.unrelated[OF.birthDate]![1]!
  const anyHome = weights.unrelated[OF.place]![1]!
  const anyPhone = weights.unrelated[OF.phone]![1]!
  return (rows, a, b, rarities) => {
    let bits = 0
    if (rarities & RARE_GIVEN) bits += chance.given[rows[a + GIVEN]!]!
    if (rarities & RARE_FAMILY) bits += chance.family[rows[a + FAMILY]!]!
    if (rarities & BOTH_NAMES) bits += weights.togetherByRarity[rarityBin(bits)]!
    // Dates are spread evenly but for those that stand for "not known", so only a common one counts otherwise.
    if (rarities & RARE_DATE)
      bits += Math.max(anyDate, shareOf(chance.birthDates[dayIndex(rows[a + BIRTH]!)]!, chance.withBirthDate))
    if (rarities & RARE_HOME) bits += homeBits(chance, rows, a, b, anyHome)
    if (rarities & RARE_PHONE)
      bits += sharedByStrangers(countIn(chance.phones, rows[a + PHONE]!), chance.phones, anyPhone)
    return bits
  }
}

/** The bin of names that agree by chance with this many bits. */
export const rarityBin = (bits: number): number => Math.min(RAREST - 1, Math.floor(-bits))

function homeBits(chance: Chance, rows: Int32Array, a: number, b: number, any: number): number {
  const one = homeOf(rows, a)
  const other = homeOf(rows, b)
  if (one === 0 || other === 0) return any
  return sharedByStrangers(
    Math.max(countIn(chance.homes, one), countIn(chance.homes, other)),
    chance.homes,
    any,
  )
}

/** Log2 odds that a pair is one person, against both other stories together. */
export function oddsOf(bits: PatternBits, rarity: number): number {
  return bits.same - addBits(bits.household, bits.unrelated + rarity)
}

/** log2(2^a + 2^b) without overflow. */
export function addBits(a: number, b: number): number {
  const larger = a > b ? a : b
  const difference = a > b ? b - a : a - b
  // Beyond fifty bits the smaller adds nothing that a number could hold.
  return difference > -50 ? larger + Math.log2(1 + 2 ** difference) : larger
}

/** Bits as the probability that both records are one person. */
export const probabilityOf = (bits: number): number => 1 / (1 + 2 ** -bits)

/** The most that rare values can add to a pattern's bits among so many records. */
export function mostRarity(bits: PatternBits, weights: Weights, records: number): number {
  let most = 0
  for (const [place, mark] of RARITIES)
    if (bits.rarities & mark) most += Math.log2(records) + weights.unrelated[place]![1]!
  return Math.max(0, most)
}
