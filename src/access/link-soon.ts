/**
 * Linking what an upload has published, on a thread of its own: comparing records keeps a processor busy for
 * seconds, and nobody else's page is to wait for it.
 */

import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { type Database, openDatabase } from '../kit/database.ts'
import { takeIn } from '../records/take-in.ts'

type Order = { task: 'link'; url: string; loader: string | undefined }

const running = new WeakMap<Database, Promise<void>>()
const waiting = new WeakMap<Database, Promise<void>>()

/**
 * Links everything that has been published by now. Runs one after the other; calls that come during a run share the
 * next one. Rejects where linking failed: the delivery stays published, and the next run takes it up.
 */
export async function linkSoon(database: Database): Promise<void> {
  const shared = waiting.get(database)
  if (shared !== undefined) return await shared
  const before = running.get(database) ?? Promise.resolve()
  const start = () => {
    waiting.delete(database)
    return run(database)
  }
  const next = before.then(start, start)
  waiting.set(database, next)
  running.set(database, next)
  await next
}

async function run(database: Database): Promise<void> {
  const order: Order = {
    task: 'link',
    url: database.url,
    loader: database.loader.options.connectionString,
  }
  const worker = new Worker(new URL(import.meta.url), { workerData: order })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  worker.once('error', reject)
  worker.once('exit', code => (code === 0 ? resolve() : reject(new Error('linking ended early'))))
  await promise
}

/** What the thread does: this file is also its beginning. */
async function linkAll({ url, loader }: Order): Promise<void> {
  const database = openDatabase(url, loader === undefined ? {} : { loader })
  try {
    await takeIn(database)
  } finally {
    await database.close()
  }
}

if (!isMainThread && isOrder(workerData)) await linkAll(workerData)

function isOrder(data: unknown): data is Order {
  return typeof data === 'object' && data !== null && 'task' in data && data.task === 'link'
}
