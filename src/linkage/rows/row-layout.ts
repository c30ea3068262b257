import type { Columns } from '../model-file.ts'

/**
 * A record as the engine compares it: a row of int32, sixteen of them to a cache line, because fetching rows from
 * memory is what bounds the comparing of pairs. 0 is "missing" in every slot.
 *
 * Whoever reads slots (`rows[row + GIVEN]`) is given where a row begins. In links, orders and clusters a row is its number,
 * which times the layout's `stride` is where it begins.
 */
export const GIVEN = 0
export const FAMILY = 1
export const MIDDLE = 2
export const FORMER = 3
/** Year, month, day as decimal digits in half bytes: 2015-04-23 is 0x20150423. */
export const BIRTH = 4
export const POSTCODE = 5
export const HOUSE = 6
export const STREET = 7
export const UPRN = 8
export const PHONE = 9
export const EMAIL = 10
export const MAILBOX = 11
export const SOURCE = 12
export const SEAL = 13
export const FLAGS = 14
/** Where identifiers begin, two slots each; free text columns, relatives and the name somebody goes by follow, one slot each. */
export const FIRST_IDENTIFIER = 15

/** Bits of FLAGS. */
export const IS_RECORD = 1
export const IS_MALE = 2
export const IS_FEMALE = 4
/** The date was written with both first numbers up to 12, so its order of day and month must be settled by others. */
export const IS_DAY_OR_MONTH_FIRST = 8
/** The date shows in which order its source writes day and month. */
export const SHOWS_DAY_FIRST = 16
export const SHOWS_MONTH_FIRST = 32
/** Whether the record is of a child or of an adult: by its birth date, or where it has none by the word of its source. */
export const IS_CHILD = 64
export const IS_ADULT = 128
/** From this bit on: the blocking rules whose block was too large for this record. */
export const FIRST_CAPPED_BIT = 8
/** Until a row is settled, three of these bits say whether a year of two digits stood first or last in its date. */
export const IS_YEAR_OR_DAY_FIRST = 1 << FIRST_CAPPED_BIT
export const SHOWS_YEAR_FIRST = 2 << FIRST_CAPPED_BIT
export const SHOWS_YEAR_LAST = 4 << FIRST_CAPPED_BIT
export const OF_YEARS = IS_YEAR_OR_DAY_FIRST | SHOWS_YEAR_FIRST | SHOWS_YEAR_LAST
/** A run has no more rules than there are bits. */
export const MOST_RULES = 32 - FIRST_CAPPED_BIT

export type Layout = {
  /** Slots of a row. */
  stride: number
  identifiers: number
  texts: number
  /** The slot of the first text column. */
  firstText: number
  relatives: number
  /** The slot of the first column of relatives. */
  firstRelative: number
  /** The slot of the name that somebody goes by; 0 where no column holds it. */
  knownAs: number
}

export function layRows({ identifiers = [], text = [], relatives = [], knownAs }: Partial<Columns>): Layout {
  const firstText = FIRST_IDENTIFIER + 2 * identifiers.length
  const firstRelative = firstText + text.length
  const end = firstRelative + relatives.length
  return {
    identifiers: identifiers.length,
    texts: text.length,
    firstText,
    relatives: relatives.length,
    firstRelative,
    knownAs: knownAs === undefined ? 0 : end,
    stride: knownAs === undefined ? end : end + 1,
  }
}
