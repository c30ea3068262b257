import type { Columns } from '../model-file.ts'
import { type Input, placesOf } from './open-input.ts'

/** A record as it was written, by the names of the model's columns. What is missing is left out or empty. */
export type RawRecord = Readonly<Record<string, string | undefined>>

/** A county's records are more than one text may hold, so they are written so many at a time. */
const IN_A_PIECE = 10_000
const NEEDS_QUOTES = /[",\r\n]/

/** Records in memory as workers read them: the columns that the model names, as CSV in shared memory. */
export function inputOfRecords(
  records: readonly RawRecord[],
  columns: Columns,
  name: string,
  by?: string,
): Input {
  const names = [...new Set([...Object.values(columns).flatMap(own => own ?? []), ...(by ? [by] : [])])]
  const pieces: Buffer[] = []
  for (let from = 0; from < records.length; from += IN_A_PIECE) {
    const some = records.slice(from, from + IN_A_PIECE)
    const lines = some.map(record => `${names.map(column => cellOf(record[column] ?? '')).join(',')}\n`)
    pieces.push(Buffer.from(lines.join('')))
  }
  const size = pieces.reduce((sum, { length }) => sum + length, 0)
  const shared = new SharedArrayBuffer(size)
  const room = new Uint8Array(shared)
  let written = 0
  for (const piece of pieces) {
    room.set(piece, written)
    written += piece.length
  }
  const at = placesOf(names, columns, by)
  return { path: name, name, shared, size, start: 0, delimiter: 44, at }
}

const cellOf = (value: string): string =>
  NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value
