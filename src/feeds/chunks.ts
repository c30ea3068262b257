import pg from 'pg'
import { copyOf, rowsInOrder } from '../kit/copy-rows.ts'
import type { Client } from '../kit/database.ts'
import { toldTwice } from './checks/row-rules.ts'
import { asOfAt, type Chunk, idsOf, subjectsOf } from './chunk.ts'
import { openChunkMaker } from './chunk-maker.ts'
import { openDraftWriter } from './draft-rows.ts'
import type { Rejection } from './readers/table.ts'
import type { Read } from './reading.ts'
import {
  beginUnseen,
  copyField,
  copyRecords,
  copyRejections,
  findStored,
  hasEarlierDelivery,
  insertSightings,
} from './record-store.ts'
import { identityKey } from './sections.ts'

/** So many rejections are written together. */
const MOST_REJECTIONS = 10_000

export type Writer = {
  add: (read: Read, asOf: string | undefined) => Promise<void>
  /** Writes what is left and gives the number of records that were new, and of those that were told twice. */
  finish: () => Promise<{ recordsNew: number; toldTwice: number }>
  /** Waits for the transaction that is on its way, whatever becomes of it. */
  close: () => Promise<void>
}

/** Whose records are written, and how many bytes they are read from. */
export type Written = { deliveryId: number; partnerId: string; contract: string; bytes: number }

/** Stores a chunk with the rejections that were made beside it, and gives the number of records that were new. */
export type StoreChunk = (chunk: Chunk, rejections: Rejection[]) => Promise<number>

/**
 * Writes drafts and rejections in chunks. While one is being filled, the one before is being made and the one before that
 * stored. The order of chunks has no meaning: nothing is seen before all of them are stored.
 */
export function openWriter(written: Written, store: StoreChunk): Writer {
  const { deliveryId, partnerId, contract, bytes } = written
  const drafts = openDraftWriter(deliveryId, partnerId, contract, bytes)
  const maker = openChunkMaker(identityKey(partnerId, contract), bytes)
  let rejections: Rejection[] = []
  const done = { recordsNew: 0, toldTwice: 0 }
  let making: Promise<void> = Promise.resolve()
  let storing: Promise<void> = Promise.resolve()
  let storedBefore: Promise<void> = Promise.resolve()

  const flush = async () => {
    await Promise.all([making, storedBefore])
    if (drafts.waiting() + rejections.length === 0) return
    const [made, faults, before] = [maker.make(drafts.take()), rejections, storing]
    rejections = []
    making = made.then(({ emptied }) => drafts.reuse(emptied))
    storedBefore = before
    storing = before.then(async () => {
      const { chunk } = await made
      const twice = chunk.toldTwice.map(rejectionOf)
      done.recordsNew += await store(chunk, [...twice, ...faults])
      done.toldTwice += twice.length
    })
    // The failure is thrown when the chunk is waited for; until then it must not count as unhandled.
    for (const one of [making, storing]) one.catch(() => {})
  }

  return {
    add: async ({ drafts: some, rejections: faults, file }, asOf) => {
      for (const draft of some) {
        if (drafts.isFull()) await flush()
        drafts.add(draft, draft.asOf ?? asOf ?? '', file)
      }
      rejections.push(...faults)
      if (rejections.length >= MOST_REJECTIONS) await flush()
    },
    finish: async () => {
      await flush()
      await storing
      return done
    },
    close: async () => {
      await storing.catch(() => {})
      await maker.close()
    },
  }
}

function rejectionOf({ here, first }: Chunk['toldTwice'][number]): Rejection {
  const { rule, remedy } = toldTwice(here, first)
  return { ...here, column: undefined, rule, remedy }
}

/** Each chunk is a transaction of its own. */
export async function openStore(
  client: Client,
  delivery: { deliveryId: number; partnerId: string; contract: string },
): Promise<StoreChunk> {
  const { deliveryId } = delivery
  const store = { client, deliveryId, mayBeStored: await hasEarlierDelivery(client, delivery) }
  return (chunk, rejections) =>
    writeChunk(
      store,
      chunk,
      rejections.map(one => rejectionLine(deliveryId, one)),
    )
}

/** `mayBeStored`: an earlier delivery, or an earlier chunk of this one, may have brought the same records. */
type Store = { client: Client; deliveryId: number; mayBeStored: boolean }

const MOST_ATTEMPTS = 5

async function writeChunk(store: Store, chunk: Chunk, rejections: string[]): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      await beginUnseen(store.client)
      const added = await storeRecords(store, chunk)
      await copyRejections(store.client, rejections)
      await store.client.query('commit')
      return added
    } catch (error) {
      await store.client.query('rollback').catch(() => {})
      if (attempt === MOST_ATTEMPTS || !hasComeFirst(error)) throw withoutValues(error)
      store.mayBeStored = true
    }
  }
}

/** Another chunk has stored one of the records meanwhile, or was about to while this one was about to store another. */
function hasComeFirst(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '23505' || error.code === '40P01')
}

/** PostgreSQL repeats the row that it refused in its error, and errors are logged: only its code may go on. */
function withoutValues(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error
  return new Error(`The database refused a chunk of a delivery (SQLSTATE ${error.code ?? 'unknown'}).`)
}

/** Copies the records that are new, notes that the others came again, and gives the number of the new. */
async function storeRecords({ client, deliveryId, mayBeStored }: Store, chunk: Chunk): Promise<number> {
  const { rows } = chunk
  const places = [...rows.starts.keys()]
  const stored = mayBeStored ? await findStored(client, idsOf(rows, places), subjectsOf(rows, places)) : []
  const known = new Set(stored)
  const fresh = places.filter(place => !known.has(place))
  if (fresh.length > 0)
    await copyRecords(client, copyOf(stored.length === 0 ? rows : rowsInOrder(rows, fresh)))
  const again = [...stored.map(place => ({ place, asOf: asOfAt(rows, place) })), ...chunk.again]
  if (again.length > 0)
    await insertSightings(
      client,
      deliveryId,
      idsOf(
        rows,
        again.map(one => one.place),
      ),
      again.map(one => one.asOf),
    )
  return fresh.length
}

function rejectionLine(deliveryId: number, { file, row, column, rule, remedy }: Rejection): string {
  return `${deliveryId}\t${copyField(file)}\t${row}\t${copyField(column)}\t${copyField(rule)}\t${copyField(remedy)}\n`
}
