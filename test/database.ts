import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { type Database, openDatabase } from '../src/kit/database.ts'
import { startEmbeddedPostgres } from '../src/kit/embedded-postgres.ts'
import { migrate } from '../src/kit/migrate.ts'

export type TestServer = { url: string; stop(): Promise<void> }

const MIGRATIONS = new URL('../migrations', import.meta.url).pathname
let own: Promise<TestServer> | undefined
let copies = 0

/**
 * The server that the tests use: the one in DATABASE_URL, or an embedded one in a folder of its own.
 * Its template database carries the migrations; each test file gets a copy, which costs about a tenth of a second.
 */
export async function prepareServer(): Promise<TestServer> {
  const given = process.env['DATABASE_URL']
  if (given !== undefined) {
    const name = await createTemplate(given)
    return { url: withName(given, name), stop: () => dropDatabase(given, name) }
  }
  const folder = await mkdtemp(join(tmpdir(), 'family-hub-test-'))
  const server = await startEmbeddedPostgres(folder, {
    settings: ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'],
  })
  const name = await createTemplate(server.url)
  const stop = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { url: withName(server.url, name), stop }
}

async function createTemplate(url: string): Promise<string> {
  const name = `fh_template_${randomBytes(6).toString('hex')}`
  await administer(url, `create database ${name}`)
  await migrate(withName(url, name), MIGRATIONS)
  return name
}

/** A database of its own for one test file, migrated and empty; closed and dropped when the file's tests end. */
export async function testDatabase(): Promise<Database> {
  const template = process.env['FAMILY_HUB_TEST_URL'] ?? (await ownServer()).url
  return await copyOf(template)
}

/** A fresh copy of a database in which no connection is open. */
export async function copyOf(template: string): Promise<Database> {
  const name = `fh_test_${randomBytes(6).toString('hex')}`
  await administer(template, `create database ${name} template ${nameOf(template)}`)
  const database = openDatabase(withName(template, name))
  copies++
  after(async () => {
    await database.close()
    await dropDatabase(template, name)
    copies--
    if (copies > 0 || own === undefined) return
    await (await own).stop()
    own = undefined
  })
  return database
}

/** A test file run alone starts a server for itself. */
async function ownServer(): Promise<TestServer> {
  own ??= prepareServer()
  return await own
}

async function dropDatabase(url: string, name: string): Promise<void> {
  await administer(url, `drop database if exists ${name} with (force)`)
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: withName(url, 'postgres') })
  await client.connect()
  // Copies of one template wait for each other: PostgreSQL lets only one session read a template at a time.
  await client.query('select pg_advisory_lock(77)')
  await client.query(statement).finally(() => client.end())
}

function withName(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1)
}
