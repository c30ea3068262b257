import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type Chunk, makeChunk } from './chunk.ts'
import type { DraftRows } from './draft-rows.ts'
import { findToldTwice } from './told-twice.ts'

/** Makes the chunks of one delivery, one after the other. */
export type ChunkMaker = { make: (rows: DraftRows) => Promise<Chunk>; close: () => Promise<void> }

/** A thread is begun in some hundredths of a second: a delivery of fewer bytes is read before that pays. */
const WORTH_A_THREAD = 4_194_304

/** Where a delivery is large, another thread hashes and orders what was read, while this one reads on. */
export function openChunkMaker(identity: string, bytes: number): ChunkMaker {
  if (bytes >= WORTH_A_THREAD) return inThread(identity)
  const told = findToldTwice()
  return { make: async rows => makeChunk(rows, identity, told), close: async () => {} }
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
    make: async rows => {
      const made = Promise.withResolvers<Chunk>()
      worker.once('message', made.resolve)
      worker.postMessage(rows, [memoryOf(rows)])
      return withBuffer(await Promise.race([made.promise, failed.promise]))
    },
    close: async () => {
      await worker.terminate()
    },
  }
}

/** What the thread does: this file is also its beginning. */
function makeChunks({ identity }: Order): void {
  const told = findToldTwice()
  parentPort?.on('message', (rows: DraftRows) => {
    const chunk = makeChunk(withBuffer(rows), identity, told)
    parentPort?.postMessage(chunk, [memoryOf(chunk)])
  })
}

/** Handed over instead of copied. */
function memoryOf({ rows }: Pick<DraftRows, 'rows'>): ArrayBuffer {
  return rows.bytes.buffer as ArrayBuffer
}

/** A buffer comes out of another thread as plain bytes. */
function withBuffer<T extends Pick<DraftRows, 'rows'>>(sent: T): T {
  const { buffer, byteOffset, byteLength } = sent.rows.bytes
  return { ...sent, rows: { ...sent.rows, bytes: Buffer.from(buffer, byteOffset, byteLength) } }
}

if (!isMainThread && isOrder(workerData)) makeChunks(workerData)

function isOrder(data: unknown): data is Order {
  return typeof data === 'object' && data !== null && 'task' in data && data.task === 'make chunks'
}
