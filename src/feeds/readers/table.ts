import { type CsvRow, csvParser } from '../../kit/csv.ts'
import { isPlainText } from '../checks/plain-text.ts'
import {
  cutOff,
  headerAgain,
  openQuote,
  renamedColumn,
  tooFewCells,
  tooManyCells,
} from '../checks/row-rules.ts'
import type { Columns, Field } from '../columns.ts'
import type { Context, Draft, Problem, Table } from '../contract.ts'
import type { Profiler } from '../profile.ts'
import { columnName, faultyHeader, placeOf, ROW_FAULTS, renamedColumns, whyNotHeader } from './header.ts'
import { decode, type Inspected } from './inspect.ts'
import { fieldReader } from './read-field.ts'

/** Rows of a file that were read together. */
export type Batch = { rows: number; rejected: number; drafts: Draft[]; rejections: Rejection[] }

export type Rejection = Problem & { file: string; row: number; column: string | undefined }

/** The whole file cannot be read; the sentence is for the partner. */
export type Unreadable = { refused: string }

/** What the reading of a delivery shares between its files. */
export type Tally = {
  partnerId: string
  today: string
  /** Names of fields without a live purpose, with how often they held something. */
  dropped: Map<string, number>
  references: Map<string, Map<string, Record<string, unknown>>>
  profiler: Profiler
  /** The piece of text that is being read is plain, as was the one before it. */
  textIsClean: boolean
}

/** `written`: its name as it stands in the header. */
type Column = { name: string; written: string; at: number; field: Field<unknown> }

/** Reads a CSV file by its table of the contract: batches of rows, or one sentence why the file is refused. */
export async function* readTable(
  file: Inspected,
  table: Table,
  tally: Tally,
): AsyncGenerator<Batch | Unreadable> {
  let layout: Layout | undefined
  for await (const { rows, isUnended } of rowsOf(file, tally)) {
    const batch: Batch = { rows: 0, rejected: 0, drafts: [], rejections: [] }
    const reader = rowReader(file.name, table, tally, batch)
    for (const row of rows) {
      if (layout === undefined) {
        const found = layoutOf(file.name, table, row)
        if ('refused' in found) return yield found
        layout = found
        batch.rejections.push(...renamings(file.name, table, row.cells ?? []))
        continue
      }
      if (isBlank(row)) continue
      batch.rows++
      reader(layout, row, isUnended && row === rows.at(-1))
    }
    if (batch.rows + batch.rejections.length > 0) yield batch
  }
  if (layout === undefined)
    yield {
      refused: `${file.name} is empty. Send it with its row of column names, even where there is nothing below, or leave it out.`,
    }
}

/** Spreadsheets leave rows of nothing but commas below a table: they are no rows. */
function isBlank({ cells }: CsvRow): boolean {
  return cells?.every(cell => cell === '' || cell.trim() === '') ?? false
}

/** Complete rows of the file, piece by piece. `isUnended`: the file ends without a line end behind the last of them. */
async function* rowsOf(
  file: Inspected,
  tally: Tally,
): AsyncGenerator<{ rows: CsvRow[]; isUnended: boolean }> {
  const parser = csvParser()
  let isWaitingClean = true
  let isUnended = false
  for await (const text of decode(file)) {
    const isClean = isPlainText(text)
    tally.textIsClean = isClean && isWaitingClean
    const rows = parser.push(text)
    // What waits for its line end may go back to the first piece in which nothing ended.
    isWaitingClean = isClean && (isWaitingClean || rows.length > 0)
    if (text !== '') isUnended = !/[\r\n]$/.test(text)
    yield { rows, isUnended: false }
  }
  tally.textIsClean = isWaitingClean
  const rows = parser.end()
  yield { rows, isUnended: isUnended && rows.length > 0 }
}

type Layout = {
  width: number
  /** Without names that are empty at the end of the header: a row may leave those cells out. */
  leastWidth: number
  columns: Column[]
  undeclared: { name: string; at: number }[]
  blank: Record<string, unknown>
}

/** Finds the columns by name, in any order and whether or not in capitals. */
function layoutOf(file: string, table: Table, row: CsvRow): Layout | Unreadable {
  if (row.cells === undefined) return { refused: faultyHeader(file, row.fault) }
  const refused = whyNotHeader(file, table, row.cells)
  if (refused !== undefined) return { refused }
  const names = row.cells.map(columnName)
  const columns: Column[] = []
  for (const [name, field] of Object.entries(table.columns)) {
    const at = placeOf(name, field, names)
    if (at >= 0) columns.push({ name, written: row.cells[at]?.trim() ?? '', at, field })
  }
  const declared = new Set(columns.map(column => column.at))
  const undeclared = names.map((name, at) => ({ name, at })).filter(({ at }) => !declared.has(at))
  const blank = Object.fromEntries(columns.map(({ name }) => [name, undefined]))
  const leastWidth = names.findLastIndex(name => name !== '') + 1
  return { width: names.length, leastWidth, columns, undeclared, blank }
}

