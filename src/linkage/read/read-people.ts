import { Fault } from '../../kit/faults.ts'
import type { Columns } from '../model-file.ts'
import { type Dictionary, layDictionary } from '../rows/dictionary.ts'
import { type Ids, idsOf } from '../rows/record-ids.ts'
import { layRows } from '../rows/row-layout.ts'
import type { Pool } from '../workers/pool.ts'
import { splitWords } from '../workers/tasks.ts'
import type { Part } from './csv/read-part.ts'
import { refuseWithoutRoom } from './memory-left.ts'
import { type Input, openInput } from './open-input.ts'
import { ASIDES, type People } from './pack-people.ts'
import { inputOfRecords, type RawRecord } from './records-as-input.ts'

/** All records of the inputs, packed, with one dictionary. */
export type Records = {
  people: People
  dictionary: Dictionary
  ids: Ids
  /** Records that were read; rows may be more, for blank lines are rows without a record. */
  count: number
  notes: ReadingNotes
}

/** What was odd about the files, in counts. */
export type ReadingNotes = {
  impossibleDates: number
  oddSexes: number
  oddStages: number
  raggedRows: number
  oldTexts: number
  rowsWithoutId: number
}

/** Small enough to spread evenly over workers and to stay near the processor. */
const PART_BYTES = 4 << 20

/** Whether truth and a column for the report are read, and how many bytes a part has: few only to test the cut. */
type ReadOptions = {
  withAsides?: boolean
  by?: string
  /** The day of the run, as `2026-11-22`; by the clock if left out. It tells the century of a year of two digits. */
  today?: string
  partBytes?: number
}

/** A file by its path, or records in memory with the name that is their source where no column names one. */
export type Source = string | { name: string; records: readonly RawRecord[] }

/** Reads files into rows on all workers. Throws a fault for a file that cannot be trusted whole. */
export async function readPeople(
  pool: Pool,
  sources: readonly Source[],
  columns: Columns,
  { withAsides = false, by, today, partBytes = PART_BYTES }: ReadOptions,
): Promise<Records> {
  const inputs: Input[] = []
  for (const source of sources)
    inputs.push(
      typeof source === 'string'
        ? await openInput(source, columns, by)
        : inputOfRecords(source.records, columns, source.name, by),
    )
  const layout = layRows(columns)
  let parts = inputs.flatMap((input, number) => cut(input, number, partBytes))
  let { rowCounts, isQuoted } = await markParts(pool, inputs, parts)
  for (;;) {
    let rows = 0
    parts = parts.map((part, at) => {
      const placed = { ...part, isQuoted: isQuoted[at]!, firstRow: rows }
      rows += rowCounts[at]!
      return placed
    })
    refuseWithoutRoom(rows, layout.stride)
    const people = { ...makeRoom(inputs, rows, layout, withAsides), thisYear: yearOfRun(today) }
    const counter = newCounter()
    const idBases = basesOf(inputs)
    const read = await pool.run('readParts', () => ({ people, parts, counter, idBases }))
    const stray = new Set(read.flatMap(one => one.strayQuotes))
    const cutFiles = [...stray].filter(number => parts.filter(part => part.input === number).length > 1)
    if (cutFiles.length === 0) return await finishReading(pool, inputs, people, read)
    // A stray quote makes it unsure where rows begin behind a cut, so such a file is read in one go.
    for (const number of cutFiles) {
      const whole = inputs[number]!
      const lines = parts.reduce((sum, part, at) => sum + (part.input === number ? rowCounts[at]! : 0), 0)
      const kept = parts.map((part, at) => ({ part, rows: rowCounts[at]!, quoted: isQuoted[at]! }))
      const others = kept.filter(({ part }) => part.input !== number)
      const one = { input: number, from: whole.start, to: whole.size, isQuoted: false, firstRow: 0 }
      parts = [...others.map(({ part }) => part), one]
      rowCounts = [...others.map(other => other.rows), lines]
      isQuoted = [...others.map(({ quoted }) => quoted), false]
    }
  }
}

export const yearOfRun = (today = new Date().toISOString()): number => Number(today.slice(0, 4))

export const newCounter = (): Int32Array<SharedArrayBuffer> => new Int32Array(new SharedArrayBuffer(4))

