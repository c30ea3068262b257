import { type CsvRow, csvParser } from '../kit/csv.ts'
import type { Contract, Document, Table } from './contract.ts'
import { CONTRACTS } from './contracts/all.ts'
import { rootOf } from './readers/element.ts'
import {
  columnName,
  faultyHeader,
  otherwiseSeparated,
  placeOf,
  separatedBy,
  whyNotHeader,
} from './readers/header.ts'
import type { Inspected } from './readers/inspect.ts'

/** What a file is to a contract: one of its tables, its document, or nothing that it reads. */
export type Assigned =
  | { file: Inspected; table: Table; document?: undefined }
  | { file: Inspected; document: Document; table?: undefined }
  | { file: Inspected; table?: undefined; document?: undefined }

/** A table is taken for the one of a contract from this share of its columns on. */
const ENOUGH_COLUMNS = 0.6

export function findContract(id: string): Contract | undefined {
  return CONTRACTS.find(contract => contract.id === id)
}

/** The contract that a file fits by its root element, or best by its column names and its own name. */
export function recogniseContract(file: Pick<Inspected, 'name' | 'head'>): Contract | undefined {
  const root = rootOf(file.head)
  if (root !== undefined)
    return CONTRACTS.find(contract => 'document' in contract && contract.document.root === root)
  const header = headerOf(file)
  const names = header.map(columnName)
  const best = likest(header, table => (isNamed(file, table, names) ? 0.3 : 0))
  if (best && best.likeness >= ENOUGH_COLUMNS) return best.contract
  return CONTRACTS.find(contract => contract.passesOver?.test(file.name))
}

type Likeness = { contract: Contract; table: Table; likeness: number }

function likest(header: string[], more: (table: Table) => number = () => 0): Likeness | undefined {
  const names = header.map(columnName)
  let best: Likeness | undefined
  for (const contract of CONTRACTS) {
    if ('document' in contract) continue
    for (const table of contract.tables) {
      const likeness = likenessOf(table, names) + more(table)
      if (likeness > (best?.likeness ?? 0)) best = { contract, table, likeness }
    }
  }
  return best
}

/** From this share of columns on, a file that is of no kind is told what it may have been meant for. */
const SOME_COLUMNS = 0.25

export function noSuchContract(name: string): string {
  const known = CONTRACTS.map(contract => contract.id).join(', ')
  return `“${name.slice(0, 60)}” is no contract here. The contracts are ${known}.`
}

/** Whether a file holds nothing but white space. */
export function isBlank(file: Pick<Inspected, 'head'>): boolean {
  return file.head.trim() === ''
}

export function emptyFile(name: string): string {
  return `${name} is empty. Send it with its row of column names, even where there is nothing below, or leave it out.`
}

/** What a file of no known kind may be, in a sentence for whoever sent it. */
export function whyOfNoKind(file: Pick<Inspected, 'name' | 'head' | 'unlike'>): string {
  if (file.unlike !== undefined) return file.unlike
  if (isBlank(file)) return emptyFile(file.name)
  const root = rootOf(file.head)
  if (root !== undefined)
    return `${file.name} begins with <${root.slice(0, 40)}>, which is the beginning of no kind that is known here. Send the export that was agreed.`
  const row = firstRow(file)
  if (row?.fault) return faultyHeader(file.name, row.fault)
  const header = headerOf(file)
  const other = otherwiseSeparated(header)
  if (other && (likest(other.names)?.likeness ?? 0) >= SOME_COLUMNS)
    return separatedBy(file.name, other.words)
  const named = CONTRACTS.flatMap(contract => ('document' in contract ? [] : contract.tables)).find(table =>
    isNamed(file, table, header.map(columnName)),
  )
  if (named)
    return whyNotHeader(file.name, named, header) ?? lacksMark(file.name, named, header.map(columnName))
  const best = likest(header)
  if (best && best.likeness >= SOME_COLUMNS)
    return `${file.name} is of no kind that is known here. It is most like ${best.table.scope} of “${best.contract.name}”. ${whyNotHeader(file.name, best.table, header) ?? 'It has too few of the agreed columns to be taken for that. Say in delivery.json which kind it is.'}`
  return `${file.name} is of no kind that is known here: its first row holds none of the agreed column names. Look whether it is the right file, and begin from a template of “What to send” otherwise.`
}

