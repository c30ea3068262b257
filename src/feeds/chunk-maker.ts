import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type Chunk, makeChunk } from './chunk.ts'
import type { DraftRows } from './draft-rows.ts'
import { findToldTwice } from './told-twice.ts'

/** Makes the chunks of one delivery, one after the other. */
export type ChunkMaker = { make: (rows: DraftRows) => Promise<Made>; close: () => Promise<void> }

/** `emptied`: the memory of the rows that were taken, to be filled again. */
type Made = { chunk: Chunk; emptied: Buffer }

/** A thread is begun in some hundredths of a second: a delivery of fewer bytes is read before that pays. */
const WORTH_A_THREAD = 4_194_304

/** Where a delivery is large, another thread hashes and orders what was read, while this one reads on. */
export function openChunkMaker(identity: string, bytes: number): ChunkMaker {
  if (bytes >= WORTH_A_THREAD) return inThread(identity)
  const told = findToldTwice()
  const make = async (drafts: DraftRows) => ({
    chunk: makeChunk(drafts, identity, told),
    emptied: drafts.rows.bytes,
  })
  return { make, close: async () => {} }
}

type Order = { task: 'make chunks'; identity: string }

function inThread(identity: string): ChunkMaker {
  const order: Order = { task: 'make chunks', identity }
  const worker = new Worker(new URL(import.meta.url), { workerData: order })
  const failed = Promise.withResolvers<never>()
  worker.once('error', failed.reject)
  worker.once('exit', () => failed.reject(new Error('the thread that makes chunks ended early')))
  // Nobody may be waiting when it ends.
  failed.promise.catch(() => {})
  return {
    make: async drafts => {
      const made = Promise.withResolvers<Made>()
      worker.once('message', made.resolve)
      worker.postMessage(drafts, [memoryOf(drafts.rows.bytes)])
      const { chunk, emptied } = await Promise.race([made.promise, failed.promise])
      return { chunk: withBuffer(chunk), emptied: asBuffer(emptied) }
    },
    close: async () => {
      await worker.terminate()
    },
  }
}

/** What the thread does: this file is also its beginning. */
function makeChunks({ identity }: Order): void {
  const told = findToldTwice()
  parentPort?.on('message', (sent: DraftRows) => {
    const drafts = withBuffer(sent)
    const chunk = makeChunk(drafts, identity, told)
    const made: Made = { chunk, emptied: drafts.rows.bytes }
    parentPort?.postMessage(made, [memoryOf(chunk.rows.bytes), memoryOf(made.emptied)])
  })
}

/** Handed over instead of copied. */
function memoryOf({ buffer }: Buffer): ArrayBuffer {
  return buffer as ArrayBuffer
}

/** A buffer comes out of another thread as plain bytes. */
function withBuffer<T extends Pick<DraftRows, 'rows'>>(sent: T): T {
  return { ...sent, rows: { ...sent.rows, bytes: asBuffer(sent.rows.bytes) } }
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

if (!isMainThread && isOrder(workerData)) makeChunks(workerData)

function isOrder(data: unknown): data is Order {
  return typeof data === 'object' && data !== null && 'task' in data && data.task === 'make chunks'
}
