import { NotReadable, type Value } from './parse-expression.ts'
import {
  compareValues,
  DAY,
  momentOf,
  orderValues,
  toList,
  toMoment,
  toNumber,
  toText,
} from './sql-values.ts'
import { damerauLevenshtein, hamming, jaccard, jaro, jaroWinkler, levenshtein } from './string-distance.ts'

type Known = Exclude<Value, null>
type Apply = (...args: Known[]) => Value

const ofNumber = (apply: (...numbers: number[]) => number): Apply => {
  return (...args) => apply(...args.map(toNumber))
}
const ofText = (apply: (...texts: string[]) => Value): Apply => {
  return (...args) => apply(...args.map(toText))
}

/** Texts by whole letters, as `substr` and `length` count them. */
const letters = (text: string): string[] => Array.from(text)

/** Place 1 is the first letter, -1 the last; from before the first, the length counts the letters that are not there. */
function substring(text: string, from: number, length = Number.POSITIVE_INFINITY): string {
  const all = letters(text)
  const start = from < 0 ? Math.max(0, all.length + from) : from - 1
  const end = length < 0 ? start : start + length
  return all.slice(Math.max(0, start), Math.max(0, end)).join('')
}

const patterns = new Map<string, RegExp>()

/** A pattern of RE2, whose signs are those of JavaScript but for the flags in front. */
function patternOf(text: string, options = ''): RegExp {
  const key = `${options}/${text}`
  const known = patterns.get(key)
  if (known) return known
  const inFront = /^\(\?([ims]+)\)/.exec(text)
  const flags = new Set([...(inFront?.[1] ?? ''), ...options].filter(flag => 'ims'.includes(flag)))
  let made: RegExp
  try {
    made = new RegExp(inFront ? text.slice(inFront[0].length) : text, `u${[...flags].join('')}`)
  } catch {
    throw new NotReadable(`the pattern ${text} is not known here`)
  }
  patterns.set(key, made)
  return made
}

function replacePattern(text: string, pattern: string, by: string, options = ''): string {
  const found = patternOf(pattern, options)
  const all = options.includes('g') ? new RegExp(found.source, `${found.flags}g`) : found
  return text.replace(
    all,
    by.replaceAll('$', '$$$$').replaceAll(/\\(\d)/g, (_, group) => (group === '0' ? '$&' : `$${group}`)),
  )
}

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
)
/** What each sign of a date format takes, and where it goes: year, month, day, hour, minute, second. */
const FORMATS: Record<string, { takes: string; part: number; read: (text: string) => number }> = {
  Y: { takes: '(\\d{1,4})', part: 0, read: Number },
  y: { takes: '(\\d{1,2})', part: 0, read: text => Number(text) + (Number(text) < 69 ? 2000 : 1900) },
  m: { takes: '(\\d{1,2})', part: 1, read: Number },
  d: { takes: '(\\d{1,2})', part: 2, read: Number },
  b: {
    takes: '([a-z]{3})',
    part: 1,
    read: text => MONTHS.findIndex(month => month.startsWith(text.toLowerCase())) + 1,
  },
  B: { takes: '([a-z]+)', part: 1, read: text => MONTHS.indexOf(text.toLowerCase()) + 1 },
  H: { takes: '(\\d{1,2})', part: 3, read: Number },
  M: { takes: '(\\d{1,2})', part: 4, read: Number },
  S: { takes: '(\\d{1,2})', part: 5, read: Number },
}

type DateFormat = { pattern: RegExp; signs: string[] }
const dateFormats = new Map<string, DateFormat>()

function dateFormatOf(format: string): DateFormat {
  const known = dateFormats.get(format)
  if (known) return known
  const signs: string[] = []
  const pattern = format.replaceAll(/%-?(.)|[^%]/g, (piece, sign: string | undefined) => {
    if (sign === undefined) return piece.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
    const { takes } = FORMATS[sign] ?? fail(`%${sign} in a date's format`)
    signs.push(sign)
    return takes
  })
  const made = { pattern: new RegExp(`^\\s*${pattern}\\s*$`, 'i'), signs }
  dateFormats.set(format, made)
  return made
}

