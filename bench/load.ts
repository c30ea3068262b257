/**
 * How fast a partner's file goes from file to published, beside what checks, hashes, separates and publishes nothing:
 * PostgreSQL's own COPY into a plain table, and a program that reads the file by a library and inserts its rows.
 *
 *   node bench/load.ts                  N rows of health visiting (N=300000), and a fifth as many pupils with two contacts
 *   node bench/load.ts --size 500MB     as many rows as make a file of that size
 */
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { deliver } from '../src/feeds/deliver.ts'
import { registerPartners } from '../src/feeds/fixtures.ts'
import { openSource } from '../src/feeds/readers/source.ts'
import { type Database, openDatabase } from '../src/kit/database.ts'
import { startEmbeddedPostgres } from '../src/kit/embedded-postgres.ts'
import { migrate } from '../src/kit/migrate.ts'
import { copyPlainly, insertContacts, insertPupils } from './load/plain-loaders.ts'

/** A row of health visiting as `write-feeds.ts` writes it. */
const BYTES_A_ROW = 225

const { values } = parseArgs({ options: { size: { type: 'string' } } })
const ROWS = values.size ? Math.ceil(bytesOf(values.size) / BYTES_A_ROW) : Number(process.env['N'] ?? 300_000)
const PUPILS = Math.ceil(ROWS / 5)

const folder = await mkdtemp(join(tmpdir(), 'family-hub-bench-'))
const server = await startEmbeddedPostgres(folder)
try {
  await migrate(server.url, new URL('../migrations', import.meta.url).pathname)
  const database = openDatabase(server.url)
  await registerPartners(database)
  await timeContacts(database)
  await timePupils(database)
  await database.close()
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

async function timeContacts(database: Database): Promise<void> {
  const file = await writeFeed('health-visiting', ROWS)
  const about = { count: ROWS, of: 'rows', megabytes: (await stat(file)).size / 1e6 }
  console.log(`\nHealth visiting, CSV: ${ROWS} rows, ${about.megabytes.toFixed(0)} MB`)
  const copied = report('COPY into a plain table', about, await secondsOf(() => copyPlainly(database, file)))
  const inserted = await secondsOf(() => insertContacts(database, file))
  report('csv-parse, and insert by 1,000 rows', about, inserted)
  const loaded = await timeLoad(database, file, 'lancs-health-visiting')
  report('load, end to end to published', about, loaded.seconds)
  console.log(`the load takes ${(loaded.seconds / copied).toFixed(1)} times as long as COPY`)
  console.log(
    `the load takes ${(loaded.seconds / inserted).toFixed(2)} times as long as csv-parse and insert`,
  )
  tell(loaded)
}

async function timePupils(database: Database): Promise<void> {
  const file = await writeFeed('ctf', PUPILS)
  const about = { count: PUPILS, of: 'pupils', megabytes: (await stat(file)).size / 1e6 }
  console.log(`\nSchool, CTF: ${PUPILS} pupils with two contacts, ${about.megabytes.toFixed(0)} MB`)
  const inserted = await secondsOf(() => insertPupils(database, file))
  report('saxes, and insert by 1,000 people', about, inserted)
  const loaded = await timeLoad(database, file, 'school-8882001')
  report('load, end to end to published', about, loaded.seconds)
  console.log(`the load takes ${(loaded.seconds / inserted).toFixed(2)} times as long as saxes and insert`)
  tell(loaded)
}

async function writeFeed(feed: 'health-visiting' | 'ctf', count: number): Promise<string> {
  const made = join(folder, feed)
  await mkdir(made)
  execFileSync(process.execPath, [
    join(import.meta.dirname, 'load/write-feeds.ts'),
    feed,
    String(count),
    made,
  ])
  const name = (await readdir(made)).find(one => one !== 'delivery.json') ?? ''
  return join(made, name)
}

type About = { count: number; of: string; megabytes: number }

function report(what: string, { count, of, megabytes }: About, seconds: number): number {
  const speed = `${Math.round(count / seconds)} ${of}/s, ${(megabytes / seconds).toFixed(1)} MB/s`
  console.log(`${what}: ${seconds.toFixed(2)} s, ${speed}`)
  return seconds
}

function bytesOf(size: string): number {
  const [, number, unit] = /^(\d+)\s*(MB|GB)$/i.exec(size) ?? []
  if (number === undefined || unit === undefined) throw new Error('--size is a number with MB or GB')
  return Number(number) * (unit.toUpperCase() === 'GB' ? 1e9 : 1e6)
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

type Loaded = { seconds: number; longest: number; processor: number; memory: number }

async function timeLoad(database: Database, file: string, partner: string): Promise<Loaded> {
  const opened = await openSource(file)
  if ('refused' in opened) throw new Error(opened.refused)
  let memory = 0
  const watch = setInterval(() => {
    memory = Math.max(memory, process.memoryUsage.rss() / 1e6)
  }, 20)
  const before = process.cpuUsage()
  const began = performance.now()
  let last = began
  let longest = 0
  const onProgress = () => {
    longest = Math.max(longest, (performance.now() - last) / 1000)
    last = performance.now()
  }
  const outcome = await deliver(database, opened.source, { partner, onProgress })
  const seconds = (performance.now() - began) / 1000
  clearInterval(watch)
  if (outcome.outcome !== 'published') throw new Error(JSON.stringify(outcome))
  if (outcome.rowsRejected > 0) throw new Error('rows of the benchmark were rejected')
  const { user, system } = process.cpuUsage(before)
  return { seconds, longest, processor: (user + system) / 1e6, memory }
}

function tell({ longest, processor, memory }: Loaded): void {
  console.log(`longest time between two reports of progress: ${longest.toFixed(2)} s`)
  console.log(
    `processor time of this process: ${processor.toFixed(1)} s; most memory: ${memory.toFixed(0)} MB`,
  )
}
