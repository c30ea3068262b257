import { FIRST_YEAR, YEARS, yearOf } from '../read/values/scan-birth-date.ts'
import { BIRTH, type Layout } from '../rows/row-layout.ts'

/** How far the birth dates of a run are told. */
export type Precision = 'day' | 'month' | 'year'

/** What of a packed date is told, and whether that is there. */
const TOLD: Record<Precision, { mask: number; part: number }> = {
  day: { mask: ~0, part: 0xff },
  month: { mask: ~0xff, part: 0xff00 },
  year: { mask: ~0xffff, part: ~0xffff },
}

/**
 * Settles how far the birth dates of all records are told, so that any two can be compared: to the day, unless half of
 * them are years or months alone, as voters' lists and historical censuses have them. Many files write a year as its
 * first of January and a month as its first day. Gives the precision, and how many dates are told less far and with that
 * are missing.
 */
export function settlePrecision(rows: Int32Array, layout: Layout): { precision: Precision; coarser: number } {
  const precision = precisionOf(rows, layout)
  let coarser = 0
  for (let row = 0; row < rows.length; row += layout.stride)
    if (settlePartialDate(rows, row, precision)) coarser++
  return { precision, coarser }
}

/** Cuts a row's date to what is told of all; whether it is told less far and was taken out. */
export function settlePartialDate(rows: Int32Array, row: number, precision: Precision): boolean {
  const date = rows[row + BIRTH]!
  const { mask, part } = TOLD[precision]
  const isCoarser = date !== 0 && (date & part) === 0
  rows[row + BIRTH] = isCoarser ? 0 : date & mask
  return isCoarser
}

/** Months are two decimal digits in half bytes: December is 0x12. */
const MONTHS = 0x13

function precisionOf(rows: Int32Array, { stride }: Layout): Precision {
  let dates = 0
  let years = 0
  let months = 0
  // One first day of a month that stands on very many records is a way of writing "not known".
  const firsts = new Int32Array(YEARS * MONTHS)
  for (let row = BIRTH; row < rows.length; row += stride) {
    const date = rows[row]!
    if (date === 0) continue
    dates++
    if ((date & 0xffff) === 0) years++
    else if ((date & 0xff) === 0) months++
    else if ((date & 0xff) === 1) firsts[(yearOf(date) - FIRST_YEAR) * MONTHS + ((date >>> 8) & 0xff)]!++
  }
  const januaries = firsts.filter((_, at) => at % MONTHS === 1)
  if (isHalf(years, januaries, dates)) return 'year'
  return isHalf(years + months, firsts, dates) ? 'month' : 'day'
}

/** Whether these dates, and such as stand on a first day, are half of all, whatever day is the commonest. */
function isHalf(told: number, firsts: Int32Array, dates: number): boolean {
  const most = firsts.reduce((one, other) => Math.max(one, other), 0)
  const all = firsts.reduce((sum, records) => sum + records, told - most)
  return all > 0 && 2 * all >= dates - most
}
