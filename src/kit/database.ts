import pg from 'pg'
import { Fault } from './faults.ts'

/** Anything that runs a statement: a pool or one client inside a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>
export type Client = pg.PoolClient

/** One database, seen as each of its four roles; what each is for: see migrations/0001. */
export type Database = {
  url: string
  owner: pg.Pool
  reader: pg.Pool
  loader: pg.Pool
  close(): Promise<void>
}

// Dates stay the text that PostgreSQL wrote (`2026-11-22`): a JavaScript Date would shift them by time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, text => text)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/**
 * Opens pools for the service's roles. Each connection takes its role in the start-up packet, so that even
 * RESET ROLE stays within it. `urls` may name other log-ins for reader and loader (production).
 */
export function openDatabase(url: string, urls: { reader?: string; loader?: string } = {}): Database {
  const owner = openPool(url, undefined, 4)
  const reader = openPool(urls.reader ?? url, 'family_hub_reader', 16)
  const loader = openPool(urls.loader ?? url, 'family_hub_loader', 6)
  return {
    url,
    owner,
    reader,
    loader,
    close: async () => {
      await Promise.all([owner.end(), reader.end(), loader.end()])
    },
  }
}

/** A pool whose connections speak as one role; `undefined` is the log-in itself, for setting up. */
export function openPool(url: string, role: string | undefined, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    options: `-c timezone=UTC${role === undefined ? '' : ` -c role=${role}`}`,
  })
  // A connection that breaks is replaced by the pool; without a listener it would end the process: one for those that are
  // idle, and one for those in use, whose next statement fails and says so.
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}

/** Runs `work` in one transaction on a connection that the caller holds and keeps. */
export async function inTransactionOf<T>(client: Client, work: () => Promise<T>): Promise<T> {
  try {
    await client.query('begin')
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** Runs `work` in one transaction on one connection: committed when it returns, rolled back when it throws. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch(cause => {
    throw new Fault('database-unreachable', '', { cause })
  })
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(cause => {
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}
