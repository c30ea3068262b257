import { closeSync, fstatSync, readSync } from 'node:fs'
import { type FileMetaData, parquetMetadataAsync, parquetScan, type SchemaElement } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { Fault } from '../../kit/faults.ts'
import { openFile } from './open-file.ts'

const MAGIC = 'PAR1'

/** Whether a file is Parquet, by its first bytes, or says so by its name. */
export const isParquet = (path: string, head: Uint8Array): boolean =>
  Buffer.from(head.subarray(0, 4)).toString('latin1') === MAGIC || /\.(parquet|pq)$/i.test(path)

/**
 * The wanted columns of a Parquet file as the bytes of a CSV file, read one row group after the other, so that its rows
 * go the way of all others. Throws a fault for a file that is broken, and for a column that is no plain value.
 */
export async function readParquet(path: string, wanted: readonly string[]): Promise<SharedArrayBuffer> {
  const file = openFile(path)
  try {
    const source = asBuffer(file)
    const metadata = await parquetMetadataAsync(source)
    const columns = findColumns(path, metadata, [...new Set(wanted)])
    const scan = await parquetScan({
      file: source,
      metadata,
      columns: columns.map(({ name }) => name),
      compressors,
    })
    const pieces: Uint8Array[] = [Buffer.from(`${columns.map(({ name }) => cellOf(name)).join(',')}\n`)]
    let rowStart = 0
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows)
      const values: ArrayLike<unknown>[] = []
      for (const { name } of columns) values.push(await scan.readColumn({ column: name, rowStart, rowEnd }))
      pieces.push(...linesOf(path, columns, values, rowEnd - rowStart))
      rowStart = rowEnd
    }
    return joined(pieces)
  } catch (error) {
    throw asFault(path, error)
  } finally {
    closeSync(file)
  }
}

function asBuffer(file: number): { byteLength: number; slice(start: number, end?: number): ArrayBuffer } {
  const { size } = fstatSync(file)
  return {
    byteLength: size,
    slice: (start, end = size) => {
      const bytes = new Uint8Array(end - start)
      for (let done = 0; done < bytes.length; ) {
        const read = readSync(file, bytes, done, bytes.length - done, start + done)
        if (read === 0) throw new Error('it ends too early')
        done += read
      }
      return bytes.buffer
    },
  }
}

/** The schema's elements of the wanted columns; those of a nested column stand behind it. */
function findColumns(path: string, { schema }: FileMetaData, wanted: readonly string[]): SchemaElement[] {
  const top: SchemaElement[] = []
  for (let at = 1; at < schema.length; at = behind(schema, at)) top.push(schema[at]!)
  const names = top.map(({ name }) => name)
  const missing = wanted.filter(name => !names.includes(name))
  if (missing.length > 0)
    throw new Fault(
      'file-unreadable',
      `${path} has no column ${missing.map(name => `"${name}"`).join(', ')}. Its columns are: ${names.join(', ').slice(0, 2000)}.`,
    )
  return wanted.map(name => {
    const found = top.find(element => element.name === name)!
    if (found.num_children !== undefined || found.repetition_type === 'REPEATED')
      throw new Fault(
        'file-unreadable',
        `${path}: the column "${name}" holds lists or parts. Write it as one plain value a row.`,
      )
    return found
  })
}

function behind(schema: readonly SchemaElement[], at: number): number {
  let next = at + 1
  for (let child = 0; child < (schema[at]!.num_children ?? 0); child++) next = behind(schema, next)
  return next
}

/** Rows of text are put together so many at a time. */
const LINES = 10_000

function linesOf(
  path: string,
  columns: readonly SchemaElement[],
  values: readonly ArrayLike<unknown>[],
  rows: number,
): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let from = 0; from < rows; from += LINES) {
    let text = ''
    for (let row = from; row < Math.min(rows, from + LINES); row++) {
      for (const [at, column] of columns.entries())
        text += `${at === 0 ? '' : ','}${cellOf(textOf(path, column, values[at]![row]))}`
      text += '\n'
    }
    pieces.push(Buffer.from(text))
  }
  return pieces
}

/** A value as a person would write it in a CSV file; empty for none. */
function textOf(
  path: string,
  { name, scale = 0, converted_type: type }: SchemaElement,
  value: unknown,
): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return ''
    const text = value.toISOString()
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text
  }
  if (typeof value !== 'number')
    throw new Fault(
      'file-unreadable',
      `${path}: the column "${name}" holds no plain values. Write it as text.`,
    )
  if (!Number.isFinite(value)) return ''
  // A number of fifteen digits and more may have lost some on its way.
  if (Math.abs(value) * 10 ** (type === 'DECIMAL' ? scale : 0) > Number.MAX_SAFE_INTEGER)
    throw new Fault(
      'file-unreadable',
      `${path}: the column "${name}" holds numbers too long to be sure of. Write it as text.`,
    )
  return type === 'DECIMAL' ? value.toFixed(scale).replace(/\.0+$/, '') : String(value)
}

const cellOf = (text: string): string =>
  /[",\n\r;\t|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

function joined(pieces: readonly Uint8Array[]): SharedArrayBuffer {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const whole = new SharedArrayBuffer(length)
  const bytes = new Uint8Array(whole)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return whole
}

/** What the reader throws is about the file: where it is broken, or made by a way of writing that is not known. */
function asFault(path: string, error: unknown): unknown {
  if (error instanceof Fault) return error
  if (error instanceof RangeError && /allocation|array length/i.test(error.message))
    return new Fault('memory-short', `${path} does not fit. Split it into smaller files.`, { cause: error })
  const says = error instanceof Error ? error.message : String(error)
  return new Fault(
    'file-unreadable',
    `${path} is no Parquet file that can be read whole (${says}). Write it again, compressed by Snappy, Gzip or Zstandard, or save it as CSV.`,
    { cause: error },
  )
}
