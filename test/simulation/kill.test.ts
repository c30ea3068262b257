import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { sweepUnpublished } from '../../src/feeds/sweep.ts'
import { countyBeforeDeliveries, deliverAll, stateHash, writeCountyInTime } from './county-in-time.ts'

const PROVE_N = Number(process.env['PROVE_N'] ?? 1)
/** So many times a load is killed: `npm run prove` kills 200. */
const KILLS = PROVE_N > 1 ? PROVE_N * 10 : 3
const SEED = Number(process.env['SEED'] ?? 1)
const SOURCE = join(import.meta.dirname, '../../src')

const county = await writeCountyInTime(12, 3)
const undisturbed = await countyBeforeDeliveries(county)
const database = await countyBeforeDeliveries(county)

/** Loads every delivery in a process of its own; the process says when it has begun, and how long it took. */
function startLoad() {
  const script = `
    import { openDatabase } from ${JSON.stringify(join(SOURCE, 'kit/database.ts'))}
    import { deliverPath } from ${JSON.stringify(join(SOURCE, 'feeds/load.ts'))}
    const database = openDatabase(process.env.URL)
    process.stdout.write('begun')
    for (const path of process.argv.slice(1)) await deliverPath(database, path, {})
    await database.close()`
  return spawn(process.execPath, ['--input-type=module', '-e', script, ...county.deliveries], {
    env: { ...process.env, URL: database.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Everything that deliveries have brought is taken away, so that the next load has all of it to do. */
async function forgetFamilies(): Promise<void> {
  await database.owner.query(
    `truncate feeds.delivery, feeds.delivery_file, feeds.rejection, feeds.source_record, feeds.sighting,
              feeds.latest_snapshot, feeds.delivery_protection, registers.protection,
              records.person, records.membership, records.person_alias, records.current_member, records.search_entry,
              records.review_pair, records.caseload cascade`,
  )
}

/** Kills a load after a while; rows of a delivery are then visible all or not at all. */
async function killAfter(milliseconds: number): Promise<void> {
  const child = startLoad()
  await once(child.stdout, 'data')
  const exit = once(child, 'exit')
  await new Promise(resolve => setTimeout(resolve, milliseconds))
  child.kill('SIGKILL')
  await exit
  const { rows } = await database.owner.query<{ delivery: number }>(
    `select d.delivery_id as delivery from feeds.delivery d
     where d.state in ('published', 'linked') and d.rows_accepted > 0 and not exists (
       select from feeds.published_record p where p.delivery_id = d.delivery_id)
       and d.contract not in ('protections/1')
     union all
     select p.delivery_id from feeds.published_record p join feeds.delivery d using (delivery_id)
     where d.state not in ('published', 'linked')`,
  )
  assert.deepEqual(rows, [])
}

test('loads that are killed at random points leave no gap and no double: the next load ends in the same state', async () => {
  await deliverAll(undisturbed, county.deliveries)
  const expected = await stateHash(undisturbed)
  const whole = startLoad()
  await once(whole.stdout, 'data')
  const began = performance.now()
  await once(whole, 'exit')
  const takes = performance.now() - began
  let chance = SEED
  for (let kill = 0; kill < KILLS; kill++) {
    // Each third kill hits a load that follows another killed one; the others begin from nothing.
    if (kill % 3 !== 2) await forgetFamilies()
    chance = (chance * 48_271) % 2_147_483_647
    const after = (takes * chance) / 2_147_483_647
    await killAfter(after)
    if (kill % 3 === 1) continue
    await deliverAll(database, county.deliveries)
    assert.equal(await stateHash(database), expected, `killed after ${after.toFixed(0)} ms (seed ${SEED})`)
    await sweepUnpublished(database)
  }
})
