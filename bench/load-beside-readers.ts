/**
 * What a large load does to those who read meanwhile. A county is written; its social care is loaded and linked, so that
 * there is somebody to read about. Then 50 social workers open their lists, children and families and search for people,
 * and each thinks for five seconds between two pages, while another process loads what all other partners of the county have
 * sent. That process is stopped and let go in turns, so that pages with and without the load are timed on the same machine
 * in the same minutes.
 *
 *   node bench/load-beside-readers.ts                    FAMILIES=5000 READERS=50 THINK=5 TURN=10 (seconds)
 *   FAMILIES=250000 node bench/load-beside-readers.ts    the whole county: some 2 million people of partners' files
 *   COUNTY=folder node bench/load-beside-readers.ts      a county that `family-hub county` has written
 *   LOADING=60 THINK=0 …                                 ends after so many seconds of load; readers who never think
 *
 * A page is what `access` does for it: facts, decision, records, receipt and audit entry in one transaction. One that fails
 * is counted and does not stop the others.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { discloseChild } from '../src/access/child-view.ts'
import { discloseFamily } from '../src/access/family-view.ts'
import { find } from '../src/access/find.ts'
import { listCaseload } from '../src/access/list.ts'
import { parseQuery } from '../src/access/query.ts'
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
/** So many seconds of load in all; without it the load is waited for. */
const MOST_LOADING = Number(process.env['LOADING'] ?? Number.POSITIVE_INFINITY)
/** Between two pages of one reader. */
const THINKING_MS = Number(process.env['THINK'] ?? 5) * 1000
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
  const { alone, beside, loading, failed, pageSeconds } = await readInTurns(
    database,
    readers,
    load,
    watch,
  ).finally(() => load.process.kill('SIGKILL'))
  await watch.end()
  report('without the load', alone)
  report('beside the load', beside)
  console.log(
    `${READERS} readers who think for ${THINKING_MS / 1000} s; ${(pageSeconds * 1000).toFixed(0)} ms of this process a page; ${failed.length} pages failed ${failed[0] ?? ''}`,
  )
  const { records, deliveries, megabytes } = await load.said
  const ended = megabytes === undefined ? 'stopped before its end' : `most memory ${megabytes.toFixed(0)} MB`
  console.log(
    `the load: ${records} records of ${deliveries} deliveries in ${loading.toFixed(0)} s of its turns`,
  )
  console.log(`that is ${Math.round(records / loading)} records/s; ${ended}`)
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

/** `typed`: what somebody would type to find one of these people. */
type Reader = { who: Who; people: string[]; typed: string[] }

/** Social workers with people to read about; where there are fewer than readers, some read twice. */
async function readersOf(database: Database): Promise<Reader[]> {
  const { rows } = await database.owner.query<{ id: string; people: string[]; typed: string[] }>(
    `select c.partner_id || '/' || c.worker_id as id, array_agg(distinct m.person_id::text) as people,
            array_agg(distinct e.names || coalesce(' ' || to_char(e.birth_date, 'DD/MM/YYYY'), '')) as typed
     from records.caseload c join records.current_member m using (identity) join records.search_entry e using (identity)
     where c.partner_id = 'lancs-csc' and c.worker_id <> '' and c.valid @> registers.london_today()
     group by 1 order by count(*) desc limit $1`,
    [READERS],
  )
  const readers: Reader[] = []
  for (const { id, people, typed } of rows) {
    const practitioner = await findPractitioner(database.reader, id)
    if (practitioner) readers.push({ who: whoOf(practitioner), people, typed })
  }
  if (readers.length === 0) throw new Error('no social worker has a caseload')
  return Array.from({ length: READERS }, (_, at) => readers[at % readers.length] as Reader)
}

type Read = { alone: number[]; beside: number[]; loading: number; failed: string[]; pageSeconds: number }

/** The times of all pages in milliseconds, by whether the load was let go when the page was opened and until it stood. */
async function readInTurns(database: Database, readers: Reader[], load: Load, watch: Watch): Promise<Read> {
  const times: Record<'alone' | 'beside', number[]> = { alone: [], beside: [] }
  let turn: 'alone' | 'beside' = 'alone'
  let loading = 0
  const failed: string[] = []
  const worked = process.cpuUsage()
  const state = { isOver: false }
  const over = load.said.finally(() => {
    state.isOver = true
  })
  const read = async (reader: Reader, at: number) => {
    await wait((THINKING_MS * at) / readers.length)
    for (let page = 0; !state.isOver; page++) {
      const [began, begunIn] = [performance.now(), turn]
      try {
        await openPage(database, reader, page)
        if (turn === begunIn) times[turn].push(performance.now() - began)
      } catch (error) {
        failed.push(String(error))
      }
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
      if (loading > MOST_LOADING) load.stop()
    }
  }
  await Promise.all([over, takeTurns(), ...readers.map(read)])
  const sorted = (some: number[]) => some.toSorted((a, b) => a - b)
  const { user, system } = process.cpuUsage(worked)
  const pageSeconds = (user + system) / 1e6 / (times.alone.length + times.beside.length)
  return { alone: sorted(times.alone), beside: sorted(times.beside), loading, failed, pageSeconds }
}

async function openPage(database: Database, { who, people, typed }: Reader, page: number): Promise<void> {
  const person = people[page % people.length] ?? ''
  const pages = [
    () => listCaseload(database, who, PURPOSE),
    () => discloseChild(database, who, PURPOSE, person, undefined),
    () => find(database, who, PURPOSE, parseQuery(typed[page % typed.length] ?? '')),
    () => discloseFamily(database, who, PURPOSE, person, undefined),
    () => discloseChild(database, who, PURPOSE, person, undefined),
  ]
  const answer = await (pages[page % pages.length] as (typeof pages)[number])()
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
  said: Promise<{ records: number; deliveries: number; megabytes?: number }>
  /** Ends it in the middle: what it had published until then counts. */
  stop: () => void
}

/** Loads what the other partners sent, in another process as `family-hub load` is one. */
function loadRest(county: string): Load {
  const script = join(import.meta.dirname, 'load/load-folders.ts')
  const child = spawn(process.execPath, [script, server.url, county, ...BEFORE], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PGAPPNAME: LOAD },
  })
  let said = ''
  child.stdout.on('data', part => {
    said += String(part)
  })
  const ended = new Promise<number | null>(resolve => child.on('close', resolve))
  let isStopped = false
  return {
    process: child,
    said: ended.then(code => {
      if (code !== 0 && !isStopped) throw new Error('the load failed')
      return JSON.parse(said.trim().split('\n').at(-1) ?? '')
    }),
    stop: () => {
      isStopped = true
      child.kill('SIGKILL')
    },
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
  // Awaited at the end: until then a broken connection is no unhandled rejection.
  watching.catch(() => {})
  watch.end = async () => {
    state.isOver = true
    await watching
  }
  return watch
}
