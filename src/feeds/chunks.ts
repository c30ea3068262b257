import pg from 'pg'
import type { Client } from '../kit/database.ts'
import type { Draft } from './contract.ts'
import type { Rejection } from './readers/table.ts'
import {
  beginChunk,
  copyArrivals,
  copyField,
  copyRejections,
  createArrivals,
  findKnownRecords,
  insertArrivals,
  insertSightings,
} from './record-store.ts'
import { identityId, uuidOf } from './sections.ts'

/** So many rows make a transaction: some tenths of a second, far below the two seconds that a writer may take. */
const CHUNK_ROWS = 5000
const CHUNK_BYTES = 4_194_304

export type Writer = {
  add: (drafts: Draft[], rejections: Rejection[], asOf: string | undefined) => Promise<void>
  /** Writes what is left and gives the number of records that were new. */
  finish: () => Promise<number>
  /** Waits for the transactions that are on their way, whatever becomes of them, and gives back the connections. */
  close: () => Promise<void>
}

export type WriterOptions = {
  client: Client
  /** Gives a second connection where there is one to spare. */
  spare: () => Promise<Client | undefined>
  deliveryId: number
  partnerId: string
  contract: string
}

/**
 * Stores drafts and rejections in chunks. Up to two chunks are on their way to the database while the next is being
 * filled, because the database needs more of a processor for a row than reading it does. The order of chunks has no
 * meaning: nothing is seen before all of them are stored.
 */
export async function openWriter(options: WriterOptions): Promise<Writer> {
  const { deliveryId, partnerId, contract } = options
  const lanes: Lane[] = [await openLane(options.client)]
  let records = newChunk()
  let rejections: string[] = []
  let recordsNew = 0
  let chunks = 0

  const flush = async () => {
    const lane = await nextLane(lanes, chunks++, options)
    const [rows, faults] = [records, rejections]
    if (rows.ids.length + faults.length === 0) return
    records = newChunk()
    rejections = []
    lane.underway = writeChunk(lane.client, options, rows, faults).then(added => {
      recordsNew += added
    })
    // The failure is thrown when the lane is waited for; until then it must not count as unhandled.
    lane.underway.catch(() => {})
  }

  return {
    add: async (drafts, faults, asOf) => {
      for (const draft of drafts) {
        const { recordId, line } = rowOf(partnerId, contract, draft)
        if (records.ids.length >= CHUNK_ROWS || !hasRoomFor(records, line)) await flush()
        addRow(records, recordId, line, draft.asOf ?? asOf ?? '')
      }
      for (const fault of faults) rejections.push(rejectionLine(deliveryId, fault))
      if (rejections.length >= CHUNK_ROWS) await flush()
    },
    finish: async () => {
      await flush()
      for (const lane of lanes) await lane.underway
      return recordsNew
    },
    close: async () => {
      const ended = await Promise.allSettled(lanes.map(lane => lane.underway))
      for (const lane of lanes.splice(1)) lane.client.release(ended.some(one => one.status === 'rejected'))
    },
  }
}

/** A connection with the chunk that it is storing. */
type Lane = { client: Client; underway: Promise<void> }

async function openLane(client: Client): Promise<Lane> {
  await createArrivals(client)
  return { client, underway: Promise.resolve() }
}

/** Lanes take turns; a small delivery never asks for the second. */
async function nextLane(lanes: Lane[], chunk: number, options: WriterOptions): Promise<Lane> {
  if (chunk === 1) {
    const spare = await options.spare()
    if (spare !== undefined) lanes.push(await openLane(spare))
  }
  const lane = lanes[chunk % lanes.length]
  if (lane === undefined) throw new Error('a writer without a connection')
  await lane.underway
  return lane
}

async function writeChunk(
  client: Client,
  options: WriterOptions,
  records: Chunk,
  rejections: string[],
): Promise<number> {
  try {
    await beginChunk(client)
    const added = records.ids.length === 0 ? 0 : await storeRecords(client, options, records)
    await copyRejections(client, Buffer.from(rejections.join('')))
    await client.query('commit')
    return added
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw withoutValues(error)
  }
}

/** PostgreSQL repeats the row that it refused in its error, and errors are logged: only its code may go on. */
function withoutValues(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error
  return new Error(`The database refused a chunk of a delivery (SQLSTATE ${error.code ?? 'unknown'}).`)
}

async function storeRecords(client: Client, options: WriterOptions, records: Chunk): Promise<number> {
  const { ids, asOf } = records
  const known = await findKnownRecords(client, ids)
  const fresh = rowsWithout(records, known)
  await copyArrivals(client, fresh)
  const added = fresh.length === 0 ? 0 : await insertArrivals(client, options.partnerId, options.contract)
  await insertSightings(client, options.deliveryId, { ids, asOf, firstTime: added === ids.length })
  return added
}

/** Rows on their way, written into one piece of memory at once: kept as texts, they would cost twice as much. */
type Chunk = { bytes: Buffer; used: number; ids: string[]; ends: number[]; asOf: string[] }

function newChunk(): Chunk {
  return { bytes: Buffer.allocUnsafe(CHUNK_BYTES), used: 0, ids: [], ends: [], asOf: [] }
}

/** A character takes at most three bytes for each of its units. A row that is larger than a chunk gets its own. */
function hasRoomFor(chunk: Chunk, line: string): boolean {
  return chunk.used + line.length * 3 <= chunk.bytes.length
}

function addRow(chunk: Chunk, recordId: string, line: string, asOf: string): void {
  if (!hasRoomFor(chunk, line)) {
    const larger = Buffer.allocUnsafe(chunk.used + line.length * 3)
    chunk.bytes.copy(larger, 0, 0, chunk.used)
    chunk.bytes = larger
  }
  chunk.used += chunk.bytes.write(line, chunk.used)
  chunk.ids.push(recordId)
  chunk.ends.push(chunk.used)
  chunk.asOf.push(asOf)
}

function rowsWithout({ bytes, used, ids, ends }: Chunk, known: Set<string>): Buffer {
  if (known.size === 0) return bytes.subarray(0, used)
  const rows = ids.flatMap((id, at) => (known.has(id) ? [] : [bytes.subarray(ends[at - 1] ?? 0, ends[at])]))
  return Buffer.concat(rows)
}

/** A record's id, and its row as COPY takes it. */
function rowOf(partnerId: string, contract: string, draft: Draft): { recordId: string; line: string } {
  const { scope, sourceRef, person, object, from = '', to = '' } = draft
  // A contract writes its fields in one order and leaves out what is empty, so the same fact has the same bytes.
  const content = JSON.stringify(draft.content)
  const subject = person === undefined ? undefined : identityId(partnerId, contract, person)
  const other = object === undefined ? undefined : identityId(partnerId, contract, object)
  const about = [scope, sourceRef, subject ?? '', other ?? '', content, from, to]
  const recordId = uuidOf(partnerId, contract, ...about)
  const valid = from === '' && to === '' ? '(,)' : `[${from},${to}]`
  const escaped = content.includes('\\') ? content.replaceAll('\\', '\\\\') : content
  const ids = `${subject ?? '\\N'}\t${other ?? '\\N'}`
  return { recordId, line: `${recordId}\t${scope}\t${copyField(sourceRef)}\t${ids}\t${escaped}\t${valid}\n` }
}

function rejectionLine(deliveryId: number, { file, row, column, rule, remedy }: Rejection): string {
  return `${deliveryId}\t${copyField(file)}\t${row}\t${copyField(column)}\t${copyField(rule)}\t${copyField(remedy)}\n`
}
