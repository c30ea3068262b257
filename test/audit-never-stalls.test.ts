/**
 * Promise 66: while feeds are loaded, records linked and all that is derived rebuilt, the audit log takes entries. Each
 * transaction of the load is stopped at its widest, just before it commits, with every lock that it will ever hold; a page
 * is opened beside it, which reads records and writes receipt and audit entry, and must wait for none of these locks. What
 * each transaction wrote is counted: it may not grow with the county. So neither hangs on the time that a machine takes.
 */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type pg from 'pg'
import { discloseChild } from '../src/access/child-view.ts'
import type { Who } from '../src/access/request.ts'
import { whoOf } from '../src/access/who.ts'
import { writeCounty } from '../src/county/county.ts'
import { loadPaths } from '../src/feeds/load.ts'
import { rebuild } from '../src/records/rebuild.ts'
import { takeIn } from '../src/records/take-in.ts'
import { seedDemonstrationAgreements } from '../src/registers/demonstration.ts'
import { findPractitioner } from '../src/registers/practitioner-store.ts'
import { seedRegisters } from '../src/registers/seed.ts'
import { testDatabase } from './database.ts'

/** A chunk of the load has five thousand records, a page of linking two thousand identities with their claims. */
const MOST_ROWS = 6000

const folder = await mkdtemp(join(tmpdir(), 'family-hub-stalls-'))
after(() => rm(folder, { recursive: true, force: true }))
await writeCounty({ families: 60, seed: 7, out: folder })
const database = await testDatabase()
// Enough for a lock that is let go at once; those of a transaction of the load are held until the page beside it is there.
await database.owner.query(
  `do $$ begin execute format('alter database %I set lock_timeout = ''500ms''', current_database()); end $$`,
)
await seedRegisters(database.owner, { demonstration: true })

/** Rows that each writing transaction of the loader wrote since there is a reader. */
const written: number[] = []
let reader: { who: Who; people: string[] } | undefined

database.loader.on('connect', client => stopBeforeCommit(client))

test('a page and its audit entry wait for nothing that a load, a relink or a rebuild holds', async t => {
  await load(['register', 'protections', 'social-care'])
  await takeIn(database)
  reader = await findReader()
  const entries = await countEntries()
  const during = async (what: string, work: () => Promise<unknown>) => {
    const before = written.length
    await work()
    const rows = written.slice(before)
    t.diagnostic(`${what}: ${rows.length} writing transactions, the largest of ${Math.max(...rows)} rows`)
    assert.ok(rows.length > 0 && Math.max(...rows) > 0, `nothing was written by ${what}`)
    assert.ok(Math.max(...rows) <= MOST_ROWS, `${what} wrote ${Math.max(...rows)} rows in one transaction`)
  }
  await during('load', () => load(['health-visiting', 'schools', 'early-help', 'housing', 'police']))
  await during('relink', () => takeIn(database))
  await addDerived(3 * MOST_ROWS)
  await during('rebuild', () => rebuild(database))
  assert.equal((await countEntries()) - entries, written.length, 'each page left its entry')
})

/** Puts itself between the last statement of a writing transaction and its commit. */
function stopBeforeCommit(client: pg.Client): void {
  const query = client.query.bind(client) as (...given: unknown[]) => Promise<pg.QueryResult>
  const stopped = async () => {
    const { rows } = await query(
      `select pg_current_xact_id_if_assigned() is not null as wrote,
              (select sum(n_tup_ins + n_tup_upd + n_tup_del)::integer from pg_stat_xact_user_tables) as rows`,
    )
    if (rows[0]?.wrote === true && reader !== undefined) {
      written.push(rows[0].rows)
      await openPageBeside(reader, written.length)
    }
    // The next transaction of this connection counts from nought.
    await query('select pg_stat_force_next_flush()')
    return await query('commit')
  }
  Object.assign(client, {
    query: (...given: unknown[]) => (given[0] === 'commit' ? stopped() : query(...given)),
  })
}

/** Of a person who has no record at this moment, as in a rebuild, nothing is shown: that is written down too. */
async function openPageBeside({ who, people }: { who: Who; people: string[] }, at: number): Promise<void> {
  await discloseChild(database, who, 'caseload', people[at % people.length] ?? '', undefined)
}

async function load(feeds: string[]): Promise<void> {
  const paths = feeds.map(feed => join(folder, feed))
  const afterRegister = () => seedDemonstrationAgreements(database.owner)
  for (const { path, outcome } of await loadPaths(database, paths, { afterRegister }))
    assert.equal(outcome.outcome, 'published', path)
}

async function findReader(): Promise<{ who: Who; people: string[] }> {
  const { rows } = await database.owner.query<{ id: string; people: string[] }>(
    `select c.partner_id || '/' || c.worker_id as id, array_agg(distinct m.person_id::text) as people
     from records.caseload c join records.current_member m using (identity)
     where c.partner_id = 'lancs-csc' and c.worker_id <> '' and c.valid @> registers.london_today()
     group by 1 order by count(*) desc limit 1`,
  )
  const practitioner = await findPractitioner(database.reader, rows[0]?.id ?? '')
  assert.ok(rows[0] && practitioner)
  return { who: whoOf(practitioner), people: rows[0].people }
}

async function countEntries(): Promise<number> {
  const { rows } = await database.owner.query<{ entries: number }>(
    "select count(*)::integer as entries from audit.entry where kind = 'disclosure'",
  )
  return rows[0]?.entries ?? 0
}

/** So many rows that are derived from nothing: as many as some thousand families have. */
async function addDerived(rows: number): Promise<void> {
  await database.owner.query(
    `insert into records.search_entry
       (identity, partner_id, contract, source_ref, names, name_keys, identifiers, record_hash)
     select gen_random_uuid(), 'lancs-csc', 'ssd/1.4', number::text, 'somebody', '{}', '{}', ''
     from generate_series(1, $1) as number`,
    [rows],
  )
  await database.owner.query(
    `insert into records.current_member (identity, person_id, membership_id)
     select identity, identity, 0 from records.search_entry where names = 'somebody'`,
  )
}