function renamings(file: string, table: Table, header: string[]): Rejection[] {
  return renamedColumns(table, header).map(({ agreed, found }) => ({
    file,
    row: 1,
    column: agreed,
    ...toldOf(renamedColumn(agreed, found)),
  }))
}

/** Of a rule, what goes back to the partner. */
function toldOf({ rule, remedy }: Problem): Problem {
  return { rule, remedy }
}

/** `mayBeCut`: the file ends with this row and without a line end. */
type RowReader = (layout: Layout, row: CsvRow, mayBeCut: boolean) => void

function rowReader(file: string, table: Table, tally: Tally, batch: Batch): RowReader {
  let row = 0
  let failed = false
  const reject = (column: string | undefined, problem: Problem) => {
    batch.rejections.push({ file, row, column, rule: problem.rule, remedy: problem.remedy })
  }
  const context = contextOf(tally, reject, () => {
    failed = true
  })
  const counter = tally.profiler.table(table.scope)
  return (layout, { number, cells, fault }, mayBeCut) => {
    row = number
    failed = false
    if (cells === undefined || !isWhole(cells, layout)) {
      const rule = fault ? ROW_FAULTS[fault] : cells.length < layout.leastWidth ? tooFewCells : tooManyCells
      const isCut = mayBeCut && (rule === tooFewCells || rule === openQuote)
      reject(undefined, isCut ? cutOff : rule)
      batch.rejected++
      return
    }
    if (isHeaderAgain(layout, cells)) {
      reject(undefined, headerAgain)
      batch.rejected++
      return
    }
    const values = readCells(layout, cells, context)
    const weight = counter.next()
    if (weight > 0) counter.noteRow(table.columns, values, weight)
    for (const { name, at } of layout.undeclared) if (cells[at]) context.drop(name)
    // A row that lacks something required may still say that somebody must be protected.
    const drafts = table.records(values, context)
    if (failed) rejectDrafts(batch, drafts)
    else
      for (const draft of drafts) {
        draft.row = row
        batch.drafts.push(draft)
      }
    if (!failed && table.referredToBy) remember(tally, table, values)
  }
}

/** The names of the first columns are enough: no value is one of them. */
function isHeaderAgain({ columns }: Layout, cells: string[]): boolean {
  return columns.slice(0, 2).every(({ written, at }) => cells[at]?.endsWith(written) === true)
}

/** Of a rejected row or element nothing is kept but the protection that a partner's feed raises on its own person. */
export function rejectDrafts(batch: Batch, drafts: Draft[]): void {
  batch.rejected++
  for (const draft of drafts)
    if (draft.protection && draft.protection.subject === undefined && draft.person) batch.drafts.push(draft)
}

/** A spreadsheet may leave empty cells behind the last column; any other difference means that cells have shifted. */
function isWhole(cells: string[], { width, leastWidth }: Layout): boolean {
  if (cells.length >= leastWidth && cells.length <= width) return true
  return cells.length > width && cells.slice(width).every(cell => cell === '')
}

function readCells(layout: Layout, cells: string[], context: Context): Record<string, unknown> {
  // A copy of an object that has all names keeps its shape; adding names one by one does not.
  const values = { ...layout.blank }
  for (const { name, at, field } of layout.columns) values[name] = context.read(field, name, cells[at])
  return values
}

function remember(tally: Tally, table: Table<Columns>, values: Record<string, unknown>): void {
  const kept = tally.references.get(table.scope) ?? new Map<string, Record<string, unknown>>()
  tally.references.set(table.scope, kept)
  for (const key of table.referredToBy?.(values as never) ?? []) kept.set(key, values)
}

/** What a contract is handed while it reads one row or element. */
export function contextOf(
  tally: Tally,
  reject: (column: string | undefined, problem: Problem) => void,
  fail: () => void,
  header?: Context['header'],
): Context {
  return {
    partnerId: tally.partnerId,
    today: tally.today,
    header,
    lookUp: (scope, key) => (key === undefined ? undefined : tally.references.get(scope)?.get(key)),
    reject,
    rejectRow: (column, problem) => {
      reject(column, problem)
      fail()
    },
    drop: name => drop(tally.dropped, shorten(name)),
    read: fieldReader(tally, reject, fail),
  }
}

/** So many names tell whoever mends a feed enough; a file made to fill the memory has millions. */
const MOST_DROPPED_NAMES = 500

function drop(dropped: Map<string, number>, name: string): void {
  const key = dropped.has(name) || dropped.size < MOST_DROPPED_NAMES ? name : 'others'
  dropped.set(key, (dropped.get(key) ?? 0) + 1)
}

/** A name of a column comes from outside; a header that is really a row of data must not be kept at length. */
function shorten(name: string): string {
  return name.replace(/[^\w /.-]/g, '').slice(0, 60)
}
