import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { writeCounty } from '../../src/county/county.ts'
import { liveHash } from '../../src/feeds/fixtures.ts'
import { deliverPath, loadPaths } from '../../src/feeds/load.ts'
import { releaseDelivery } from '../../src/feeds/publish.ts'
import { type Database, inTransaction } from '../../src/kit/database.ts'
import { takeIn } from '../../src/records/take-in.ts'
import { seedDemonstrationAgreements } from '../../src/registers/demonstration.ts'
import { seedRegisters } from '../../src/registers/seed.ts'
import { testDatabase } from '../database.ts'

/** Days on which every partner of the simulated county sends its files, counted from the first. */
const DAYS = [0, 7, 30]
const FIRST_DAY = '2026-10-01'

/** The same county on several days: the register of the first day, and every delivery of all days in order of time. */
export type CountyInTime = { register: string; deliveries: string[] }

/** Writes the county of some families (and the stories) on each day; removed when the file's tests end. */
export async function writeCountyInTime(families: number, seed: number): Promise<CountyInTime> {
  const folder = await mkdtemp(join(tmpdir(), 'family-hub-in-time-'))
  after(() => rm(folder, { recursive: true, force: true }))
  const deliveries: string[] = []
  for (const days of DAYS) {
    const out = join(folder, `day-${days}`)
    await writeCounty({ families, seed, out, today: FIRST_DAY, days })
    for (const feed of (await readdir(out)).toSorted()) {
      if (feed === 'truth' || feed === 'demonstration') continue
      const inside = (await readdir(join(out, feed))).toSorted()
      // A folder of one delivery has its manifest; schools and others send one delivery a file or a folder.
      if (inside.includes('delivery.json')) deliveries.push(join(out, feed))
      else deliveries.push(...inside.map(name => join(out, feed, name)))
    }
  }
  const register = deliveries.find(path => path.endsWith('/register'))
  if (register === undefined) throw new Error('the county wrote no register')
  return { register, deliveries }
}

/** A database in which the county's partners stand and have signed; nothing has been delivered about families. */
export async function countyBeforeDeliveries({ register }: CountyInTime): Promise<Database> {
  const database = await testDatabase()
  await seedRegisters(database.owner, { demonstration: true })
  const afterRegister = () => seedDemonstrationAgreements(database.owner)
  await loadPaths(database, [register], { afterRegister })
  return database
}

/** A delivery that is held, such as that of a landlord who lets to no family, is released as a steward would. */
export async function deliverAll(database: Database, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const outcome = await deliverPath(database, path, { sentBy: 'simulation' })
    if (outcome.outcome === 'held') {
      await inTransaction(database.loader, client => releaseDelivery(client, outcome.deliveryId))
      continue
    }
    const fine = outcome.outcome === 'published' || outcome.outcome === 'alreadyReceived'
    assert.ok(fine, `${path}: ${JSON.stringify(outcome)}`)
  }
}

/**
 * All that the order, the repetition and the interruption of deliveries must not change, as one hash: what every
 * source says now, who is protected, who may sign in, and which source identities are the same person.
 */
export async function stateHash(database: Database): Promise<string> {
  await takeIn(database)
  const { rows } = await database.owner.query<{ hash: string }>(
    `select md5(concat_ws(e'\\n',
       (select string_agg(concat_ws('|', subject, kind, named_roles, seal_group, source, valid), e'\\n'
                          order by subject, kind, source) from registers.protection),
       (select string_agg(concat_ws('|', practitioner_id, name, role_id, team, phone, valid), e'\\n'
                          order by practitioner_id) from registers.practitioner),
       (select string_agg(concat_ws('|', identity, first), e'\\n' order by identity)
        from (select identity, min(identity::text) over (partition by person_id) as first
              from records.current_member) same),
       (select string_agg(concat_ws('|', partner_id, worker_id, identity, record_id, team, valid), e'\\n'
                          order by partner_id, worker_id, identity, record_id) from records.caseload)
     )) as hash`,
  )
  return `${await liveHash(database)} ${rows[0]?.hash}`
}
