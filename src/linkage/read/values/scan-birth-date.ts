import {
  IS_DAY_OR_MONTH_FIRST,
  IS_YEAR_OR_DAY_FIRST,
  SHOWS_DAY_FIRST,
  SHOWS_MONTH_FIRST,
  SHOWS_YEAR_FIRST,
  SHOWS_YEAR_LAST,
} from '../../rows/row-layout.ts'

/** What a cell says of a birth date: packed decimal digits, 0 where it says none, and flags for the order of its parts. */
export type ScannedDate = { packed: number; order: number; isImpossible: boolean }

const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec'
/** The years that a birth date may have. */
export const FIRST_YEAR = 1800
const LAST_YEAR = 2100
export const YEARS = LAST_YEAR - FIRST_YEAR + 1
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * Reads a birth date from a cell's bytes into `into`: `2015-04-23`, `20150423`, `23/04/2015`, `23.4.15`, `4/23/2015`,
 * `23rd April 2015`, `Sept 23, 2015`, any of them with a time behind; a year or a month alone, as `2015`, `April 2015`,
 * `2015-04`, `04/2015`, `2015-00-00`, with zeros for what is not told. Numbers up to 12 in both first places are read as
 * day, then month; `15-04-23` as day, month, year. What its source shows of the order is settled later. Years run from
 * `FIRST_YEAR` to `LAST_YEAR`; of two digits they are the last that `thisYear` has reached.
 */
export function scanBirthDate(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: ScannedDate,
  thisYear: number,
): void {
  into.packed = 0
  into.order = 0
  into.isImpossible = end > start
  let parts = 0
  let isNamed = false
  let a = 0
  let b = 0
  let c = 0
  let lengthOfA = 0
  let lengthOfC = 0
  for (let at = start; at < end && parts < 3 && lengthOfA < 8; ) {
    const from = at
    if (isDigit(bytes[at]!)) {
      let value = 0
      for (; at < end && isDigit(bytes[at]!); at++) value = value * 10 + bytes[at]! - 48
      if (lengthOfA === 0) [a, lengthOfA] = [value, at - from]
      else if (parts === 1 && !isNamed) b = value
      else [c, lengthOfC] = [value, at - from]
      parts++
    } else if (isLetter(bytes[at]!)) {
      while (at < end && isLetter(bytes[at]!)) at++
      if (isNamed || parts > 1) continue
      b = monthOf(bytes, from)
      isNamed = b > 0
      if (isNamed) parts++
      else if (parts === 1 && !isOrdinal(bytes, from, at)) return
    } else at++
  }
  if (lengthOfA >= 8) packDigits(a, lengthOfA, into)
  else if (parts < 3) packMonthOrYear(a, b, lengthOfA, parts, isNamed, into)
  else if (lengthOfA === 4) pack(a, b, c, into)
  else if (isNamed) pack(lengthOfC === 2 ? yearOfTwoDigits(c, thisYear) : c, b, a, into)
  else if (lengthOfC > 2) packDayFirst(a, b, c, into)
  else packShortYear([a, b, c], lengthOfA === 2, lengthOfC === 2, into, thisYear)
}

/** `2015`, `2015.0` as programs write it that take a year for a number, `2015-04`, `04/2015`, `April 2015`. */
function packMonthOrYear(
  a: number,
  b: number,
  lengthOfA: number,
  parts: number,
  isNamed: boolean,
  into: ScannedDate,
): void {
  if (lengthOfA === 4) pack(a, parts === 2 ? b : 0, 0, into)
  else if (parts === 2 && !isNamed && lengthOfA > 0) pack(b, a, 0, into)
}

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57
const isLetter = (byte: number): boolean => (byte | 32) >= 97 && (byte | 32) <= 122

/** `20150423` or `23042015`; with hours and minutes behind, and seconds, the year stands first. */
function packDigits(digits: number, length: number, into: ScannedDate): void {
  if (length !== 8 && length !== 12 && length !== 14) return
  const date = Math.floor(digits / 10 ** (length - 8))
  const year = Math.floor(date / 10_000)
  if (length > 8 || (year >= FIRST_YEAR && year <= LAST_YEAR))
    pack(year, Math.floor(date / 100) % 100, date % 100, into)
  else packDayFirst(Math.floor(date / 1_000_000), Math.floor(date / 10_000) % 100, date % 10_000, into)
}

