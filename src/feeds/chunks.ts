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
const CHUNK_CHARACTERS = 4_000_000

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
  let records: Arrival[] = []
  let rejections: string[] = []
  let characters = 0
  let recordsNew = 0
  let chunks = 0

  const flush = async () => {
    const lane = await nextLane(lanes, chunks++, options)
    const [rows, faults] = [records, rejections]
    records = []
    rejections = []
    characters = 0
    if (rows.length + faults.length === 0) return
    lane.underway = writeChunk(lane.client, options, rows, faults).then(added => {
      recordsNew += added
    })
    // The failure is thrown when the lane is waited for; until then it must not count as unhandled.
    lane.underway.catch(() => {})
  }

  return {
    add: async (drafts, faults, asOf) => {
      for (const draft of drafts) {
        const arrival = arrivalOf(partnerId, contract, draft, asOf)
        characters += arrival.line.length
        records.push(arrival)
        if (records.length >= CHUNK_ROWS || characters > CHUNK_CHARACTERS) await flush()
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
  records: Arrival[],
  rejections: string[],
): Promise<number> {
  try {
    await beginChunk(client)
    const added = records.length === 0 ? 0 : await storeRecords(client, options, records)
    await copyRejections(client, rejections)
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

async function storeRecords(client: Client, options: WriterOptions, records: Arrival[]): Promise<number> {
  const ids = records.map(record => record.recordId)
  const known = await findKnownRecords(client, ids)
  const fresh = known.size === 0 ? records : records.filter(record => !known.has(record.recordId))
  await copyArrivals(
    client,
    fresh.map(record => record.line),
  )
  const added = fresh.length === 0 ? 0 : await insertArrivals(client, options.partnerId, options.contract)
  const asOf = records.map(record => record.asOf)
  await insertSightings(client, options.deliveryId, { ids, asOf, firstTime: added === records.length })
  return added
}

/** A record on its way: its row as COPY takes it, and the instant of which it is true. */
type Arrival = { recordId: string; line: string; asOf: string }

function arrivalOf(partnerId: string, contract: string, draft: Draft, asOf: string | undefined): Arrival {
  const { scope, sourceRef, person, object } = draft
  // A contract writes its fields in one order and leaves out what is empty, so the same fact has the same bytes.
  const content = JSON.stringify(draft.content)
  const from = draft.from ?? ''
  const to = draft.to ?? ''
  const subject = person === undefined ? undefined : identityId(partnerId, contract, person)
  const other = object === undefined ? undefined : identityId(partnerId, contract, object)
  const recordId = uuidOf(
    partnerId,
    contract,
    scope,
    sourceRef,
    subject ?? '',
    other ?? '',
    content,
    from,
    to,
  )
  const valid = from === '' && to === '' ? '(,)' : `[${from},${to}]`
  const escaped = content.includes('\\') ? content.replaceAll('\\', '\\\\') : content
  const about = `${copyField(subject)}\t${copyField(other)}`
  return {
    recordId,
    line: `${recordId}\t${scope}\t${copyField(sourceRef)}\t${about}\t${escaped}\t${valid}\n`,
    asOf: draft.asOf ?? asOf ?? '',
  }
}

function rejectionLine(deliveryId: number, { file, row, column, rule, remedy }: Rejection): string {
  return `${deliveryId}\t${copyField(file)}\t${row}\t${copyField(column)}\t${copyField(rule)}\t${copyField(remedy)}\n`
}
