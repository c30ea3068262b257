import {
  type CopyRows,
  instantAt,
  isNull,
  nextField,
  numbersAt,
  rowEnd,
  rowsInOrder,
  setHashUuid,
  uuidTextAt,
} from '../kit/copy-rows.ts'
import { hashBytes } from '../kit/hash-uuid.ts'
import type { DraftRows } from './draft-rows.ts'
import { keyOf, type Place, type RecordKey, type ToldTwice } from './told-twice.ts'

/** Records of one delivery on their way to the database: each once, in the order of the index that they go to. */
export type Chunk = {
  rows: CopyRows
  /** Records of this chunk that came again as of another instant. */
  again: { place: number; asOf: Date }[]
  /** Rows that say of a record what another row said otherwise before. */
  toldTwice: { here: Place; first: Place }[]
}

/** Makes the ids of records, and leaves out what came before in the same chunk. `identity` is hashed before a reference. */
export function makeChunk({ rows, references, files }: DraftRows, identity: string, told: ToldTwice): Chunk {
  const persons = references.map(reference => hashBytes(identity + reference))
  const seen = new Map<string, number>()
  const once: number[] = []
  const again: { of: number; row: number }[] = []
  const toldTwice: Chunk['toldTwice'] = []
  for (let row = 0; row < rows.starts.length; row++) {
    const here = placeOf(rows, row, files)
    const id = nameRow(rows, row, persons)
    const before = seen.get(id)
    if (before === undefined) {
      seen.set(id, row)
      once.push(row)
    } else if (asOfAt(rows, before).getTime() !== asOfAt(rows, row).getTime()) again.push({ of: before, row })
    const first = told.note(keyAt(rows, row), id, here)
    if (first !== undefined) toldTwice.push({ here, first })
  }
  const order = inIndexOrder(rows, once)
  return {
    rows: rowsInOrder(rows, order),
    again: again.map(({ of, row }) => ({ place: order.indexOf(of), asOf: asOfAt(rows, row) })),
    toldTwice,
  }
}

/** Where the row stood in its file, as `addDraft` noted in the place of the id. */
function placeOf(rows: CopyRows, row: number, files: string[]): Place {
  const [number, file] = numbersAt(rows.bytes, idField(rows, row))
  return { row: number, file: files[file] ?? '' }
}

/** Writes the ids of a row, and gives the hash that is the record's. */
function nameRow(rows: CopyRows, row: number, persons: string[]): string {
  const { bytes } = rows
  const subject = subjectField(rows, row)
  for (const field of [subject, nextField(bytes, subject)])
    if (!isNull(bytes, field)) setHashUuid(bytes, field, persons[numbersAt(bytes, field)[0]] ?? '')
  const id = hashBytes(bytes.subarray(subject, rowEnd(rows, row) - DELIVERY_AND_INSTANT))
  setHashUuid(bytes, idField(rows, row), id)
  return id
}

/** What makes a record the same record: see `feeds.live_record`. */
function keyAt(rows: CopyRows, row: number): RecordKey {
  const { bytes } = rows
  const subject = subjectField(rows, row)
  const object = nextField(bytes, subject)
  const contract = nextField(bytes, nextField(bytes, object))
  const scope = nextField(bytes, contract)
  const content = nextField(bytes, nextField(bytes, scope))
  return keyOf(bytes, [subject, object, scope, content, instantField(rows, row), rowEnd(rows, row)])
}

/**
 * Rows in the order of the index, as far as the first quarter of a subject tells: neighbours touch the same page of it,
 * and two loads never wait for each other in a circle.
 */
function inIndexOrder(rows: CopyRows, some: number[]): Uint32Array {
  const keys = Float64Array.from(
    some,
    row => rows.bytes.readUInt32BE(subjectField(rows, row) + 4) * MOST_ROWS + row,
  )
  return Uint32Array.from(keys.sort(), key => key % MOST_ROWS)
}

/** More than a chunk has; a subject's beginning and a row are one exact number. */
const MOST_ROWS = 2 ** 20

/** The ids of the records as an array that PostgreSQL reads. */
export function idsOf(rows: CopyRows, places: readonly number[]): string {
  return arrayOf(places, place => uuidTextAt(rows.bytes, idField(rows, place)))
}

export function subjectsOf(rows: CopyRows, places: readonly number[]): string {
  return arrayOf(places, place => uuidTextAt(rows.bytes, subjectField(rows, place)))
}

function arrayOf(places: readonly number[], textOf: (place: number) => string | undefined): string {
  return `{${places.map(place => textOf(place) ?? 'null').join(',')}}`
}

export function asOfAt(rows: CopyRows, place: number): Date {
  return instantAt(rows.bytes, instantField(rows, place))
}

/** The first fields stand after the number of fields, the last two have one length. */
const idField = ({ starts }: CopyRows, row: number) => (starts[row] ?? 0) + 2
const subjectField = (rows: CopyRows, row: number) => idField(rows, row) + 4 + 16
const instantField = (rows: CopyRows, row: number) => rowEnd(rows, row) - (4 + 8)
const DELIVERY_AND_INSTANT = 2 * (4 + 8)
