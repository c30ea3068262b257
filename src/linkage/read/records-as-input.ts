import type { Columns } from '../model-file.ts'
import { type Input, placesOf } from './open-input.ts'

/** A record as it was written, by the names of the model's columns. What is missing is left out or empty. */
export type RawRecord = Readonly<Record<string, string | undefined>>

const LF = 10
const NEEDS_QUOTES = /[",\r\n]/

/** Records in memory as workers read them: the columns that the model names, as CSV in shared memory. */
export function inputOfRecords(
  records: readonly RawRecord[],
  columns: Columns,
  name: string,
  by?: string,
): Input {
  const names = [...new Set([...Object.values(columns).flatMap(own => own ?? []), ...(by ? [by] : [])])]
  const text = records.map(record => names.map(column => cellOf(record[column] ?? '')).join(',')).join('\n')
  const bytes = Buffer.from(text)
  const shared = new SharedArrayBuffer(bytes.length + 1)
  const room = new Uint8Array(shared)
  room.set(bytes)
  room[bytes.length] = LF
  const at = placesOf(names, columns, by)
  return { path: name, name, shared, size: shared.byteLength, start: 0, delimiter: 44, at }
}

const cellOf = (value: string): string =>
  NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value
