import type { Dictionary } from './dictionary.ts'
import { FAMILY, FORMER, GIVEN, type Layout, MIDDLE, SEAL, SOURCE, STREET } from './row-layout.ts'

/** The slots of a row that hold words, but for given and middle names. */
export function wordSlots({ texts, firstText, knownAs }: Layout): number[] {
  return [
    FAMILY,
    FORMER,
    SEAL,
    SOURCE,
    STREET,
    ...Array.from({ length: texts }, (_, text) => firstText + text),
    ...(knownAs > 0 ? [knownAs] : []),
  ]
}

/** Gives the words of a row their numbers in the dictionary: `of` has it for each number that the reader gave. */
export function renumberRow(
  rows: Int32Array,
  row: number,
  slots: readonly number[],
  of: Int32Array,
  { firsts, seconds }: Dictionary,
): void {
  for (const slot of slots) rows[row + slot] = of[rows[row + slot]!]!
  const given = of[rows[row + GIVEN]!]!
  const middle = of[rows[row + MIDDLE]!]!
  rows[row + GIVEN] = firsts[given]!
  // A second given name in the first field is a middle name where there is none.
  rows[row + MIDDLE] = middle === 0 ? seconds[given]! : firsts[middle]!
}
