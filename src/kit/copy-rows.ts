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

export function newCopyRows(bytes: number): CopyRows {
  return { bytes: Buffer.allocUnsafe(bytes), used: 0, starts: [] }
}

export function beginRow(rows: CopyRows, fields: number): void {
  reserve(rows, 2)
  rows.starts.push(rows.used)
  rows.used = rows.bytes.writeInt16BE(fields, rows.used)
}

/** Takes back the row that was begun last. */
export function dropRow(rows: CopyRows): void {
  rows.used = rows.starts.pop() ?? 0
}

export function addNull(rows: CopyRows): void {
  reserve(rows, 4)
  rows.used = rows.bytes.writeInt32BE(NULL, rows.used)
}

export function addText(rows: CopyRows, text: string): void {
  reserve(rows, 4 + text.length * WIDEST)
  const at = rows.used + 4
  const length = writePlain(rows.bytes, text, at) ? text.length : rows.bytes.write(text, at)
  rows.bytes.writeInt32BE(length, rows.used)
  rows.used = at + length
}

/** A character takes at most three bytes of UTF-8 for each of its units. */
const WIDEST = 3
/** Calling the runtime costs more than a short text of plain letters does. */
const SHORT = 40

function writePlain(bytes: Buffer, text: string, at: number): boolean {
  if (text.length > SHORT) return false
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i)
    if (letter > 0x7f) return false
    bytes[at + i] = letter
  }
  return true
}

/** Makes room for so many bytes more. */
function reserve(rows: CopyRows, bytes: number): void {
  if (rows.used + bytes <= rows.bytes.length) return
  const larger = Buffer.allocUnsafe(Math.max(rows.used + bytes, rows.bytes.length * 2))
  rows.bytes.copy(larger, 0, 0, rows.used)
  rows.bytes = larger
}

/** Fields that are the same in every row, written before: see `fieldsOf`. */
export function addFields(rows: CopyRows, fields: Buffer): void {
  reserve(rows, fields.length)
  rows.bytes.set(fields, rows.used)
  rows.used += fields.length
}

/** The bytes of texts as fields, to be added to many rows. */
export function fieldsOf(...texts: string[]): Buffer {
  const fields = newCopyRows(64)
  for (const text of texts) addText(fields, text)
  return fields.bytes.subarray(0, fields.used)
}

const UUID_FIELD = 4 + 16

/** Leaves room for a UUID that follows from the fields after it, and says where. */
export function skipUuid(rows: CopyRows): number {
  reserve(rows, UUID_FIELD)
  const at = rows.used
  rows.used += UUID_FIELD
  return at
}

/** Writes the UUID of a hash, of which one byte is given in each character, where room was left for it. */
export function writeHashUuid({ bytes }: CopyRows, at: number, hash: string): void {
  const start = bytes.writeInt32BE(16, at)
  for (let i = 0; i < 16; i++) bytes[start + i] = hash.charCodeAt(i)
  stampUuid(bytes, start)
}

export function addHashUuid(rows: CopyRows, hash: string): void {
  writeHashUuid(rows, skipUuid(rows), hash)
}

export function addInteger(rows: CopyRows, value: number): void {
  reserve(rows, 12)
  const high = Math.floor(value / 0x1_0000_0000)
  rows.used = rows.bytes.writeInt32BE(8, rows.used)
  rows.used = rows.bytes.writeInt32BE(high, rows.used)
  rows.used = rows.bytes.writeUInt32BE(value - high * 0x1_0000_0000, rows.used)
}

const YEAR_2000 = Date.UTC(2000, 0, 1)
const A_DAY = 86_400_000

/** An instant in milliseconds since 1970, as `timestamptz`. */
export function addInstant(rows: CopyRows, milliseconds: number): void {
  addInteger(rows, (milliseconds - YEAR_2000) * 1000)
}

const FROM_WITHIN = 2
const TO_WITHIN = 4
const FROM_OPEN = 8
const TO_OPEN = 16

/** Days as `yyyy-mm-dd`, both within the period, as `daterange`; an end that is left out is open. */
export function addPeriod(rows: CopyRows, from: string | undefined, to: string | undefined): void {
  reserve(rows, 21)
  rows.used = rows.bytes.writeInt32BE(1 + (from ? 8 : 0) + (to ? 8 : 0), rows.used)
  rows.bytes[rows.used++] = (from ? FROM_WITHIN : FROM_OPEN) | (to ? TO_WITHIN : TO_OPEN)
  if (from) addDay(rows, from)
  if (to) addDay(rows, to)
}

function addDay(rows: CopyRows, day: string): void {
  rows.used = rows.bytes.writeInt32BE(4, rows.used)
  rows.used = rows.bytes.writeInt32BE((Date.parse(day) - YEAR_2000) / A_DAY, rows.used)
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
