import type { Records } from '../read/read-people.ts'
import {
  DAY_INDEXES,
  dayIndex,
  exchangeDayAndMonth,
  exchangeYearAndDay,
  showDate,
} from '../read/values/scan-birth-date.ts'
import { isExact, isMarkedUpn, isNhsNumber } from '../read/values/scan-identifier.ts'
import { fingerprint, fingerprintOfTwo, hashOn } from '../rows/fingerprints.ts'
import {
  BIRTH,
  FIRST_IDENTIFIER,
  FLAGS,
  IS_ADULT,
  IS_CHILD,
  IS_DAY_OR_MONTH_FIRST,
  IS_YEAR_OR_DAY_FIRST,
  type Layout,
  OF_YEARS,
  SHOWS_DAY_FIRST,
  SHOWS_MONTH_FIRST,
  SHOWS_YEAR_FIRST,
  SHOWS_YEAR_LAST,
  SOURCE,
} from '../rows/row-layout.ts'
import { type NotNames, settleNames } from './settle-names.ts'
import { type Precision, settlePrecision } from './settle-precision.ts'

export type IdentifierKind = 'nhsNumber' | 'upn' | 'other'

/** The identifiers of which nobody has two, by their places among the columns. */
export const exclusiveOf = (identifiers: readonly { kind: IdentifierKind }[]): number[] =>
  identifiers.flatMap(({ kind }, one) => (kind === 'other' ? [] : [one]))

/** What was found out about a file's values as a whole, and done about it. */
export type Settled = {
  /** How far birth dates are told; and how many are told less far, treated as missing. */
  precision: Precision
  coarserDates: number
  /** Dates that a source writes for "not known", treated as missing. */
  defaultDates: { source: number; date: string; records: number }[]
  /** Identifiers by what their values are; of values that many records share, the fingerprints. */
  identifiers: { kind: IdentifierKind; invalid: number; shared: ReadonlySet<number> }[]
  /** Words that a source writes for "not known" among its names, treated as missing. */
  notNames: NotNames[]
  /** Sources that write the month before the day, and the year of two digits before both. */
  monthFirst: number[]
  yearFirst: number[]
}

/**
 * Settles what can only be judged over all records: the order of day and month in a source, dates and identifiers that
 * stand for "not known", identifiers that fail their check. Changes the rows in place; counts only, so that the order
 * of rows does not matter.
 */
export function settleValues(
  { people, dictionary }: Pick<Records, 'people' | 'dictionary'>,
  adultsBornBefore?: string,
): Settled {
  const { rows, layout, thisYear } = people
  const shown = shownIn(rows, layout)
  const yearFirst = (shown & OF_YEARS) === 0 ? [] : settleYearOrder(rows, layout, thisYear)
  const monthFirst = (shown & SHOWS_MONTH_FIRST) === 0 ? [] : settleDateOrder(rows, layout)
  const { precision, coarser } = settlePrecision(rows, layout)
  // One table of counts for whatever is counted next.
  const records = rows.length / layout.stride
  const table = new Int32Array(2 ** Math.min(24, Math.max(12, Math.ceil(Math.log2(records + 1)))))
  // Years and months are shared by many, and none of them stands out.
  const defaultDates = precision === 'day' ? dropDefaultDates(rows, layout, dictionary.count, table) : []
  const settleStage = stageSettler(adultsBornBefore)
  for (let row = 0; row < rows.length; row += layout.stride) settleStage(rows, row)
  return {
    precision,
    coarserDates: coarser,
    monthFirst,
    yearFirst,
    defaultDates,
    notNames: settleNames(people, dictionary),
    identifiers: Array.from({ length: layout.identifiers }, (_, one) =>
      settleIdentifier(rows, layout, one, table),
    ),
  }
}

/** Makes the function that says of whom a row with a birth date is: a child or an adult on the day of the model. */
export function stageSettler(adultsBornBefore: string | undefined): (rows: Int32Array, row: number) => void {
  if (adultsBornBefore === undefined) return () => {}
  const line = Number.parseInt(adultsBornBefore.replaceAll('-', ''), 16)
  return (rows, row) => {
    const date = rows[row + BIRTH]!
    if (date === 0) return
    rows[row + FLAGS] = (rows[row + FLAGS]! & ~(IS_CHILD | IS_ADULT)) | (date < line ? IS_ADULT : IS_CHILD)
  }
}

