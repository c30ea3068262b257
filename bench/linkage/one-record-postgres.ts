/**
 * One record against many in PostgreSQL: the keys of its blocks find the candidates, and these are weighed as packed.
 * Beside it, the same candidates by a plain condition on names and birth date.
 *
 *   node bench/linkage/one-record-postgres.ts                        a county of 5,000 families
 *   node bench/linkage/one-record-postgres.ts --people people.csv    a file that `family-hub county --people` wrote
 */
import { createReadStream, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { parse } from 'csv-parse'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { writeCounty } from '../../src/county/county.ts'
import { startEmbeddedPostgres } from '../../src/kit/embedded-postgres.ts'
import { openScorer, type RawRecord, type RecordScorer, readModel, train } from '../../src/linkage/library.ts'

const ASKED = 3000
/** Look-ups before any is timed: code is compiled and pages are read. */
const WARM = 300
/** Plain conditions read the whole table, so they come last. */
const PLAIN = 10

const { values } = parseArgs({
  options: { people: { type: 'string' }, families: { type: 'string', default: '5000' } },
})
const folder = await mkdtemp(join(tmpdir(), 'family-hub-bench-'))
const server = await startEmbeddedPostgres(folder)
const client = new pg.Client(server.url)
try {
  await client.connect()
  await measure(await peopleFile())
} finally {
  await client.end()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

async function peopleFile(): Promise<string> {
  if (values.people !== undefined) return values.people
  const people = join(folder, 'people.csv')
  await writeCounty({ families: Number(values.families), seed: 1, today: '2026-11-22', people })
  return people
}

async function measure(people: string): Promise<void> {
  const path = new URL('../../examples/models/county-people.json', import.meta.url)
  const model = readModel(readFileSync(path, 'utf8'), 'county-people.json')
  if ('kind' in model) throw new Error('The example is no model to be trained.')
  const scorer = openScorer(await train([people], model, { threads: 2 }))
  const records = await load(people, scorer)
  const asked = await readEvenly(people, Math.max(1, Math.floor(records / ASKED)))
  for (const record of asked.slice(0, WARM)) await lookUp(scorer, record)
  const used = process.cpuUsage()
  const looks: Look[] = []
  for (const record of asked.slice(WARM)) looks.push(await lookUp(scorer, record))
  const { user, system } = process.cpuUsage(used)
  const plain: number[] = []
  for (const record of asked.slice(0, PLAIN)) plain.push(await scanFor(record))
  console.log(`${records.toLocaleString('en-GB')} records in PostgreSQL, ${looks.length} looked up`)
  report('keys', looks, ({ keys }) => keys, 0)
  report('candidates', looks, ({ candidates }) => candidates, 0)
  report('bytes of them', looks, ({ bytes }) => bytes, 0)
  report('found', looks, ({ found }) => found, 0)
  report('ms, whole', looks, ({ millis }) => millis, 2)
  report('ms, weighing', looks, ({ weighing }) => weighing, 2)
  console.log(
    `processor of this program      ${((user + system) / 1000 / looks.length).toFixed(2)} ms a look-up`,
  )
  const [condition, typical] = [
    at(plain, 0.5),
    at(
      looks.map(({ millis }) => millis),
      0.5,
    ),
  ]
  const ratio = Math.round(condition / typical).toLocaleString('en-GB')
  console.log(`a plain condition without keys ${condition.toFixed(0)} ms, ${ratio} times as long`)
}

/** What one look-up took: times in milliseconds, the rest does not depend on the machine. */
type Look = {
  keys: number
  candidates: number
  bytes: number
  found: number
  millis: number
  weighing: number
}

async function lookUp(scorer: RecordScorer, record: RawRecord): Promise<Look> {
  const began = performance.now()
  const keys = scorer.keysOf(record).map(({ key }) => key)
  const candidates = await candidatesOf(keys)
  const fetched = performance.now()
  const weighed = scorer.scorePacked(record, candidates)
  const ended = performance.now()
  return {
    keys: keys.length,
    candidates: candidates.length,
    bytes: candidates.reduce((sum, { length }) => sum + length, 0),
    found: weighed.filter(({ verdict }) => verdict !== 'apart').length,
    millis: ended - began,
    weighing: ended - fetched,
  }
}

function at(numbers: number[], share: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(share * numbers.length)]!
}

function report(what: string, looks: Look[], numberOf: (look: Look) => number, digits: number): void {
  const numbers = looks.map(numberOf)
  const [p50, p99, most] = [0.5, 0.99, 0.9999].map(share => at(numbers, share).toFixed(digits).padStart(9))
  console.log(`${what.padEnd(16)} p50 ${p50}   p99 ${p99}   most ${most}`)
}

/** Records of the file, each with a letter less in the family name, so that it finds no copy of itself alone. */
async function readEvenly(people: string, every: number): Promise<RawRecord[]> {
  const read: RawRecord[] = []
  let number = 0
  for await (const record of rowsOf(people))
    if (number++ % every === 0) read.push({ ...record, surname: record['surname']?.slice(0, -1) })
  return read
}

function rowsOf(people: string): AsyncIterable<RawRecord> {
  return createReadStream(people).pipe(parse({ columns: true })) as AsyncIterable<RawRecord>
}

/**
 * Fills the tables: each record with its packed form, and its number under each of its keys. Blocks above their rule's
 * cap say nothing and are left out.
 */
async function load(people: string, { keysOf, pack, caps }: RecordScorer): Promise<number> {
  await client.query('create unlogged table person (number int primary key, packed bytea not null)')
  await client.query('create unlogged table raw (number int, record json not null)')
  await client.query('create unlogged table block (key int not null, number int not null, cap int not null)')
  let records = 0
  async function* persons(): AsyncGenerator<string> {
    for await (const record of rowsOf(people))
      yield `${records++}\t\\\\x${Buffer.from(pack(record)).toString('hex')}\n`
  }
  let number = 0
  async function* blocks(): AsyncGenerator<string> {
    for await (const record of rowsOf(people)) {
      yield keysOf(record)
        .map(({ rule, key }) => `${key}\t${number}\t${caps[rule]}\n`)
        .join('')
      number++
    }
  }
  let raw = 0
  async function* raws(): AsyncGenerator<string> {
    for await (const record of rowsOf(people)) yield `${raw++}\t${cellOf(JSON.stringify(record))}\n`
  }
  await pipeline(persons, client.query(copyFrom('copy person from stdin')))
  await pipeline(blocks, client.query(copyFrom('copy block from stdin')))
  await pipeline(raws, client.query(copyFrom('copy raw from stdin')))
  await client.query(
    'delete from block where key in (select key from block group by key having count(*) > min(cap))',
  )
  await client.query('create index on block (key) include (number)')
  await client.query('vacuum analyze')
  return records
}

function cellOf(text: string): string {
  return text.replaceAll('\\', '\\\\')
}

/** One statement, prepared once. */
async function candidatesOf(keys: number[]): Promise<Buffer[]> {
  const { rows } = await client.query<{ packed: Buffer }>({
    name: 'candidates',
    text: `select packed from person where number = any (array(select number from block where key = any ($1::int[])))`,
    values: [keys],
  })
  return rows.map(({ packed }) => packed)
}

async function scanFor(record: RawRecord): Promise<number> {
  const began = performance.now()
  await client.query(
    `select record from raw where record->>'dob' = $1 or record->>'surname' = $2 and record->>'first_name' = $3`,
    [record['dob'], record['surname'], record['first_name']],
  )
  return performance.now() - began
}