function lacksMark(file: string, table: Table, names: string[]): string {
  const mark = table.knownBy?.find(name => !names.includes(name))
  return mark === undefined
    ? `${file} has too few of the columns of ${table.scope}. Send it whole.`
    : `${file} has no column “${mark}”, by which the table ${table.scope} is told from others. Send it whole.`
}

/** Gives each file its part of the contract: by its name first, because a renamed column must be named and not guessed around. */
export function assign(files: Inspected[], contract: Contract): Assigned[] {
  return files.map(file => {
    if ('document' in contract)
      return rootOf(file.head) === undefined ? { file } : { file, document: contract.document }
    const names = headerOf(file).map(columnName)
    const named = contract.tables
      .filter(table => isNamed(file, table, names))
      .toSorted((a, b) => b.scope.length - a.scope.length)[0]
    if (named) return named.unread ? { file } : { file, table: named }
    const fits = contract.tables
      .map(table => ({ table, likeness: likenessOf(table, names) }))
      .filter(({ likeness }) => likeness >= ENOUGH_COLUMNS)
      .toSorted((a, b) => b.likeness - a.likeness)[0]
    return fits && !fits.table.unread ? { file, table: fits.table } : { file }
  })
}

/** Small tables first, then the order of the contract. */
export function inReadingOrder(assigned: Assigned[], contract: Contract): Assigned[] {
  if ('document' in contract) return assigned
  const place = (one: Assigned) => (one.table ? contract.tables.indexOf(one.table) : contract.tables.length)
  return assigned.toSorted((a, b) => place(a) - place(b))
}

/**
 * `ssd_person.csv` and `ssd_person_2026-11-20.csv` are both the table `ssd_person`. With something before the name, as in
 * `SSDA903_2023_episodes.csv`, the columns must speak for it too: `sw_episodes.csv` is another table.
 */
function isNamed(file: Pick<Inspected, 'name'>, table: Table, names: string[]): boolean {
  const name = file.name.toLowerCase().replace(/(\.[a-z]+)?(\.gz)?$/, '')
  const at = name.indexOf(table.scope)
  if (at < 0 || /^[a-z]/.test(name.slice(at + table.scope.length))) return false
  return at === 0 || (!/[a-z]/.test(name[at - 1] ?? '') && share(table, names) >= PART_OF_COLUMNS)
}

/** With so many of its columns a table is believed that only a part of the file's name names. */
const PART_OF_COLUMNS = 0.35

/** The names in the first row, as they are written. */
function headerOf(file: Pick<Inspected, 'head'>): string[] {
  return firstRow(file)?.cells ?? []
}

function firstRow({ head }: Pick<Inspected, 'head'>): CsvRow | undefined {
  const parser = csvParser()
  return [...parser.push(head), ...parser.end()][0]
}

/** So many columns that a table must have belong together in no other table. */
const ENOUGH_NEEDED = 6

/** A file that leaves out what it may leave out is known by all that it must have. */
function likenessOf(table: Table, names: string[]): number {
  const needed = Object.entries(table.columns).filter(([, field]) => field.needs !== 'nothing')
  const hasAll =
    needed.length >= ENOUGH_NEEDED && needed.every(([name, field]) => placeOf(name, field, names) >= 0)
  return Math.max(share(table, names), hasAll ? ENOUGH_COLUMNS : 0)
}

/** The part of a table's columns that a header has; none where it lacks one by which the table is known. */
function share(table: Table, names: string[]): number {
  if (table.knownBy?.some(name => !names.includes(name))) return 0
  const columns = Object.entries(table.columns)
  return columns.filter(([name, field]) => placeOf(name, field, names) >= 0).length / columns.length
}