function packDayFirst(a: number, b: number, year: number, into: ScannedDate): void {
  if (b > 12) pack(year, a, b, into)
  else pack(year, b, a, into)
  if (into.packed === 0 || a === b || a === 0 || b === 0) return
  into.order = b > 12 ? SHOWS_MONTH_FIRST : a > 12 ? SHOWS_DAY_FIRST : IS_DAY_OR_MONTH_FIRST
}

/**
 * A date whose year has two digits, in the first or the last place. Where it may be either, it is read as the last; a
 * number that only somebody in their late nineties could have as a year speaks for the other.
 */
function packShortYear(
  [a, b, c]: [number, number, number],
  mayBeFirst: boolean,
  mayBeLast: boolean,
  into: ScannedDate,
  thisYear: number,
): void {
  if (mayBeLast && a <= 31) packDayFirst(a, b, yearOfTwoDigits(c, thisYear), into)
  const yearFirst = mayBeFirst ? packedOf(yearOfTwoDigits(a, thisYear), b, c) : 0
  if (into.packed === 0) {
    if (yearFirst === 0) return
    into.packed = yearFirst
    into.isImpossible = false
    into.order = SHOWS_YEAR_FIRST
  } else if (yearFirst === 0) into.order |= SHOWS_YEAR_LAST
  else {
    const reached = thisYear % 100
    into.order |= IS_YEAR_OR_DAY_FIRST
    if (a > reached && c <= reached) into.order |= SHOWS_YEAR_LAST
    if (c > reached && a <= reached) into.order |= SHOWS_YEAR_FIRST
  }
}

/** Nobody is born after this year, and few live to be a hundred. */
function yearOfTwoDigits(year: number, thisYear: number): number {
  const century = thisYear - (thisYear % 100)
  return century + year <= thisYear ? century + year : century - 100 + year
}

function pack(year: number, month: number, day: number, into: ScannedDate): void {
  into.packed = packedOf(year, month, day)
  if (into.packed !== 0) into.isImpossible = false
}

/** A day as packed decimal digits, with zeros for a day, or a month and day, that are not told; 0 where there is no such day. */
function packedOf(year: number, month: number, day: number): number {
  if (year < FIRST_YEAR || year > LAST_YEAR || month > 12 || day > (DAYS[month - 1] ?? 0)) return 0
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (month === 2 && day === 29 && !isLeap) return 0
  return (halfBytes(year) << 16) | (halfBytes(month) << 8) | halfBytes(day)
}

const halfBytes = (number: number): number =>
  (Math.floor(number / 1000) << 12) |
  ((Math.floor(number / 100) % 10) << 8) |
  ((Math.floor(number / 10) % 10) << 4) |
  (number % 10)

/** `st`, `nd`, `rd`, `th` right behind a number. */
function isOrdinal(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== 2 || !isDigit(bytes[from - 1]!)) return false
  return ORDINALS.includes(String.fromCharCode(bytes[from]! | 32, bytes[from + 1]! | 32))
}

const ORDINALS = ['st', 'nd', 'rd', 'th']

function monthOf(bytes: Uint8Array, at: number): number {
  const word = String.fromCharCode(bytes[at]! | 32, bytes[at + 1]! | 32, bytes[at + 2]! | 32)
  const found = MONTHS.indexOf(word)
  return found >= 0 && found % 3 === 0 ? found / 3 + 1 : 0
}

/** The same date with day and month exchanged, or 0 where there is no such day. */
export function exchangeDayAndMonth(packed: number): number {
  const month = (packed >>> 8) & 0xff
  const day = packed & 0xff
  return day <= 0x12 ? (packed & ~0xffff) | (day << 8) | month : 0
}

/** What was read as day, month and a year of two digits, read as year, month and day. */
export const exchangeYearAndDay = (packed: number, thisYear: number): number =>
  packedOf(yearOfTwoDigits(number(packed), thisYear), number(packed >>> 8), number(packed >>> 16))

/** A packed date as `2015-04-23`, or `2015-00-00` where the year alone is told. */
export function showDate(packed: number): string {
  const digits = (packed >>> 0).toString(16).padStart(8, '0')
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
}

/** A number for each day, small enough to count by: years since the first, months of 32 days. */
export function dayIndex(packed: number): number {
  return (yearOf(packed) - FIRST_YEAR) * 416 + number(packed >>> 8) * 32 + number(packed)
}

export const DAY_INDEXES = YEARS * 416 + 416

export const yearOf = (packed: number): number => 100 * number(packed >>> 24) + number(packed >>> 16)

const number = (twoDigits: number): number => 10 * ((twoDigits >>> 4) & 15) + (twoDigits & 15)
