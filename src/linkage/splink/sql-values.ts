import { NotReadable, type Value } from './parse-expression.ts'

/** Values of SQL expressions as DuckDB treats them: what is equal, what is less, what becomes what. Null stays unknown. */

/** A value as a number. Throws for a text that is none. */
export function toNumber(value: Exclude<Value, null>): number {
  if (value instanceof Date) return value.getTime()
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value)
  if (Number.isNaN(number)) throw new NotReadable('a cell is no number where the model computes with one')
  return number
}

export function toText(value: Exclude<Value, null>): string {
  if (value instanceof Date)
    return value
      .toISOString()
      .replace('T', ' ')
      .replace(/( 00:00:00)?\.000Z$/, '')
  return Array.isArray(value) ? JSON.stringify(value) : String(value)
}

const MOMENT = /^\s*(\d{1,4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*$/

/** A date or moment written as ISO 8601 has it; undefined for another text, and for a day that there is not. */
export function toMoment(value: Exclude<Value, null>): Date | undefined {
  if (value instanceof Date) return value
  const found = MOMENT.exec(String(value))
  if (found === null) return undefined
  const [year, month, day, hour, minute, second] = found.slice(1).map(part => Number(part ?? 0))
  return momentOf(year!, month!, day!, hour!, minute!, second!)
}

export function momentOf(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
): Date | undefined {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined
  // `Date.UTC` takes years below 100 for those of the last century.
  const moment = new Date(0)
  moment.setUTCFullYear(year, month - 1, day)
  moment.setUTCHours(hour, minute, second)
  return moment.getUTCDate() === day ? moment : undefined
}

/** A list, also where a cell holds one as text: `['a', 'b']` or `["a","b"]`. */
export function toList(value: Exclude<Value, null>): Value[] {
  if (Array.isArray(value)) return value
  const text = String(value).trim()
  if (!text.startsWith('[') || !text.endsWith(']'))
    throw new NotReadable('a cell is no list where the model takes one')
  const inner = text.slice(1, -1).trim()
  return inner === '' ? [] : inner.split(',').map(item => item.trim().replace(/^(['"])(.*)\1$/s, '$2'))
}

/** Below 0, 0 or above it, as two values follow one another. Texts meet numbers as numbers and dates as dates. */
export function compareValues(one: Exclude<Value, null>, other: Exclude<Value, null>): number {
  if (typeof one === 'string' && typeof other === 'string') return one === other ? 0 : one < other ? -1 : 1
  if (one instanceof Date || other instanceof Date) {
    const [a, b] = [toMoment(one), toMoment(other)]
    if (a === undefined || b === undefined)
      throw new NotReadable('a cell is no date where the model compares dates')
    return a.getTime() - b.getTime()
  }
  if (Array.isArray(one) || Array.isArray(other)) return JSON.stringify(one) === JSON.stringify(other) ? 0 : 1
  return toNumber(one) - toNumber(other)
}

const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/

/** As `compareValues`, for what is less or more: two texts of digits are numbers, for files do not tell a column's type. */
export function orderValues(one: Exclude<Value, null>, other: Exclude<Value, null>): number {
  const areNumbers =
    typeof one === 'string' && typeof other === 'string' && PLAIN_NUMBER.test(one) && PLAIN_NUMBER.test(other)
  return areNumbers ? Number(one) - Number(other) : compareValues(one, other)
}

/** A value as another type. Undefined where it cannot be that. */
export function castValue(value: Exclude<Value, null>, to: string): Value | undefined {
  if (/^(varchar|text|string|char|bpchar)$/.test(to)) return toText(value)
  if (/^(date|timestamp|datetime|timestamptz)$/.test(to)) {
    const moment = toMoment(value)
    if (moment === undefined || to !== 'date') return moment
    return new Date(Math.floor(moment.getTime() / DAY) * DAY)
  }
  if (/^(bool|boolean|logical)$/.test(to)) return castTruth(value)
  const isWhole = /^(u?(tiny|small|big|huge)?int(eger)?|int[1248]|long|short|signed)$/.test(to)
  if (!isWhole && !/^(double|float|float[48]|real|decimal|numeric)$/.test(to))
    throw new NotReadable(`the type ${to.toUpperCase()} is not known`)
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value)
  if (Number.isNaN(number)) return undefined
  return isWhole ? Math.sign(number) * Math.round(Math.abs(number)) : number
}

export const DAY = 86_400_000

function castTruth(value: Exclude<Value, null>): boolean | undefined {
  const text = String(value).toLowerCase()
  if (['true', 't', '1', 'yes', 'y'].includes(text)) return true
  return ['false', 'f', '0', 'no', 'n'].includes(text) ? false : undefined
}