function settleYearOrder(rows: Int32Array, layout: Layout, thisYear: number): number[] {
  const yearFirst = sourcesThatShow(SHOWS_YEAR_FIRST, SHOWS_YEAR_LAST, rows, layout)
  for (let row = 0; row < rows.length; row += layout.stride)
    if ((rows[row + FLAGS]! & OF_YEARS) !== 0)
      settleYear(rows, row, yearFirst.has(rows[row + SOURCE]!), thisYear)
  return [...yearFirst]
}

/** What the dates of a run show of their order; in most files nothing, and it need not be counted by source. */
function shownIn(rows: Int32Array, { stride }: Layout): number {
  let shown = 0
  for (let at = FLAGS; at < rows.length; at += stride) shown |= rows[at]!
  return shown
}

/** Reads a date that may have its year first as its source writes dates; its bits are then free for rules. */
export function settleYear(rows: Int32Array, row: number, isYearFirst: boolean, thisYear: number): void {
  const flags = rows[row + FLAGS]!
  rows[row + FLAGS] = flags & ~OF_YEARS
  if (!isYearFirst || (flags & IS_YEAR_OR_DAY_FIRST) === 0) return
  rows[row + BIRTH] = exchangeYearAndDay(rows[row + BIRTH]!, thisYear)
  rows[row + FLAGS]! &= ~(IS_DAY_OR_MONTH_FIRST | SHOWS_DAY_FIRST | SHOWS_MONTH_FIRST)
}

function settleDateOrder(rows: Int32Array, layout: Layout): number[] {
  const monthFirst = sourcesThatShow(SHOWS_MONTH_FIRST, SHOWS_DAY_FIRST, rows, layout)
  if (monthFirst.size === 0) return []
  for (let row = 0; row < rows.length; row += layout.stride) {
    if ((rows[row + FLAGS]! & IS_DAY_OR_MONTH_FIRST) !== 0 && monthFirst.has(rows[row + SOURCE]!))
      rows[row + BIRTH] = exchangeDayAndMonth(rows[row + BIRTH]!)
  }
  return [...monthFirst]
}

/** Sources of which more dates show the one order than the other. */
function sourcesThatShow(one: number, other: number, rows: Int32Array, { stride }: Layout): Set<number> {
  const shown = new Map<number, number>()
  for (let row = 0; row < rows.length; row += stride) {
    const shows = rows[row + FLAGS]! & (one | other)
    if (shows === 0) continue
    const source = rows[row + SOURCE]!
    shown.set(source, (shown.get(source) ?? 0) + (shows === one ? 1 : -1))
  }
  return new Set([...shown].filter(([, balance]) => balance > 0).map(([source]) => source))
}

/** A date is a source's way of writing "not known" if it is held this many times as often as its dates commonly are… */
const TIMES_COMMON = 30
/** …and by at least this share of the source's records with a date. A birthday is shared by a handful. */
const LEAST_SHARE = 0.002
const LEAST_RECORDS = 10

function dropDefaultDates(
  rows: Int32Array,
  { stride }: Layout,
  words: number,
  table: Int32Array,
): Settled['defaultDates'] {
  table.fill(0)
  /** By the number of a source's name how many of its records have a date. */
  const dated = new Int32Array(words)
  for (let row = 0; row < rows.length; row += stride) {
    if (rows[row + BIRTH] === 0) continue
    const source = rows[row + SOURCE]!
    table[placeOf(source, rows[row + BIRTH]!, table.length)]!++
    dated[source]!++
  }
  // The table may count two dates as one, so those that stand out are counted again by themselves.
  const suspects = new Map<number, Map<number, number>>()
  for (let row = 0; row < rows.length; row += stride) {
    const source = rows[row + SOURCE]!
    const date = rows[row + BIRTH]!
    const records = date === 0 ? 0 : table[placeOf(source, date, table.length)]!
    if (records < LEAST_RECORDS || records < least(dated[source]!)) continue
    const own = suspects.get(source) ?? new Map<number, number>()
    own.set(date, (own.get(date) ?? 0) + 1)
    suspects.set(source, own)
  }
  const found: Settled['defaultDates'] = []
  const dropped = new Map<number, Set<number>>()
  for (const [source, own] of suspects) {
    const common = dated[source]! / DAYS_OF_A_LIFE
    const defaults = [...own].filter(
      ([, records]) => records >= least(dated[source]!) && records >= TIMES_COMMON * common,
    )
    for (const [date, records] of defaults) found.push({ source, date: showDate(date), records })
    dropped.set(source, new Set(defaults.map(([date]) => date)))
  }
  if (found.length === 0) return found
  for (let row = 0; row < rows.length; row += stride)
    if (dropped.get(rows[row + SOURCE]!)?.has(rows[row + BIRTH]!)) rows[row + BIRTH] = 0
  return found
}

