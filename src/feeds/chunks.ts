import pg from 'pg'
import { copyOf } from '../kit/copy-rows.ts'
import type { Client } from '../kit/database.ts'
import {
  addRecord,
  type Chunk,
  idsOf,
  inIndexOrder,
  isFull,
  newChunk,
  originOf,
  subjectsOf,
} from './chunk.ts'
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
import { findToldTwice } from './told-twice.ts'

/** So many rejections are written together. */
const MOST_REJECTIONS = 10_000

export type Writer = {
  add: (read: Read, asOf: string | undefined) => Promise<void>
  /** Writes what is left and gives the number of records that were new, and of those that were told twice. */
  finish: () => Promise<{ recordsNew: number; toldTwice: number }>
  /** Waits for the transaction that is on its way, whatever becomes of it. */
  close: () => Promise<void>
}

/**
 * Stores drafts and rejections in chunks, each a transaction of its own. One chunk is on its way to the database while
 * the next is being filled. The order of chunks has no meaning: nothing is seen before all of them are stored.
 */
export async function openWriter(
  client: Client,
  delivery: { deliveryId: number; partnerId: string; contract: string },
): Promise<Writer> {
  const { deliveryId, partnerId, contract } = delivery
  const origin = originOf(deliveryId, partnerId, contract)
  const store = { client, deliveryId, mayBeStored: await hasEarlierDelivery(client, delivery) }
  let chunk = newChunk()
  let rejections: string[] = []
  const toldTwice = findToldTwice()
  let recordsNew = 0
  let underway: Promise<void> = Promise.resolve()

  const flush = async () => {
    await underway
    const [full, faults] = [chunk, rejections]
    if (full.asOf.length + faults.length === 0) return
    chunk = newChunk(full.rows.bytes.length)
    rejections = []
    underway = writeChunk(store, full, faults).then(added => {
      recordsNew += added
    })
    // The failure is thrown when the chunk is waited for; until then it must not count as unhandled.
    underway.catch(() => {})
  }

  return {
    add: async ({ drafts, rejections: faults, file }, asOf) => {
      for (const draft of drafts) {
        if (isFull(chunk)) await flush()
        const of = draft.asOf ?? asOf ?? ''
        const twice = toldTwice.note(draft, of, addRecord(chunk, origin, draft, of), file)
        if (twice !== undefined) rejections.push(rejectionLine(deliveryId, twice))
      }
      for (const fault of faults) rejections.push(rejectionLine(deliveryId, fault))
      if (rejections.length >= MOST_REJECTIONS) await flush()
    },
    finish: async () => {
      await flush()
      await underway
      return { recordsNew, toldTwice: toldTwice.count() }
    },
    close: async () => {
      await underway.catch(() => {})
    },
  }
}

/** `mayBeStored`: an earlier delivery, or an earlier chunk of this one, may have brought the same records. */
type Store = { client: Client; deliveryId: number; mayBeStored: boolean }

const MOST_ATTEMPTS = 5

async function writeChunk(store: Store, chunk: Chunk, rejections: string[]): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      await beginUnseen(store.client)
      const added = await storeRecords(store, chunk)
      await copyRejections(store.client, Buffer.from(rejections.join('')))
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
  const places = inIndexOrder(chunk)
  const stored = mayBeStored ? await findStored(client, idsOf(chunk, places), subjectsOf(chunk, places)) : []
  const again = [...stored.map(at => ({ place: places[at] ?? 0, asOf: undefined })), ...chunk.again]
  for (const at of stored) places[at] = NOWHERE
  const fresh = places.filter(place => place !== NOWHERE)
  if (fresh.length > 0) await copyRecords(client, copyOf(chunk.rows, fresh))
  if (again.length > 0)
    await insertSightings(
      client,
      deliveryId,
      idsOf(
        chunk,
        again.map(one => one.place),
      ),
      again.map(one => one.asOf ?? chunk.asOf[one.place] ?? ''),
    )
  return fresh.length
}

/** Beyond every place of a chunk. */
const NOWHERE = 0xffff_ffff

function rejectionLine(deliveryId: number, { file, row, column, rule, remedy }: Rejection): string {
  return `${deliveryId}\t${copyField(file)}\t${row}\t${copyField(column)}\t${copyField(rule)}\t${copyField(remedy)}\n`
}
