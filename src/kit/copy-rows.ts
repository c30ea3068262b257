import { stampUuid } from './hash-uuid.ts'

/**
 * Rows in the binary format of PostgreSQL's COPY, written into one piece of memory: the server parses no text, and
 * nothing is kept of a field but its bytes. A field is added in the order of the statement's columns.
 * Source: PostgreSQL manual, "COPY", Binary Format.
 */
export type CopyRows = {
  bytes: Buffer
  used: number
  /** Where each row begins. */
  starts: number[]
}

const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const TRAILER = Buffer.from('\xff\xff', 'latin1')
const NULL = -1
/** A row's fields of fixed length and their lengths take less than this. */
const FIXED = 256
/** A character takes at most three bytes for each of its units. */
const WIDEST = 3

export function newCopyRows(bytes: number): CopyRows {
  return { bytes: Buffer.allocUnsafe(bytes), used: 0, starts: [] }
}

/** Whether a row with so many characters of text surely fits. */
export function hasRoomFor(rows: CopyRows, characters: number): boolean {
  return rows.used + FIXED + characters * WIDEST <= rows.bytes.length
}

/** Begins a row; one that is larger than the whole piece of memory gets a larger one. */
export function beginRow(rows: CopyRows, fields: number, characters: number): void {
  if (!hasRoomFor(rows, characters)) {
    const larger = Buffer.allocUnsafe(rows.used + FIXED + characters * WIDEST)
    rows.bytes.copy(larger, 0, 0, rows.used)
    rows.bytes = larger
  }
  rows.starts.push(rows.used)
  rows.used = rows.bytes.writeInt16BE(fields, rows.used)
}

export function addNull(rows: CopyRows): void {
  rows.used = rows.bytes.writeInt32BE(NULL, rows.used)
}

export function addText(rows: CopyRows, text: string): void {
  const length = rows.bytes.write(text, rows.used + 4)
  rows.bytes.writeInt32BE(length, rows.used)
  rows.used += 4 + length
}

/** The UUID of a hash, of which one byte is given in each character. */
export function addHashUuid(rows: CopyRows, hash: string): void {
  const at = rows.bytes.writeInt32BE(16, rows.used)
  rows.bytes.write(hash, at, 16, 'latin1')
  stampUuid(rows.bytes, at)
  rows.used = at + 16
}

export function addInteger(rows: CopyRows, value: number): void {
  rows.bytes.writeInt32BE(8, rows.used)
  writeInt64(rows.bytes, value, rows.used + 4)
  rows.used += 12
}

/** An instant in milliseconds since 1970, as `timestamptz`. */
export function addInstant(rows: CopyRows, milliseconds: number): void {
  addInteger(rows, (milliseconds - YEAR_2000) * 1000)
}

const YEAR_2000 = Date.UTC(2000, 0, 1)

/** Days as `yyyy-mm-dd`, both within the period, as `daterange`; an end that is left out is open. */
export function addPeriod(rows: CopyRows, from: string | undefined, to: string | undefined): void {
  const { bytes } = rows
  const length = 1 + (from ? 8 : 0) + (to ? 8 : 0)
  bytes.writeInt32BE(length, rows.used)
  bytes[rows.used + 4] = (from ? FROM_WITHIN : FROM_OPEN) | (to ? TO_WITHIN : TO_OPEN)
  rows.used += 5
  for (const day of [from, to]) {
    if (!day) continue
    bytes.writeInt32BE(4, rows.used)
    bytes.writeInt32BE(daysSince2000(day), rows.used + 4)
    rows.used += 8
  }
}

const FROM_WITHIN = 2
const TO_WITHIN = 4
const FROM_OPEN = 8
const TO_OPEN = 16
const A_DAY = 86_400_000

function daysSince2000(day: string): number {
  return (Date.parse(day) - YEAR_2000) / A_DAY
}

/** What COPY is sent: the rows at these places of `starts`, in this order. */
export function copyOf(rows: CopyRows, places: ArrayLike<number>): Buffer {
  const { bytes, used, starts } = rows
  const sent = Buffer.allocUnsafe(HEADER.length + used + TRAILER.length)
  let at = HEADER.copy(sent)
  for (let i = 0; i < places.length; i++) {
    const place = places[i] ?? 0
    at += bytes.copy(sent, at, starts[place] ?? 0, starts[place + 1] ?? used)
  }
  at += TRAILER.copy(sent, at)
  return sent.subarray(0, at)
}

function writeInt64(bytes: Buffer, value: number, at: number): void {
  const high = Math.floor(value / 0x1_0000_0000)
  bytes.writeInt32BE(high, at)
  bytes.writeUInt32BE(value - high * 0x1_0000_0000, at + 4)
}
