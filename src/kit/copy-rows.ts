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

/** The bytes have memory of their own, so that they can be handed to another thread. */
export function newCopyRows(bytes: number): CopyRows {
  return { bytes: Buffer.allocUnsafeSlow(bytes), used: 0, starts: [] }
}

export function beginRow(rows: CopyRows, fields: number): void {
  reserve(rows, 2)
  rows.starts.push(rows.used)
  rows.used = rows.bytes.writeInt16BE(fields, rows.used)
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

const LEAST = 65_536

/** Makes room for so many bytes more. */
function reserve(rows: CopyRows, bytes: number): void {
  if (rows.used + bytes <= rows.bytes.length) return
  const larger = Buffer.allocUnsafeSlow(Math.max(rows.used + bytes, rows.bytes.length * 2, LEAST))
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

export function integerField(value: number): Buffer {
  const fields = newCopyRows(12)
  addInteger(fields, value)
  return fields.bytes
}

const UUID_BYTES = 16

/** Leaves room for a UUID that is not known yet; until then, two numbers below 2^32 stand in it. */
export function addUuidLater(rows: CopyRows, one: number, two: number): void {
  reserve(rows, 4 + UUID_BYTES)
  const { bytes, used } = rows
  bytes.writeInt32BE(UUID_BYTES, used)
  bytes.writeUInt32LE(one, used + 4)
  bytes.writeUInt32LE(two, used + 8)
  rows.used += 4 + UUID_BYTES
}

/** The numbers that stand where a UUID is not known yet. */
export function numbersAt(bytes: Buffer, field: number): [number, number] {
  return [bytes.readUInt32LE(field + 4), bytes.readUInt32LE(field + 8)]
}

/** The UUID of a hash, of which one byte is given in each character, for the field at this place. */
export function setHashUuid(bytes: Buffer, field: number, hash: string): void {
  for (let i = 0; i < UUID_BYTES; i++) bytes[field + 4 + i] = hash.charCodeAt(i)
  stampUuid(bytes, field + 4)
}

/** The field as PostgreSQL reads a UUID in a text; `undefined` where it is null. */
export function uuidTextAt(bytes: Buffer, field: number): string | undefined {
  return isNull(bytes, field) ? undefined : bytes.toString('hex', field + 4, field + 4 + UUID_BYTES)
}

export function isNull(bytes: Buffer, field: number): boolean {
  return bytes.readInt32BE(field) === NULL
}

/** Where the next field of the row begins. */
export function nextField(bytes: Buffer, field: number): number {
  return field + 4 + Math.max(0, bytes.readInt32BE(field))
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

/** What `addInstant` wrote. */
export function instantAt(bytes: Buffer, field: number): Date {
  return new Date(Number(bytes.readBigInt64BE(field + 4) / 1000n) + YEAR_2000)
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

export function rowEnd({ starts, used }: CopyRows, row: number): number {
  return starts[row + 1] ?? used
}

/** Some of the rows, in the order given. */
export function rowsInOrder(rows: CopyRows, order: ArrayLike<number>): CopyRows {
  const some = newCopyRows(rows.used)
  for (let place = 0; place < order.length; place++) {
    const row = order[place] ?? 0
    some.starts.push(some.used)
    some.used += rows.bytes.copy(some.bytes, some.used, rows.starts[row], rowEnd(rows, row))
  }
  return some
}

/** What COPY is sent. */
export function copyOf({ bytes, used }: CopyRows): Buffer[] {
  return [HEADER, bytes.subarray(0, used), TRAILER]
}
