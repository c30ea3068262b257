/**
 * What a large load does to those who read meanwhile. A county is written; its social care is loaded and linked, so that
 * there is somebody to read about. Then 50 social workers open their lists, children and families, one page each every
 * five seconds, while another process loads what all other partners of the county have sent. That process is stopped and
 * let go in turns, so that pages with and without the load are timed on the same machine in the same minutes.
 *
 *   node bench/load-beside-readers.ts                    FAMILIES=5000 READERS=50 TURN=10 (seconds)
 *   FAMILIES=250000 node bench/load-beside-readers.ts    the whole county: some 2 million people of partners' files
 *   COUNTY=folder node bench/load-beside-readers.ts      a county that `family-hub county` has written
 *
 * A page is what `access` does for it: facts, decision, records, receipt and audit entry in one transaction.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { discloseChild } from '../src/access/child-view.ts'
import { discloseFamily } from '../src/access/family-view.ts'
import { listCaseload } from '../src/access/list.ts'
import type { Who } from '../src/access/request.ts'
import { whoOf } from '../src/access/who.ts'
import { writeCounty } from '../src/county/county.ts'
import { loadPaths } from '../src/feeds/load.ts'
import { type Database, openDatabase } from '../src/kit/database.ts'
import { startEmbeddedPostgres } from '../src/kit/embedded-postgres.ts'
import { migrate } from '../src/kit/migrate.ts'
import { takeIn } from '../src/records/take-in.ts'
import { seedDemonstrationAgreements } from '../src/registers/demonstration.ts'
import { findPractitioner } from '../src/registers/practitioner-store.ts'
import { seedRegisters } from '../src/registers/seed.ts'

const FAMILIES = Number(process.env['FAMILIES'] ?? 5000)
const READERS = Number(process.env['READERS'] ?? 50)
const TURN_MS = Number(process.env['TURN'] ?? 10) * 1000
const MOST_RECORDS = Number(process.env['RECORDS'] ?? Number.MAX_SAFE_INTEGER)
/** Between two pages of one reader. */
const THINKING_MS = 5000
const PURPOSE = 'caseload'
/** By this name PostgreSQL knows the connections of the load. */
const LOAD = 'load beside readers'
const BEFORE = ['register', 'protections', 'social-care']

