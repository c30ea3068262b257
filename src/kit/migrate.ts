import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { Queryable } from './database.ts'
import { Fault } from './faults.ts'

const OLDEST_SERVER = 150_000
const MIGRATION_LOCK = 4_815_162

/**
 * Brings a database to the newest migration: each file once, in order, in a transaction of its own, under a lock
 * so that two starts do not race. Refuses a server older than PostgreSQL 15 and a migration that was edited.
 * Returns the names of those applied.
 */
export async function migrate(url: string, folder: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect().catch(cause => {
    throw new Fault('database-unreachable', '', { cause })
  })
  try {
    const version = await client.query<{ server_version_num: string }>('show server_version_num')
    if (Number(version.rows[0]?.server_version_num) < OLDEST_SERVER) throw new Fault('database-too-old')
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    return await applyPending(client, folder)
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '42501')
      throw new Fault('database-refused', '', { cause: error })
    throw error
  } finally {
    await client.end()
  }
}

/** The migrations that a database has had, in their order. Throws where it never had any. */
export async function appliedMigrations(client: Queryable): Promise<{ name: string; sha256: string }[]> {
  const done = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from public.family_hub_migration order by name',
  )
  return done.rows
}

/** True if a database has had exactly the migrations of the folder: what the code was written for. */
export async function isCurrent(client: Queryable, folder: string): Promise<boolean> {
  const applied = (await appliedMigrations(client)).map(migration => migration.name)
  return JSON.stringify(applied) === JSON.stringify(await migrationFiles(folder))
}

async function migrationFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter(file => file.endsWith('.sql')).sort()
}

async function applyPending(client: pg.Client, folder: string): Promise<string[]> {
  await client.query(`create table if not exists public.family_hub_migration (
    name text primary key, sha256 text not null, applied_at timestamptz not null default clock_timestamp())`)
  const applied = new Map((await appliedMigrations(client)).map(row => [row.name, row.sha256]))
  const names: string[] = []
  for (const name of await migrationFiles(folder)) {
    const text = await readFile(join(folder, name), 'utf8')
    const sha256 = createHash('sha256').update(text).digest('hex')
    if (applied.has(name)) {
      if (applied.get(name) !== sha256)
        throw new Fault(
          'setting-wrong',
          `Migration ${name} was changed after it was applied; add a new one instead.`,
        )
      continue
    }
    await client.query('begin')
    await client.query("set local lock_timeout = '5s'")
    await client.query(text)
    await client.query('insert into public.family_hub_migration (name, sha256) values ($1, $2)', [
      name,
      sha256,
    ])
    await client.query('commit')
    names.push(name)
  }
  return names
}
