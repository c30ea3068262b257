/**
 * How fast a partner's CSV goes from file to published, beside PostgreSQL's own COPY of the same file into a plain
 * table, which checks, hashes, separates and publishes nothing.
 *
 *   node bench/load.ts                  N rows of health visiting (N=300000)
 *   node bench/load.ts --size 500MB     as many rows as make a file of that size, for the memory of the process
 */
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { from as copyFrom } from 'pg-copy-streams'
import { deliver } from '../src/feeds/deliver.ts'
import { CONTACTS_HEADER, registerPartners } from '../src/feeds/fixtures.ts'
import { openSource } from '../src/feeds/readers/source.ts'
import { type Database, openDatabase } from '../src/kit/database.ts'
import { startEmbeddedPostgres } from '../src/kit/embedded-postgres.ts'
import { nhsCheckDigit } from '../src/kit/identifiers.ts'
import { migrate } from '../src/kit/migrate.ts'

const GIVEN = ['Amelia', 'Muhammad', 'Zoë', 'Oliver', 'Aisha', 'Noah', 'Maryam', 'Łukasz', 'Siân', 'Leo']
const FAMILY = [
  'Khan',
  "O'Brien",
  'Ashworth',
  'Patel',
  'Nowak',
  'Hussain',
  'Whittaker',
  'Farrell',
  'Begum',
  'Lee',
]

const { values } = parseArgs({ options: { size: { type: 'string' } } })
const ROWS = Number(process.env['N'] ?? 300_000)

const folder = await mkdtemp(join(tmpdir(), 'family-hub-bench-'))
const server = await startEmbeddedPostgres(folder)
try {
  await migrate(server.url, new URL('../migrations', import.meta.url).pathname)
  const database = openDatabase(server.url)
  await registerPartners(database)
  const file = join(folder, 'contacts.csv')
  const rows = await writeContacts(file, values.size ? bytesOf(values.size) : undefined)
  const megabytes = (await stat(file)).size / 1e6
  console.log(`${rows} rows, ${megabytes.toFixed(0)} MB`)
  const copied = await timeCopy(database, file)
  report('COPY into a plain table', rows, megabytes, copied)
  const loaded = await timeLoad(database, file)
  report('load, end to end to published', rows, megabytes, loaded.seconds)
  console.log(`longest chunk: ${loaded.longest.toFixed(2)} s between two reports of progress`)
  console.log(`peak memory of this process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)
  console.log(`processor time of this process: ${loaded.processor.toFixed(1)} s`)
  console.log(`ratio to COPY: ${(loaded.seconds / copied).toFixed(1)}`)
  await database.close()
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

function report(what: string, rows: number, megabytes: number, seconds: number): void {
  const speed = `${Math.round(rows / seconds)} rows/s, ${(megabytes / seconds).toFixed(1)} MB/s`
  console.log(`${what}: ${seconds.toFixed(2)} s, ${speed}`)
}

function bytesOf(size: string): number {
  const [, number, unit] = /^(\d+)\s*(MB|GB)$/i.exec(size) ?? []
  if (number === undefined || unit === undefined) throw new Error('--size is a number with MB or GB')
  return Number(number) * (unit.toUpperCase() === 'GB' ? 1e9 : 1e6)
}

/** Rows as a county writes them; every person and every fact is another, so nothing is saved by repetition. */
async function writeContacts(path: string, bytes: number | undefined): Promise<number> {
  const file = await open(path, 'w')
  await file.write(`${CONTACTS_HEADER}\r\n`)
  let written = 0
  let rows = 0
  const most = bytes === undefined ? ROWS : Number.POSITIVE_INFINITY
  while (rows < most && written < (bytes ?? Number.POSITIVE_INFINITY)) {
    let text = ''
    for (let i = 0; i < 2000 && rows < most; i++) text += contactLine(rows++)
    written += text.length
    await file.write(text)
  }
  await file.close()
  return rows
}

function contactLine(row: number): string {
  const nine = String(999_000_000 + (row % 999_999)).slice(0, 9)
  const check = nhsCheckDigit(nine)
  const nhs = row % 10 < 7 && check !== undefined ? nine + check : ''
  const day = String((row % 28) + 1).padStart(2, '0')
  const month = String((row % 12) + 1).padStart(2, '0')
  const name = `${GIVEN[row % 10]},${FAMILY[(row >> 3) % 10]}`
  const place = `"${(row % 180) + 1} Mill Street, Preston",PR${(row % 9) + 1} ${row % 10}AB,1000${String(row).padStart(8, '0')}`
  const help = `health-visiting,HV${row % 400},Ruth Ashworth,Health visitor,01632 960101`
  return `HVP${row},${nhs},${name},,${2008 + (row % 18)}-${month}-${day},F,${place},Z99123,${help},open,2024-03-14,2026-10-02,,2027-01-15,N,2026-11-20T18:00:00Z\r\n`
}

async function timeCopy(database: Database, file: string): Promise<number> {
  const columns = CONTACTS_HEADER.split(',').map(name => `${name} text`)
  await database.owner.query(`create table public.plain_contacts (${columns.join(', ')})`)
  const client = await database.owner.connect()
  const began = performance.now()
  await pipeline(
    createReadStream(file, { highWaterMark: 262_144 }),
    client.query(copyFrom('copy public.plain_contacts from stdin (format csv, header true)')),
  )
  client.release()
  return (performance.now() - began) / 1000
}

async function timeLoad(
  database: Database,
  file: string,
): Promise<{ seconds: number; longest: number; processor: number }> {
  const opened = await openSource(file)
  if ('refused' in opened) throw new Error(opened.refused)
  const began = performance.now()
  let last = began
  const before = process.cpuUsage()
  let longest = 0
  const onProgress = () => {
    longest = Math.max(longest, (performance.now() - last) / 1000)
    last = performance.now()
  }
  const outcome = await deliver(database, opened.source, { partner: 'lancs-health-visiting', onProgress })
  if (outcome.outcome !== 'published') throw new Error(JSON.stringify(outcome))
  if (outcome.rowsRejected > 0) throw new Error('rows of the benchmark were rejected')
  const { user, system } = process.cpuUsage(before)
  return { seconds: (performance.now() - began) / 1000, longest, processor: (user + system) / 1e6 }
}