const folder = await mkdtemp(join(tmpdir(), 'family-hub-bench-'))
const server = await startEmbeddedPostgres(folder)
try {
  await migrate(server.url, new URL('../migrations', import.meta.url).pathname)
  const database = openDatabase(server.url)
  const county = process.env['COUNTY'] ?? join(folder, 'county')
  if (county.startsWith(folder)) await writeCounty({ families: FAMILIES, seed: 7, out: county })
  await loadBefore(database, county)
  const readers = await readersOf(database)
  const watch = watchTransactions(database)
  const load = loadRest(county)
  const { alone, beside, loading } = await readInTurns(database, readers, load, watch)
  await watch.end()
  report('without the load', alone)
  report('beside the load', beside)
  const { records, deliveries, megabytes } = await load.said
  console.log(
    `the load: ${records} records of ${deliveries} deliveries in ${loading.toFixed(0)} s of its turns`,
  )
  console.log(
    `that is ${Math.round(records / loading)} records/s; most memory of its process ${megabytes.toFixed(0)} MB`,
  )
  console.log(`p95 beside the load is ${(p(beside, 0.95) / p(alone, 0.95)).toFixed(2)} times that without it`)
  console.log(`longest writing transaction of the load: ${watch.longest.toFixed(1)} s`)
  await database.close()
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

async function loadBefore(database: Database, county: string): Promise<void> {
  await seedRegisters(database.owner, { demonstration: true })
  const afterRegister = () => seedDemonstrationAgreements(database.owner)
  const paths = BEFORE.map(name => join(county, name))
  for (const { path, outcome } of await loadPaths(database, paths, { afterRegister }))
    if (outcome.outcome !== 'published') throw new Error(`${path}: ${JSON.stringify(outcome)}`)
  const { persons } = await takeIn(database)
  console.log(`${persons} persons of social care loaded and linked before`)
}

type Reader = { who: Who; people: string[] }

/** Social workers with people to read about; where there are fewer than readers, some read twice. */
async function readersOf(database: Database): Promise<Reader[]> {
  const { rows } = await database.owner.query<{ id: string; people: string[] }>(
    `select c.partner_id || '/' || c.worker_id as id, array_agg(distinct m.person_id::text) as people
     from records.caseload c join records.current_member m using (identity)
     where c.partner_id = 'lancs-csc' and c.worker_id <> '' and c.valid @> registers.london_today()
     group by 1 order by count(*) desc limit $1`,
    [READERS],
  )
  const readers: Reader[] = []
  for (const { id, people } of rows) {
    const practitioner = await findPractitioner(database.reader, id)
    if (practitioner) readers.push({ who: whoOf(practitioner), people })
  }
  if (readers.length === 0) throw new Error('no social worker has a caseload')
  return Array.from({ length: READERS }, (_, at) => readers[at % readers.length] as Reader)
}

/** The times of all pages in milliseconds, by whether the load was let go when the page was opened and until it stood. */
async function readInTurns(
  database: Database,
  readers: Reader[],
  load: Load,
  watch: Watch,
): Promise<{ alone: number[]; beside: number[]; loading: number }> {
  const times: Record<'alone' | 'beside', number[]> = { alone: [], beside: [] }
  let turn: 'alone' | 'beside' = 'alone'
  let loading = 0
  const state = { isOver: false }
  const over = load.said.finally(() => {
    state.isOver = true
  })
  const read = async (reader: Reader, at: number) => {
    await wait((THINKING_MS * at) / readers.length)
    for (let page = 0; !state.isOver; page++) {
      const [began, begunIn] = [performance.now(), turn]
      await openPage(database, reader, page)
      if (turn === begunIn) times[turn].push(performance.now() - began)
      await wait(THINKING_MS)
    }
  }
  const takeTurns = async () => {
    for (; !state.isOver; turn = turn === 'alone' ? 'beside' : 'alone') {
      load.process.kill(turn === 'alone' ? 'SIGSTOP' : 'SIGCONT')
      watch.turnBegan = turn === 'beside' ? new Date() : undefined
      const began = performance.now()
      await Promise.race([wait(TURN_MS), over])
      if (turn === 'beside') loading += (performance.now() - began) / 1000
    }
  }
  await Promise.all([over, takeTurns(), ...readers.map(read)])
  const sorted = (some: number[]) => some.toSorted((a, b) => a - b)
  return { alone: sorted(times.alone), beside: sorted(times.beside), loading }
}

async function openPage(database: Database, { who, people }: Reader, page: number): Promise<void> {
  const person = people[page % people.length] ?? ''
  const kind = page % 4
  const answer =
    kind === 0
      ? await listCaseload(database, who, PURPOSE)
      : kind === 3
        ? await discloseFamily(database, who, PURPOSE, person, undefined)
        : await discloseChild(database, who, PURPOSE, person, undefined)
  if (answer.outcome !== 'disclosed') throw new Error(`a page was not shown: ${answer.outcome}`)
}

function p(times: number[], share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
}

function report(when: string, times: number[]): void {
  const [half, most] = [p(times, 0.5), p(times, 0.95)].map(Math.round)
  console.log(`${when}: ${times.length} pages, p50 ${half} ms, p95 ${most} ms`)
}

/** `turnBegan`: while the load is let go, since when. */
type Watch = { turnBegan: Date | undefined; longest: number; end: () => Promise<void> }

type Load = {
  process: ChildProcess
  said: Promise<{ records: number; deliveries: number; megabytes: number }>
}

/** Loads what the other partners sent, in another process as `family-hub load` is one. */
function loadRest(county: string): Load {
  const script = join(import.meta.dirname, 'load/load-folders.ts')
  const child = spawn(process.execPath, [script, server.url, String(MOST_RECORDS), county, ...BEFORE], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PGAPPNAME: LOAD },
  })
  let said = ''
  child.stdout.on('data', part => {
    said += String(part)
  })
  const ended = new Promise<number | null>(resolve => child.on('close', resolve))
  return {
    process: child,
    said: ended.then(code => {
      if (code !== 0) throw new Error('the load failed')
      return JSON.parse(said)
    }),
  }
}

/**
 * Looks ten times a second how old the load's oldest transaction is that has written something; one that waits because its
 * process was stopped does not count.
 */
function watchTransactions(database: Database): Watch {
  const watch: Watch = { turnBegan: undefined, longest: 0, end: async () => {} }
  const state = { isOver: false }
  const watching = (async () => {
    for (; !state.isOver; await wait(100)) {
      if (watch.turnBegan === undefined) continue
      const { rows } = await database.owner.query<{ age: number | null }>(
        `select max(extract(epoch from clock_timestamp() - xact_start))::float8 as age
         from pg_stat_activity where backend_xid is not null and xact_start > $1 and application_name = $2`,
        [watch.turnBegan, LOAD],
      )
      watch.longest = Math.max(watch.longest, rows[0]?.age ?? 0)
    }
  })()
  watch.end = async () => {
    state.isOver = true
    await watching
  }
  return watch
}
