import type { CsvFault } from '../../kit/csv.ts'
import { damerauLevenshtein } from '../../kit/names.ts'
import type { Rule } from '../checks/check.ts'
import { openQuote, rowTooLong, strayQuote } from '../checks/row-rules.ts'
import type { Field } from '../columns.ts'
import type { Table } from '../contract.ts'

/** The first row of a table: its names as they are compared, and in words what is wrong with them. */

export const ROW_FAULTS: Record<CsvFault, Rule> = {
  'stray-quote': strayQuote,
  'open-quote': openQuote,
  'too-long': rowTooLong,
}

/** A first row that is none, because of what is wrong with it. */
export function faultyHeader(file: string, fault: CsvFault): string {
  return `The first row of ${file} must hold the column names, and something is wrong with it. ${ROW_FAULTS[fault].says} Export it again, and do not change it by hand.`
}

/** Names are compared without capitals, outer spaces, and marks that nobody sees. */
export function columnName(cell: string): string {
  return cell
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .trim()
    .toLowerCase()
}

/** Where a column stands among the names, under its own name or one of another version; -1 where it does not. */
export function placeOf(name: string, { also = [] }: Field<unknown>, names: string[]): number {
  return [name, ...also].map(one => names.indexOf(one.toLowerCase())).find(at => at >= 0) ?? -1
}

const SEPARATORS: [sign: string, words: string][] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
]

/** The names in a first row that is not separated by commas, with what separates them; `undefined` where commas do. */
export function otherwiseSeparated(header: string[]): { names: string[]; words: string } | undefined {
  const line = header.join(',')
  const [most] = SEPARATORS.map(([sign, words]) => ({ names: line.split(sign), words })).toSorted(
    (a, b) => b.names.length - a.names.length,
  )
  if (most === undefined || most.names.length <= header.length) return undefined
  return { names: most.names.map(name => columnName(name.replace(/^"|"$/g, ''))), words: most.words }
}

export function separatedBy(file: string, words: string): string {
  return `${file} separates its columns by ${words}. Save it as “CSV UTF-8 (comma delimited)”, so that commas separate them, and send it again.`
}

/** Why a row of names cannot stand above this table, as a sentence for the partner; `undefined` where it can. */
export function whyNotHeader(file: string, table: Table, header: string[]): string | undefined {
  const names = header.map(columnName)
  const agreed = Object.keys(table.columns)
  const twice = agreed.find(
    name => names.indexOf(name.toLowerCase()) !== names.lastIndexOf(name.toLowerCase()),
  )
  if (twice !== undefined)
    return `${file} has the column “${twice}” twice, so it is not clear which one counts. Take one out and send it again.`
  const missing = Object.entries(table.columns)
    .filter(([name, field]) => field.needs !== 'nothing' && placeOf(name, field, names) < 0)
    .map(([name]) => name)
  if (missing.length === 0) return undefined
  const other = otherwiseSeparated(header)
  if (other && agreed.some(name => other.names.includes(name.toLowerCase())))
    return separatedBy(file, other.words)
  if (
    !Object.entries(table.columns).some(([name, field]) => placeOf(name, field, names) >= 0) &&
    !missing.some(name => lookAlike(name, table, names))
  )
    return `${file} does not begin with the agreed column names, such as “${missing[0]}”. Its first row must hold the names of the columns and nothing else.`
  return `${file} has no column ${missing.map(name => inWords(name, table, names)).join(' and no column ')}. Give the columns the names that were agreed and send it again.`
}

function inWords(missing: string, table: Table, names: string[]): string {
  const alike = lookAlike(missing, table, names)
  return alike === undefined ? `“${missing}”` : `“${missing}” (did you mean the one called “${alike}”?)`
}

/** Columns that may be missing and are, where another column has a name like theirs: told, and not guessed around. */
export function renamedColumns(table: Table, header: string[]): { agreed: string; found: string }[] {
  const names = header.map(columnName)
  return Object.entries(table.columns)
    .filter(([name, field]) => placeOf(name, field, names) < 0)
    .flatMap(([agreed]) => {
      const found = lookAlike(agreed, table, names)
      return found === undefined ? [] : [{ agreed, found }]
    })
}

/** A name that nobody agreed and that has the same letters, few others, or the same last words. */
function lookAlike(agreed: string, table: Table, names: string[]): string | undefined {
  const wanted = letters(agreed)
  const known = new Set(
    Object.entries(table.columns).flatMap(([name, { also = [] }]) =>
      [name, ...also].map(one => one.toLowerCase()),
    ),
  )
  const strange = names
    .slice(0, MOST_NAMES)
    .filter(name => name.length <= MOST_LETTERS && LIKE_A_NAME.test(name) && !known.has(name))
  return (
    strange.find(name => letters(name) === wanted) ??
    strange.find(name => name.length > 2 && agreed.toLowerCase().endsWith(`_${name.replaceAll(' ', '_')}`)) ??
    strange.find(name => damerauLevenshtein(letters(name), wanted) <= wanted.length / LETTERS_A_SLIP)
  )
}

/** A longer text is a row of data and no name of a column, and so is more of them. */
const MOST_LETTERS = 60
const MOST_NAMES = 1000
/** A first row may be no header at all: what is told back to somebody must not be a value. */
const LIKE_A_NAME = /^[\p{L}_][\p{L}\p{M}\p{N} _./()#?’'-]*$/u
/** A slip in so many letters is a slip; more of them make another word, as in “sen” for “sex”. */
const LETTERS_A_SLIP = 7

function letters(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
