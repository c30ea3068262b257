import { type CsvFault, csvParser } from '../../kit/csv.ts'
import { controlCharacters } from '../checks/control-characters.ts'
import { overLongText } from '../checks/over-long-text.ts'
import { asWritten, type Columns, type Field } from '../columns.ts'
import type { Context, Draft, Problem, Table } from '../contract.ts'
import { decode, type Inspected } from './inspect.ts'

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
  /** The piece of text that is being read holds no control characters, nor did the one before it. */
  textIsClean: boolean
}

const ROW_FAULTS: Record<CsvFault, Problem> = {
  'stray-quote': {
    rule: 'stray-quote',
    remedy: 'Double a quote mark that belongs to the text; the row was left out.',
  },
  'open-quote': {
    rule: 'open-quote',
    remedy: 'Close the quote mark that opens in this row; the row was left out.',
  },
  'too-long': {
    rule: 'row-too-long',
    remedy: 'Shorten the row to at most a million characters; it was left out.',
  },
}

type Column = { name: string; at: number; field: Field<unknown> }

/** Reads a CSV file by its table of the contract: batches of rows, or one sentence why the file is refused. */
export async function* readTable(
  file: Inspected,
  table: Table,
  tally: Tally,
): AsyncGenerator<Batch | Unreadable> {
  const parser = csvParser()
  let layout: Layout | undefined
  let wasClean = true
  const read = async function* () {
    for await (const text of decode(file)) {
      const isClean = controlCharacters.passes(text, '')
      tally.textIsClean = isClean && wasClean
      wasClean = isClean
      yield parser.push(text)
    }
    yield parser.end()
  }
  for await (const rows of read()) {
    const batch: Batch = { rows: 0, rejected: 0, drafts: [], rejections: [] }
    const reader = rowReader(file.name, table, tally, batch)
    for (const row of rows) {
      if (layout === undefined) {
        const found = layoutOf(file.name, table, row.cells ?? [])
        if ('refused' in found) return yield found
        layout = found
        continue
      }
      batch.rows++
      reader(layout, row.number, row.cells, row.fault)
    }
    if (batch.rows > 0) yield batch
  }
  if (layout === undefined) yield { refused: `${file.name} is empty: it has not even a row of column names.` }
}

type Layout = {
  width: number
  columns: Column[]
  undeclared: { name: string; at: number }[]
  blank: Record<string, unknown>
}

/** Finds the columns by name, in any order and whether or not in capitals. */
function layoutOf(file: string, table: Table, header: string[]): Layout | Unreadable {
  const names = header.map(name => name.trim().toLowerCase())
  const columns: Column[] = []
  for (const [name, field] of Object.entries(table.columns)) {
    const at = names.indexOf(name.toLowerCase())
    if (at >= 0) columns.push({ name, at, field })
    else if (field.needs !== 'nothing')
      return { refused: `${file} has no column “${name}”. Send it with the column names that were agreed.` }
    if (at >= 0 && names.indexOf(name.toLowerCase(), at + 1) >= 0)
      return { refused: `${file} has the column “${name}” twice.` }
  }
  const declared = new Set(columns.map(column => column.at))
  const undeclared = names.map((name, at) => ({ name, at })).filter(({ at }) => !declared.has(at))
  const blank = Object.fromEntries(columns.map(({ name }) => [name, undefined]))
  return { width: header.length, columns, undeclared, blank }
}

type RowReader = (
  layout: Layout,
  number: number,
  cells: string[] | undefined,
  fault: CsvFault | undefined,
) => void

function rowReader(file: string, table: Table, tally: Tally, batch: Batch): RowReader {
  let row = 0
  let failed = false
  const reject = (column: string | undefined, problem: Problem) => {
    batch.rejections.push({ file, row, column, rule: problem.rule, remedy: problem.remedy })
  }
  const context = contextOf(tally, reject, () => {
    failed = true
  })
  return (layout, number, cells, fault) => {
    row = number
    failed = false
    if (cells === undefined || !isWhole(cells, layout.width)) {
      reject(undefined, fault ? ROW_FAULTS[fault] : raggedRow(cells?.length ?? 0, layout.width))
      batch.rejected++
      return
    }
    const values = readCells(layout, cells, context)
    for (const { name, at } of layout.undeclared) if (cells[at]) context.drop(name)
    // A row that lacks something required may still say that somebody must be protected.
    const drafts = table.records(values, context)
    if (failed) rejectDrafts(batch, drafts)
    else for (const draft of drafts) batch.drafts.push(draft)
    if (!failed && table.referredToBy) remember(tally, table, values)
  }
}

/** Of a rejected row or element nothing is kept but the protection that a partner's feed raises on its own person. */
export function rejectDrafts(batch: Batch, drafts: Draft[]): void {
  batch.rejected++
  for (const draft of drafts)
    if (draft.protection && draft.protection.subject === undefined && draft.person) batch.drafts.push(draft)
}

/** A spreadsheet may leave empty cells behind the last column; any other difference means that cells have shifted. */
function isWhole(cells: string[], width: number): boolean {
  if (cells.length === width) return true
  return cells.length > width && cells.slice(width).every(cell => cell === '')
}

function raggedRow(found: number, width: number): Problem {
  return {
    rule: 'ragged-row',
    remedy: `The row has ${found} cells where the header has ${width}; put text with commas in quotes. The row was left out.`,
  }
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

const REQUIRED: Problem = { rule: 'required-missing', remedy: 'Fill the field; the row was left out.' }

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
    drop: name => tally.dropped.set(shorten(name), (tally.dropped.get(shorten(name)) ?? 0) + 1),
    read: (field, column, raw) => readField(field, column, raw, tally, reject, fail),
  }
}

function readField<T>(
  field: Field<T>,
  column: string,
  raw: string | undefined,
  tally: Tally,
  reject: (column: string, problem: Problem) => void,
  fail: () => void,
): T | undefined {
  const text = raw?.trim()
  const required = field.needs === 'filled'
  if (text === undefined || text === '') {
    if (required) {
      reject(column, REQUIRED)
      fail()
    }
    return undefined
  }
  let problem = problemOf(text, tally.textIsClean)
  if (problem === undefined)
    for (const check of field.checks) {
      if (check.passes(text, tally.today)) continue
      if (check.effect === 'kept and reported') reject(column, check)
      else {
        problem = check
        break
      }
    }
  // Most fields are text as it is written: that case is worth a comparison.
  const value =
    problem === undefined ? (field.read === asWritten ? (text as T) : field.read(text)) : undefined
  if (value === undefined) problem ??= field.reads
  if (problem === undefined) return value
  reject(column, problem)
  if (required) fail()
  return undefined
}

/** The checks of every text; the second is made once for a whole piece of a file, because it costs most. */
function problemOf(text: string, isClean: boolean): Problem | undefined {
  if (!overLongText.passes(text, '')) return overLongText
  return isClean || controlCharacters.passes(text, '') ? undefined : controlCharacters
}

/** A name of a column comes from outside; a header that is really a row of data must not be kept at length. */
function shorten(name: string): string {
  return name.replace(/[^\w /.-]/g, '').slice(0, 60)
}