function parseMoment(text: string, format: string): Date | null {
  const { pattern, signs } = dateFormatOf(format)
  const found = pattern.exec(text)
  if (found === null) return null
  const parts: [number, number, number, number, number, number] = [1900, 1, 1, 0, 0, 0]
  for (const [at, sign] of signs.entries()) parts[FORMATS[sign]!.part] = FORMATS[sign]!.read(found[at + 1]!)
  return momentOf(...parts) ?? null
}

function fail(what: string): never {
  throw new NotReadable(`${what} is not known`)
}

/** Borders of a unit between two moments. */
function dateDiff(unit: string, from: Date, to: Date): number {
  const months = (moment: Date): number => moment.getUTCFullYear() * 12 + moment.getUTCMonth()
  const per: Record<string, number> = {
    day: DAY,
    hour: DAY / 24,
    minute: 60_000,
    second: 1000,
    week: 7 * DAY,
  }
  if (unit === 'year') return to.getUTCFullYear() - from.getUTCFullYear()
  if (unit === 'month') return months(to) - months(from)
  const length = per[unit] ?? fail(`the unit ${unit}`)
  return Math.floor(to.getTime() / length) - Math.floor(from.getTime() / length)
}

const momentIn = (value: Known): Date =>
  toMoment(value) ?? fail('a cell that is no date, where the model computes with one,')
const radians = Math.PI / 180
const listIntersect = (one: Known, other: Known): Value[] => {
  const others = toList(other)
  return [...new Set(toList(one))].filter(item => others.includes(item))
}
const substringOf: Apply = (text, from, length) =>
  substring(toText(text), toNumber(from), length === undefined ? undefined : toNumber(length))
const lengthOf: Apply = value => (Array.isArray(value) ? value.length : letters(toText(value)).length)
const listLength: Apply = value => toList(value).length
const trim = (text: string): string => text.replace(/^ +| +$/g, '')

