import {
  addHashUuid,
  addInstant,
  addInteger,
  addNull,
  addPeriod,
  addText,
  beginRow,
  type CopyRows,
  hasRoomFor,
  newCopyRows,
} from '../kit/copy-rows.ts'
import { hashBytes } from '../kit/hash-uuid.ts'
import type { Draft } from './contract.ts'
import { identityKey, joined, referenceKey } from './sections.ts'

/** So many rows make a transaction: some tenths of a second, far below the two seconds that a writer may take. */
const CHUNK_ROWS = 10_000
const CHUNK_BYTES = 6_291_456

/** The columns of a source record in the order in which `addRecord` writes them. */
export const RECORD_COLUMNS =
  'record_id, subject, object, partner_id, contract, scope, source_ref, content, valid, delivery_id, as_of'
const FIELDS = RECORD_COLUMNS.split(', ').length
/** Where the record's id and its subject stand in a row: after the number of fields, and each after its length. */
const ID_AT = 2 + 4
const SUBJECT_LENGTH_AT = ID_AT + 16
const SUBJECT_AT = SUBJECT_LENGTH_AT + 4

/** Records of one delivery on their way to the database. */
export type Chunk = {
  rows: CopyRows
  asOf: string[]
  /** The place of each record among the rows, by the hash that is its id: a record is stored once. */
  places: Map<string, number>
  /** Records of this chunk that came again as of another instant. */
  again: { place: number; asOf: string }[]
}

export function newChunk(): Chunk {
  return { rows: newCopyRows(CHUNK_BYTES), asOf: [], places: new Map(), again: [] }
}

/** NUL or half a character, as JSON writes them: the database stores such a text and can never read it again. */
const UNREADABLE = /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f])/

/** What all records of a delivery have in common. */
export type Origin = { deliveryId: number; partnerId: string; contract: string }

/** Adds a record, or notes that it has come again; `false` where the chunk is full and the record is not in it. */
export function addRecord(chunk: Chunk, origin: Origin, draft: Draft, asOf: string): boolean {
  const { scope, person, object, from = '', to = '' } = draft
  const sourceRef = referenceKey(draft.sourceRef)
  const { partnerId, contract } = origin
  // A contract writes its fields in one order and leaves out what is empty, so the same fact has the same bytes.
  const content = JSON.stringify(draft.content)
  if (UNREADABLE.test(content)) throw new Error('a contract let through a character that cannot be read back')
  const about = joined(partnerId, contract, scope, sourceRef, person ?? '', object ?? '', from, to, content)
  const characters = about.length
  if (chunk.asOf.length >= CHUNK_ROWS || (chunk.asOf.length > 0 && !hasRoomFor(chunk.rows, characters)))
    return false
  const id = hashBytes(about)
  const place = chunk.places.get(id)
  if (place !== undefined) {
    if (chunk.asOf[place] !== asOf) chunk.again.push({ place, asOf })
    return true
  }
  const { rows } = chunk
  chunk.places.set(id, chunk.asOf.length)
  chunk.asOf.push(asOf)
  beginRow(rows, FIELDS, characters)
  addHashUuid(rows, id)
  addIdentity(rows, origin, person)
  addIdentity(rows, origin, object)
  addText(rows, partnerId)
  addText(rows, contract)
  addText(rows, scope)
  addText(rows, sourceRef)
  addText(rows, content)
  addPeriod(rows, from, to)
  addInteger(rows, origin.deliveryId)
  addInstant(rows, Date.parse(asOf))
  return true
}

function addIdentity(rows: CopyRows, { partnerId, contract }: Origin, ref: string | undefined): void {
  if (ref === undefined) addNull(rows)
  else addHashUuid(rows, hashBytes(identityKey(partnerId, contract) + referenceKey(ref)))
}

/**
 * The places of the records in the order of the index that they go to, as far as the first half of a subject tells:
 * neighbours touch the same page of it, and two loads never wait for each other in a circle.
 */
export function inIndexOrder({ rows }: Chunk): Uint32Array {
  const keys = new Float64Array(rows.starts.length)
  for (const [place, start] of rows.starts.entries())
    keys[place] = rows.bytes.readUInt32BE(start + SUBJECT_AT) * CHUNK_ROWS + place
  return Uint32Array.from(keys.sort(), key => key % CHUNK_ROWS)
}

/** The ids of the records at these places as an array that PostgreSQL reads. */
export function idsOf({ rows }: Chunk, places: Iterable<number>): string {
  return arrayOf(places, place => hexAt(rows, place, ID_AT))
}

export function subjectsOf({ rows }: Chunk, places: Iterable<number>): string {
  return arrayOf(places, place => (hasSubject(rows, place) ? hexAt(rows, place, SUBJECT_AT) : 'null'))
}

function hasSubject({ bytes, starts }: CopyRows, place: number): boolean {
  return bytes.readInt32BE((starts[place] ?? 0) + SUBJECT_LENGTH_AT) > 0
}

function hexAt({ bytes, starts }: CopyRows, place: number, at: number): string {
  const start = (starts[place] ?? 0) + at
  return bytes.toString('hex', start, start + 16)
}

function arrayOf(places: Iterable<number>, textOf: (place: number) => string): string {
  return `{${Array.from(places, textOf).join(',')}}`
}
