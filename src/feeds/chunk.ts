import {
  addFields,
  addHashUuid,
  addInstant,
  addInteger,
  addNull,
  addPeriod,
  addText,
  beginRow,
  type CopyRows,
  dropRow,
  fieldsOf,
  newCopyRows,
  skipUuid,
  writeHashUuid,
} from '../kit/copy-rows.ts'
import { hashBytes } from '../kit/hash-uuid.ts'
import type { Draft } from './contract.ts'
import { identityKey, referenceKey } from './sections.ts'

/** So much makes a transaction: some tenths of a second, far below the two seconds that a writer may take. */
const CHUNK_ROWS = 10_000
const CHUNK_BYTES = 6_291_456
/** A school's delivery needs no more; a larger one asks for more as it grows. Memory that is asked for has to be cleared away. */
const FIRST_BYTES = 262_144

/**
 * The columns of a source record in the order in which `addRecord` writes them. A record's id is the hash of those
 * between it and the delivery, as they are written: other columns here, and every fact would get another id.
 */
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
  /** The hashes that are ids of persons, by the partner's reference: the rows of a family name it again and again. */
  identities: Map<string, string>
  /** Records of this chunk that came again as of another instant. */
  again: { place: number; asOf: string }[]
}

export function newChunk(bytes = FIRST_BYTES): Chunk {
  return {
    rows: newCopyRows(bytes),
    asOf: [],
    places: new Map(),
    identities: new Map(),
    again: [],
  }
}

/** What all records of a delivery have in common. */
export type Origin = {
  deliveryId: number
  /** Partner and contract as fields of a row. */
  fields: Buffer
  /** What is hashed before the reference of a person. */
  identity: string
}

export function originOf(deliveryId: number, partnerId: string, contract: string): Origin {
  return { deliveryId, fields: fieldsOf(partnerId, contract), identity: identityKey(partnerId, contract) }
}

export function isFull({ rows }: Chunk): boolean {
  return rows.starts.length >= CHUNK_ROWS || rows.used >= CHUNK_BYTES
}

/** Adds a record, or notes that it has come again. Gives the hash of what it says. */
export function addRecord(chunk: Chunk, origin: Origin, draft: Draft, asOf: string): string {
  const { rows, places } = chunk
  beginRow(rows, FIELDS)
  const idAt = skipUuid(rows)
  const hashed = rows.used
  addIdentity(chunk, origin, draft.person)
  addIdentity(chunk, origin, draft.object)
  addFields(rows, origin.fields)
  addText(rows, draft.scope)
  addText(rows, referenceKey(draft.sourceRef))
  addText(rows, contentOf(draft))
  addPeriod(rows, draft.from, draft.to)
  const id = hashBytes(rows.bytes.subarray(hashed, rows.used))
  const before = places.get(id)
  if (before !== undefined) {
    dropRow(rows)
    if (chunk.asOf[before] !== asOf) chunk.again.push({ place: before, asOf })
    return id
  }
  places.set(id, chunk.asOf.length)
  chunk.asOf.push(asOf)
  writeHashUuid(rows, idAt, id)
  addInteger(rows, origin.deliveryId)
  addInstant(rows, Date.parse(asOf))
  return id
}

/** A contract writes its fields in one order and leaves out what is empty, so the same fact has the same bytes. */
function contentOf(draft: Draft): string {
  const content = JSON.stringify(draft.content)
  if (content.includes('\\u') && UNREADABLE.test(content))
    throw new Error('a contract let through a character that cannot be read back')
  return content
}

/** NUL or half a character, as JSON writes them: the database stores such a text and can never read it again. */
const UNREADABLE = /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f])/

function addIdentity({ rows, identities }: Chunk, origin: Origin, ref: string | undefined): void {
  if (ref === undefined) return addNull(rows)
  let hash = identities.get(ref)
  if (hash === undefined) {
    hash = hashBytes(origin.identity + referenceKey(ref))
    identities.set(ref, hash)
  }
  addHashUuid(rows, hash)
}

/**
 * The places of the records in the order of the index that they go to, as far as the first half of a subject tells:
 * neighbours touch the same page of it, and two loads never wait for each other in a circle.
 */
export function inIndexOrder({ rows }: Chunk): Uint32Array {
  const keys = new Float64Array(rows.starts.length)
  for (let place = 0; place < keys.length; place++)
    keys[place] = rows.bytes.readUInt32BE((rows.starts[place] ?? 0) + SUBJECT_AT) * CHUNK_ROWS + place
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
