/**
 * One record against many in PostgreSQL: the keys of its blocks find the candidates, and these are weighed as strings.
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
import { openScorer, type RawRecord, readModel, train } from '../../src/linkage/library.ts'

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
  const every = Math.max(1, Math.floor(records / ASKED))
  let asked = 0
  let candidates = 0
  let found = 0
  const times: number[] = []
  const scanned: RawRecord[] = []
  let number = 0
  let used = process.cpuUsage()
  for await (const record of rowsOf(people)) {
    if (number++ % every !== 0) continue
    const slipped = { ...record, surname: record['surname']?.slice(0, -1) }
    const began = performance.now()
    const beside = await candidatesOf(scorer.keysOf(slipped).map(({ key }) => key))
    found += scorer.scoreAll(slipped, beside).filter(({ verdict }) => verdict !== 'apart').length
    times.push(performance.now() - began)
    candidates += beside.length
    if (++asked === WARM) {
      times.length = 0
      used = process.cpuUsage()
    }
    if (scanned.length < PLAIN) scanned.push(record)
  }
  const { user, system } = process.cpuUsage(used)
  const plain: number[] = []
  for (const record of scanned) plain.push(await scanFor(record))
  const at = (of: number[], share: number): number =>
    of.toSorted((a, b) => a - b)[Math.floor(share * of.length)]!
  const millis = (time: number): string => `${time.toFixed(2)} ms`
  console.log(`${records.toLocaleString('en-GB')} records in PostgreSQL, ${asked} looked up`)
  console.log(`candidates a record ${(candidates / asked).toFixed(1)}, found ${(found / asked).toFixed(1)}`)
  console.log(`one record: p50 ${millis(at(times, 0.5))}, p99 ${millis(at(times, 0.99))}`)
  console.log(
    `of that by Node’s processor, with the reading of the file: ${millis((user + system) / 1000 / times.length)}`,
  )
  const ratio = Math.round(at(plain, 0.5) / at(times, 0.5)).toLocaleString('en-GB')
  console.log(`a plain condition without keys: ${millis(at(plain, 0.5))}, ${ratio} times as long`)
}

function rowsOf(people: string): AsyncIterable<RawRecord> {
  return createReadStream(people).pipe(parse({ columns: true })) as AsyncIterable<RawRecord>
}

/** Fills the tables; blocks above their rule's cap say nothing and are left out. */
async function load(people: string, { keysOf, caps }: ReturnType<typeof openScorer>): Promise<number> {
  await client.query('create unlogged table person (number int primary key, record json not null)')
  await client.query('create unlogged table block (key int not null, number int not null, cap int not null)')
  let records = 0
  async function* persons(): AsyncGenerator<string> {
    for await (const record of rowsOf(people)) yield `${records++}\t${cellOf(JSON.stringify(record))}\n`
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
  await pipeline(persons, client.query(copyFrom('copy person from stdin')))
  await pipeline(blocks, client.query(copyFrom('copy block from stdin')))
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

async function candidatesOf(keys: number[]): Promise<RawRecord[]> {
  const { rows } = await client.query<{ record: RawRecord }>({
    name: 'candidates',
    text: 'select record from person where number in (select number from block where key = any($1))',
    values: [keys],
  })
  return rows.map(({ record }) => record)
}

async function scanFor(record: RawRecord): Promise<number> {
  const began = performance.now()
  await client.query(
    `select record from person where record->>'dob' = $1 or record->>'surname' = $2 and record->>'first_name' = $3`,
    [record['dob'], record['surname'], record['first_name']],
  )
  return performance.now() - began
}
