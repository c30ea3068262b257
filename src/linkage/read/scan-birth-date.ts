import { IS_DAY_OR_MONTH_FIRST, SHOWS_DAY_FIRST, SHOWS_MONTH_FIRST } from '../rows/row-layout.ts'

/** What a cell says of a birth date: packed decimal digits, 0 where it says none, and a flag for the order of day and month. */
export type ScannedDate = { packed: number; order: number; isImpossible: boolean }

const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec'
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * Reads a birth date from a cell's bytes into `into`: `2015-04-23`, `20150423`, `23/04/2015`, `23.4.15`,
 * `4/23/2015`, `23 April 2015`, any of them with a time behind. Numbers up to 12 in both first places are read as
 * day, then month. Years run from 1800 to 2100.
 */
export function scanBirthDate(bytes: Uint8Array, start: number, end: number, into: ScannedDate): void {
  into.packed = 0
  into.order = 0
  into.isImpossible = end > start
  let groups = 0
  let a = 0
  let b = 0
  let c = 0
  let lengthOfA = 0
  let lengthOfC = 0
  for (let at = start; at < end && groups < 3; ) {
    const byte = bytes[at]!
    if (byte >= 48 && byte <= 57) {
      let value = 0
      const from = at
      for (; at < end && bytes[at]! >= 48 && bytes[at]! <= 57; at++) value = value * 10 + bytes[at]! - 48
      const length = at - from
      if (groups === 0) [a, lengthOfA] = [value, length]
      else if (groups === 1) b = value
      else [c, lengthOfC] = [value, length]
      groups++
    } else if ((byte | 32) >= 97 && (byte | 32) <= 122 && groups === 1) {
      b = monthOf(bytes, at)
      if (b === 0) return
      groups++
      while (at < end && (bytes[at]! | 32) >= 97 && (bytes[at]! | 32) <= 122) at++
    } else at++
  }
  if (groups === 1 && lengthOfA === 8) packDigits(a, into)
  else if (groups < 3) return
  else if (lengthOfA === 4) pack(a, b, c, into)
  else packDayFirst(a, b, lengthOfC === 2 ? centuryOf(c) + c : c, into)
}

function packDigits(digits: number, into: ScannedDate): void {
  const year = Math.floor(digits / 10_000)
  if (year >= 1800 && year <= 2100) pack(year, Math.floor(digits / 100) % 100, digits % 100, into)
  else packDayFirst(Math.floor(digits / 1_000_000), Math.floor(digits / 10_000) % 100, digits % 10_000, into)
}

function packDayFirst(a: number, b: number, year: number, into: ScannedDate): void {
  if (b > 12) pack(year, a, b, into)
  else pack(year, b, a, into)
  if (into.packed === 0 || a === b) return
  into.order = b > 12 ? SHOWS_MONTH_FIRST : a > 12 ? SHOWS_DAY_FIRST : IS_DAY_OR_MONTH_FIRST
}

/** Two digits of a year up to 30 are taken for this century. */
const centuryOf = (year: number): number => (year <= 30 ? 2000 : 1900)

function pack(year: number, month: number, day: number, into: ScannedDate): void {
  if (year < 1800 || year > 2100 || month < 1 || month > 12 || day < 1 || day > DAYS[month - 1]!) return
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (month === 2 && day === 29 && !isLeap) return
  into.isImpossible = false
  into.packed = (halfBytes(year) << 16) | (halfBytes(month) << 8) | halfBytes(day)
}

const halfBytes = (number: number): number =>
  (Math.floor(number / 1000) << 12) |
  ((Math.floor(number / 100) % 10) << 8) |
  ((Math.floor(number / 10) % 10) << 4) |
  (number % 10)

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

/** A packed date as `2015-04-23`. */
export function showDate(packed: number): string {
  const digits = (packed >>> 0).toString(16).padStart(8, '0')
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
}

/** A number for each day, small enough to count by: years since 1800, months of 32 days. */
export function dayIndex(packed: number): number {
  return (yearOf(packed) - 1800) * 416 + number(packed >>> 8) * 32 + number(packed)
}

export const DAY_INDEXES = 301 * 416 + 416

export const yearOf = (packed: number): number => 100 * number(packed >>> 24) + number(packed >>> 16)

const number = (twoDigits: number): number => 10 * ((twoDigits >>> 4) & 15) + (twoDigits & 15)