function cut(input: Input, number: number, bytes: number): Part[] {
  const parts: Part[] = []
  for (let from = input.start; from < input.size; from += bytes) {
    const to = Math.min(input.size, from + bytes)
    parts.push({ input: number, from, to, isQuoted: false, firstRow: 0 })
  }
  return parts
}

async function markParts(
  pool: Pool,
  inputs: Input[],
  parts: Part[],
): Promise<{ rowCounts: number[]; isQuoted: boolean[] }> {
  const counter = newCounter()
  const marks = (await pool.run('countParts', () => ({ inputs, parts, counter }))).flat()
  marks.sort((a, b) => a.part - b.part)
  let quotes = 0
  const isQuoted = parts.map((part, at) => {
    if (part.from === inputs[part.input]!.start) quotes = 0
    const before = quotes % 2 === 1
    quotes += marks[at]!.quotes
    return before
  })
  // The first row of a part may begin behind no line end, and the last one may have none.
  return { rowCounts: marks.map(({ lines }) => lines + 1), isQuoted }
}

const basesOf = (inputs: Input[]): number[] => {
  let base = 0
  return inputs.map(({ size }) => {
    const own = base
    base += size
    return own
  })
}

/** Room for all rows. What is never written takes no memory. */
function makeRoom(
  inputs: Input[],
  rows: number,
  layout: People['layout'],
  withAsides: boolean,
): Omit<People, 'thisYear'> {
  const bytes = inputs.reduce((sum, { size }) => sum + size, 0)
  try {
    return {
      layout,
      rows: new Int32Array(new SharedArrayBuffer(4 * rows * layout.stride)),
      idBytes: new Uint8Array(new SharedArrayBuffer(bytes)),
      idStarts:
        bytes < 2 ** 32
          ? new Uint32Array(new SharedArrayBuffer(4 * rows))
          : new Float64Array(new SharedArrayBuffer(8 * rows)),
      idLengths: new Uint16Array(new SharedArrayBuffer(2 * rows)),
      asides: new Int32Array(new SharedArrayBuffer(withAsides ? 4 * ASIDES * rows : 0)),
    }
  } catch (error) {
    throw new Fault(
      'memory-short',
      `${rows.toLocaleString('en-GB')} rows do not fit. Close other programs, or link fewer files at once.`,
      { cause: error },
    )
  }
}

type Read = Awaited<ReturnType<Pool['run']>> extends (infer R)[] ? R : never

async function finishReading(
  pool: Pool,
  inputs: Input[],
  people: People,
  read: Extract<Read, { strayQuotes: number[] }>[],
): Promise<Records> {
  const sum = (of: (one: (typeof read)[number]) => number): number =>
    read.reduce((total, one) => total + of(one), 0)
  const notes: ReadingNotes = {
    impossibleDates: sum(one => one.impossibleDates),
    oddSexes: sum(one => one.oddSexes),
    oddStages: sum(one => one.oddStages),
    raggedRows: sum(one => one.raggedRows),
    oldTexts: sum(one => one.oldTexts),
    rowsWithoutId: sum(one => one.rowsWithoutId),
  }
  const count = sum(one => one.rows)
  refuseUnusable(
    inputs,
    count,
    notes,
    sum(one => one.longIds),
  )
  const numbers = new Map<string, number>()
  const locals = read.map(({ words }) => {
    const own = splitWords(words)
    return Int32Array.from(own, word => {
      const known = numbers.get(word)
      if (known !== undefined) return known
      numbers.set(word, numbers.size)
      return numbers.size - 1
    })
  })
  const dictionary = layDictionary(numbers)
  await pool.run('renumber', worker => ({ numbers: locals[worker]!, dictionary }))
  return { people, dictionary, ids: idsOf(people), count, notes }
}

function refuseUnusable(inputs: Input[], count: number, notes: ReadingNotes, longIds: number): void {
  const names = inputs.map(({ path }) => path).join(', ')
  if (count === 0) throw new Fault('file-unreadable', `${names}: there is a header and no record.`)
  if (notes.rowsWithoutId > 0) {
    const rows = notes.rowsWithoutId.toLocaleString('en-GB')
    throw new Fault(
      'file-unreadable',
      `${names}: ${rows} of ${count.toLocaleString('en-GB')} rows have no id. Give every record an id, or name another column as id.`,
    )
  }
  if (longIds > 0)
    throw new Fault(
      'file-unreadable',
      `${names}: ${longIds} ids are longer than 65,535 bytes. Name another column as id.`,
    )
}
