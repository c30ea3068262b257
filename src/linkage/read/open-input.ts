import { closeSync, fstatSync, readSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { Fault } from '../../kit/faults.ts'
import type { Columns } from '../model-file.ts'
import { marksOf } from './csv/find-marks.ts'
import { emptyCells, LONGEST_ROW, scanRow, undoubleQuotes } from './csv/scan-csv.ts'
import { openFile } from './open-file.ts'
import { isParquet, readParquet } from './read-parquet.ts'
import { textOfBytes } from './values/tidy-word.ts'

/** A file of people as workers read it: where its rows begin and which of its columns plays which role. */
export type Input = {
  path: string
  /** The source of its records where no column names one. */
  name: string
  /** The whole file's bytes, where they do not stand on the disk as CSV. */
  shared?: SharedArrayBuffer | undefined
  size: number
  /** Where the first row behind the header begins. */
  start: number
  delimiter: number
  at: ColumnPlaces
}

/** For each role the number of its column, -1 where the model names none. */
export type ColumnPlaces = {
  [Role in Exclude<keyof Columns, 'addressLine' | 'identifiers' | 'text' | 'relatives'>]-?: number
} & { addressLine: number[]; identifiers: number[]; text: number[]; relatives: number[]; by: number }

/**
 * Opens a CSV or Parquet file and finds the model's columns in its header. Throws a fault that says what the file holds
 * instead.
 */
export async function openInput(path: string, columns: Columns, by?: string): Promise<Input> {
  const { head, size } = readHead(path)
  if (!isParquet(path, head)) return { path, size, ...readHeader(path, head, columns, by) }
  const shared = await readParquet(path, wantedOf(columns, by))
  const first = new Uint8Array(Math.min(shared.byteLength, LONGEST_ROW) + 1)
  first.set(new Uint8Array(shared, 0, first.length - 1))
  return { path, shared, size: shared.byteLength, ...readHeader(path, first, columns, by) }
}

function readHead(path: string): { head: Uint8Array; size: number } {
  const file = openFile(path)
  try {
    const about = fstatSync(file)
    if (!about.isFile()) throw new Fault('file-unreadable', `${path} is no file. Name the file itself.`)
    const head = Buffer.alloc(Math.min(about.size, LONGEST_ROW) + 1)
    readSync(file, head, 0, head.length - 1, 0)
    return { head, size: about.size }
  } finally {
    closeSync(file)
  }
}

const wantedOf = (columns: Columns, by: string | undefined): string[] =>
  [...Object.values(columns).flat(), by].filter(name => name !== undefined)

/** Finds the columns in the first row of `head`, whose last byte is room to spare. */
export function readHeader(
  path: string,
  head: Uint8Array,
  columns: Columns,
  by?: string,
): Pick<Input, 'name' | 'start' | 'delimiter' | 'at'> {
  const from = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0
  // The last byte is room to spare.
  if (head.subarray(from, -1).every(byte => byte <= 32))
    throw new Fault('file-unreadable', `${path} is empty.`)
  refuseOtherFormats(path, head)
  const wanted = wantedOf(columns, by)
  const tries = [',', ';', '\t', '|'].map(sign => cutHeader(head, from, sign.charCodeAt(0)))
  const best = tries.toSorted((a, b) => found(b.names, wanted) - found(a.names, wanted))[0]
  if (best === undefined || best.start < 0)
    throw new Fault(
      'file-unreadable',
      `${path} has no line end in its first ${LONGEST_ROW.toLocaleString('en-GB')} bytes. Save it as CSV with a header line.`,
    )
  const missing = wanted.filter(name => !best.names.includes(name))
  if (missing.length > 0) {
    const isAlike = best.names.some(own => missing.some(name => own.toLowerCase() === name.toLowerCase()))
    const hint = isAlike ? ' Small and capital letters count: write the names as the header has them.' : ''
    throw new Fault(
      'file-unreadable',
      `${path} has no column ${missing.map(name => `"${name}"`).join(', ')}. Its header is: ${best.names.join(', ').slice(0, 2000)}.${hint}`,
    )
  }
  const twice = wanted.filter(name => best.names.indexOf(name) !== best.names.lastIndexOf(name))
  if (twice.length > 0) {
    const columns = twice.map(name => `"${name}"`).join(', ')
    throw new Fault('file-unreadable', `${path} has more than one column ${columns}. Name each differently.`)
  }
  const { names, start, delimiter } = best
  return { name: basename(path, extname(path)), start, delimiter, at: placesOf(names, columns, by) }
}

/** A header has no byte 0. In UTF-16 one stands beside every plain letter; in workbooks and pictures anywhere. */
function refuseOtherFormats(path: string, head: Uint8Array): void {
  const isMarked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  const end = head.indexOf(10)
  const zero = head.subarray(0, end < 0 ? head.length - 1 : end).indexOf(0)
  if (isMarked || zero === 0 || zero === 1)
    throw new Fault('file-unreadable', `${path} is UTF-16. Save it as CSV in UTF-8.`)
  if (zero > 0)
    throw new Fault(
      'file-unreadable',
      `${path} is no text but a program’s own format. Save it as CSV in UTF-8.`,
    )
}

const found = (names: string[], wanted: string[]): number =>
  wanted.filter(name => names.includes(name)).length

function cutHeader(
  head: Uint8Array,
  from: number,
  delimiter: number,
): { names: string[]; start: number; delimiter: number } {
  const cells = emptyCells()
  const end = head.length - 1
  const text = { bytes: head, end, places: marksOf(head, end, delimiter) }
  const start = scanRow(text, from, end < LONGEST_ROW, cells)
  const row = head.slice()
  if (cells.hasDoubledQuote) undoubleQuotes(row, cells)
  const names = Array.from({ length: cells.count }, (_, cell) =>
    textOfBytes(row.subarray(cells.starts[cell], cells.ends[cell])).text.trim(),
  )
  return { names, start, delimiter }
}

/** Where each role's column stands among `names`. */
export function placesOf(names: readonly string[], columns: Columns, by?: string): ColumnPlaces {
  const place = (name: string | undefined): number => (name === undefined ? -1 : names.indexOf(name))
  return {
    id: place(columns.id),
    source: place(columns.source),
    given: place(columns.given),
    middle: place(columns.middle),
    family: place(columns.family),
    formerFamily: place(columns.formerFamily),
    knownAs: place(columns.knownAs),
    birthDate: place(columns.birthDate),
    sex: place(columns.sex),
    stage: place(columns.stage),
    postcode: place(columns.postcode),
    uprn: place(columns.uprn),
    phone: place(columns.phone),
    email: place(columns.email),
    sealGroup: place(columns.sealGroup),
    truth: place(columns.truth),
    addressLine: [columns.addressLine ?? []].flat().map(place),
    identifiers: (columns.identifiers ?? []).map(place),
    text: (columns.text ?? []).map(place),
    relatives: (columns.relatives ?? []).map(place),
    by: place(by),
  }
}