/** Births of a source spread over about this many days. */
const DAYS_OF_A_LIFE = 9000

const least = (dated: number): number => Math.max(LEAST_RECORDS, LEAST_SHARE * dated)

const placeOf = (source: number, date: number, size: number): number =>
  fingerprint(hashOn(source, dayIndex(date) + DAY_INDEXES)) & (size - 1)

/** A column of numbers is of one kind if this share of its values is valid for it. */
const MOSTLY = 0.9
/** One number on so many records is nobody's own. */
const SHARED_BY = 20

function settleIdentifier(
  rows: Int32Array,
  layout: Layout,
  one: number,
  table: Int32Array,
): Settled['identifiers'][number] {
  const slot = FIRST_IDENTIFIER + 2 * one
  const { stride } = layout
  let values = 0
  let nhs = 0
  let upns = 0
  let most = 0
  table.fill(0)
  for (let row = slot; row < rows.length; row += stride) {
    const high = rows[row]!
    const low = rows[row + 1]!
    if (high === 0 && low === 0) continue
    values++
    if (isExact(high) && isNhsNumber(high, low)) nhs++
    if (isMarkedUpn(high)) upns++
    const records = ++table[fingerprintAt(rows, row) & (table.length - 1)]!
    if (records > most) most = records
  }
  const kind =
    nhs >= MOSTLY * values && nhs > 0 ? 'nhsNumber' : upns >= MOSTLY * values && upns > 0 ? 'upn' : 'other'
  const invalid = kind === 'other' ? 0 : dropInvalid(rows, stride, slot, kind)
  const shared = most > SHARED_BY ? findShared(rows, stride, slot, table) : new Set<number>()
  if (shared.size > 0) dropShared(rows, stride, slot, shared)
  return { kind, invalid, shared }
}

/** Takes out what no number of the column's kind is, and gives how many. */
function dropInvalid(rows: Int32Array, stride: number, slot: number, kind: IdentifierKind): number {
  let invalid = 0
  for (let row = slot; row < rows.length; row += stride) {
    const high = rows[row]!
    const low = rows[row + 1]!
    if ((high === 0 && low === 0) || isValidFor(kind, high, low)) continue
    rows[row] = 0
    rows[row + 1] = 0
    invalid++
  }
  return invalid
}

/** The table may count two numbers as one, so those that stand out are counted again by themselves. */
function findShared(rows: Int32Array, stride: number, slot: number, table: Int32Array): Set<number> {
  const suspects = new Map<number, number>()
  for (let row = slot; row < rows.length; row += stride) {
    if (rows[row] === 0 && rows[row + 1] === 0) continue
    const key = fingerprintAt(rows, row)
    if (table[key & (table.length - 1)]! > SHARED_BY) suspects.set(key, (suspects.get(key) ?? 0) + 1)
  }
  return new Set([...suspects].filter(([, records]) => records > SHARED_BY).map(([key]) => key))
}

function dropShared(rows: Int32Array, stride: number, slot: number, shared: ReadonlySet<number>): void {
  for (let row = slot; row < rows.length; row += stride) {
    if (!shared.has(fingerprintAt(rows, row))) continue
    rows[row] = 0
    rows[row + 1] = 0
  }
}

/** The fingerprint of the identifier that stands at `at`. */
export const fingerprintAt = (rows: Int32Array, at: number): number =>
  fingerprintOfTwo(rows[at]!, rows[at + 1]!)

/** Whether a value may stand in a column of its kind. */
export const isValidFor = (kind: IdentifierKind, high: number, low: number): boolean =>
  kind === 'other' || (kind === 'upn' ? isMarkedUpn(high) : isExact(high) && isNhsNumber(high, low))
