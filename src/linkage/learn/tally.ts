/** Counts of fingerprints in a table that may join two values: a count is never too small. */
export type Tally = {
  counts: Int32Array | Uint16Array
  total: number
  /** How many records have the value of a record drawn at random. */
  typical: number
}

export const countIn = ({ counts }: Tally, fingerprint: number): number =>
  counts[fingerprint & (counts.length - 1)]!

/** The places of a table for so many records. */
export const placesFor = (records: number): number =>
  2 ** Math.min(24, Math.max(12, Math.ceil(Math.log2(2 * records + 1))))

/** A tally, and how many pairs of records meet in a place of its table. */
export type TallyOfPairs = Tally & { pairs: number }

/** Counts what `read` gives of each row; 0 is no value. */
export function tally(
  rows: Int32Array,
  stride: number,
  counts: Int32Array,
  read: (row: number) => number,
): TallyOfPairs {
  let total = 0
  let pairs = 0
  for (let row = 0; row < rows.length; row += stride) {
    const value = read(row)
    if (value === 0) continue
    // A record meets those that stand in its place already. Whole numbers below 2^53, so no order of adding matters.
    pairs += counts[value & (counts.length - 1)]!++
    total++
  }
  return { counts, total, pairs, typical: total === 0 ? 1 : 1 + (2 * pairs) / total }
}

/** A tally in half the room, to be kept: nobody asks how many more than this have a value. */
export function keepTally(counted: TallyOfPairs): TallyOfPairs {
  const counts = new Uint16Array(new SharedArrayBuffer(2 * counted.counts.length))
  for (let place = 0; place < counts.length; place++)
    counts[place] = Math.min(MOST_KEPT, counted.counts[place]!)
  return { ...counted, counts }
}
export const MOST_KEPT = 2 ** 16 - 1

/** The pairs among so many records. */
export const pairsOf = (records: number): number => (records * (records - 1)) / 2

/** Pairs of records that agree, without those that only the table's size made one, and records with a value. */
export function agreeOf({ counts, total, pairs }: TallyOfPairs): [number, number] {
  return [Math.max(0, pairs - pairsOf(total) / counts.length), total]
}

/**
 * The bits of a value's share of records, for a value that a household shares: who else has it is mostly of the household,
 * whose story that is. Only what goes beyond a few common households is shared by strangers, as in a shelter. Not below
 * `any`.
 */
export function sharedByStrangers(records: number, { total, typical }: Tally, any: number): number {
  return Math.max(any, Math.log2(Math.max(1, records - MANY_TIMES * typical) / total))
}
const MANY_TIMES = 3