/** Functions of values that are all known; with an unknown one they are unknown. */
export const FUNCTIONS: Record<string, Apply> = {
  levenshtein: ofText((one, other) => levenshtein(one!, other!)),
  damerau_levenshtein: ofText(damerauLevenshtein),
  jaro_similarity: ofText(jaro),
  jaro_winkler_similarity: ofText(jaroWinkler),
  jaccard: ofText(jaccard),
  hamming: ofText((a, b) => hamming(a!, b!) ?? fail('a Hamming distance of texts of different lengths')),
  lower: ofText(text => text!.toLowerCase()),
  lcase: ofText(text => text!.toLowerCase()),
  upper: ofText(text => text!.toUpperCase()),
  ucase: ofText(text => text!.toUpperCase()),
  trim: ofText(text => trim(text!)),
  ltrim: ofText(text => text!.replace(/^ +/, '')),
  rtrim: ofText(text => text!.replace(/ +$/, '')),
  length: lengthOf,
  len: lengthOf,
  strlen: ofText(text => Buffer.byteLength(text!)),
  substr: substringOf,
  substring: substringOf,
  left: (text, count) => substring(toText(text), 1, toNumber(count)),
  right: (text, count) => letters(toText(text)).slice(-toNumber(count)).join(''),
  reverse: ofText(text => letters(text!).toReversed().join('')),
  replace: ofText((text, what, by) => text!.replaceAll(what!, by!)),
  strip_accents: ofText(text => text!.normalize('NFD').replaceAll(/\p{M}/gu, '')),
  starts_with: ofText((text, start) => text!.startsWith(start!)),
  contains: ofText((text, part) => text!.includes(part!)),
  split_part: (text, by, place) =>
    toText(text)
      .split(toText(by))
      .at(toNumber(place) - (toNumber(place) > 0 ? 1 : 0)) ?? '',
  string_split: ofText((text, by) => text!.split(by!)),
  str_split: ofText((text, by) => text!.split(by!)),
  regexp_extract: (text, pattern, group, options) =>
    patternOf(toText(pattern), options === undefined ? '' : toText(options)).exec(toText(text))?.[
      group === undefined ? 0 : toNumber(group)
    ] ?? '',
  regexp_matches: ofText((text, pattern, options) => patternOf(pattern!, options).test(text!)),
  regexp_full_match: ofText((text, pattern, options) => patternOf(`^(?:${pattern})$`, options).test(text!)),
  regexp_replace: ofText((text, pattern, by, options) => replacePattern(text!, pattern!, by!, options)),
  like: ofText((text, pattern) => likePattern(pattern!).test(text!)),
  abs: ofNumber(Math.abs),
  round: (value, digits) => roundTo(toNumber(value), digits === undefined ? 0 : toNumber(digits)),
  floor: ofNumber(Math.floor),
  ceil: ofNumber(Math.ceil),
  sqrt: ofNumber(Math.sqrt),
  power: ofNumber((a, b) => a! ** b!),
  pow: ofNumber((a, b) => a! ** b!),
  ln: ofNumber(Math.log),
  log2: ofNumber(Math.log2),
  log10: ofNumber(Math.log10),
  exp: ofNumber(Math.exp),
  sin: ofNumber(Math.sin),
  cos: ofNumber(Math.cos),
  tan: ofNumber(Math.tan),
  asin: ofNumber(Math.asin),
  acos: ofNumber(Math.acos),
  atan: ofNumber(Math.atan),
  atan2: ofNumber(Math.atan2),
  radians: ofNumber(degrees => degrees! * radians),
  degrees: ofNumber(angle => angle! / radians),
  '+': ofNumber((a, b) => a! + b!),
  '-': (one, other) =>
    one instanceof Date && other instanceof Date
      ? (one.getTime() - other.getTime()) / DAY
      : toNumber(one) - toNumber(other),
  '*': ofNumber((a, b) => a! * b!),
  '/': (one, other) => (toNumber(other) === 0 ? null : toNumber(one) / toNumber(other)),
  '%': (one, other) => (toNumber(other) === 0 ? null : toNumber(one) % toNumber(other)),
  '||': (one, other) =>
    Array.isArray(one) && Array.isArray(other) ? [...one, ...other] : toText(one) + toText(other),
  '=': (one, other) => compareValues(one, other) === 0,
  '<>': (one, other) => compareValues(one, other) !== 0,
  '<': (one, other) => orderValues(one, other) < 0,
  '<=': (one, other) => orderValues(one, other) <= 0,
  '>': (one, other) => orderValues(one, other) > 0,
  '>=': (one, other) => orderValues(one, other) >= 0,
  epoch: value => momentIn(value).getTime() / 1000,
  try_strptime: ofText((text, format) => parseMoment(text!, format!)),
  strptime: ofText((text, format) => parseMoment(text!, format!)),
  date_diff: (unit, from, to) => dateDiff(toText(unit).toLowerCase(), momentIn(from), momentIn(to)),
  datediff: (unit, from, to) => dateDiff(toText(unit).toLowerCase(), momentIn(from), momentIn(to)),
  year: value => momentIn(value).getUTCFullYear(),
  month: value => momentIn(value).getUTCMonth() + 1,
  day: value => momentIn(value).getUTCDate(),
  array_length: listLength,
  cardinality: listLength,
  list_intersect: listIntersect,
  array_intersect: listIntersect,
  list_extract: (list, place) => toList(list).at(toNumber(place) - (toNumber(place) > 0 ? 1 : 0)) ?? null,
  list_contains: (list, item) => toList(list).some(one => one !== null && compareValues(one, item) === 0),
}

const likes = new Map<string, RegExp>()

function likePattern(pattern: string): RegExp {
  const known = likes.get(pattern)
  if (known) return known
  const plain = pattern.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  const made = new RegExp(`^${plain.replaceAll('%', '.*').replaceAll('_', '.')}$`, 'su')
  likes.set(pattern, made)
  return made
}

/** Halves go away from zero. */
function roundTo(value: number, digits: number): number {
  const factor = 10 ** digits
  return (Math.sign(value) * Math.round(Math.abs(value) * factor)) / factor
}
