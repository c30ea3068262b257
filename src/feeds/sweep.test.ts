import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { type Database, inTransaction } from '../kit/database.ts'
import { deliver } from './deliver.ts'
import {
  CONTACTS_HEADER,
  contactRow,
  deliverContacts,
  deliverPersons,
  HEALTH,
  liveHash,
  liveSurnames,
  registerPartners,
  revokeAgreement,
  sourceOfTexts,
} from './fixtures.ts'
import { approveDelivery, withdrawDelivery } from './holding/decide-publication.ts'
import { FEWEST_TOLD } from './people-sample.ts'
import { returnDelivery } from './publish.ts'
import { removeUnused, sweepUnpublished } from './sweep.ts'

const CANARY = 'Canaryqxz'

async function county(): Promise<Database> {
  const database = await testDatabase()
  await registerPartners(database)
  return database
}

/** Every table of the service that has a row with the canary in any column. */
async function tablesWithCanary({ owner }: Database): Promise<string[]> {
  const tables = await owner.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relkind = 'r' and relnamespace::regnamespace::text !~ '^(pg_|information_schema)' order by 1`,
  )
  const found: string[] = []
  for (const { name } of tables.rows) {
    const rows = await owner.query(`select from ${name} as held where held::text ilike $1 limit 1`, [
      `%${CANARY}%`,
    ])
    if (rows.rowCount === 1) found.push(name)
  }
  return found
}

async function countsOf(database: Database): Promise<{ records: number; sightings: number }> {
  const found = await database.owner.query(
    `select (select count(*) from feeds.stored_record) as records, (select count(*) from feeds.sighting) as sightings`,
  )
  return found.rows[0]
}

const persons = (...surnames: string[]) => surnames.map((surname, at) => ({ id: `${at}`, surname }))

/** Held for its sender, who then withdraws it, or for a steward, who returns it. */
async function sendAndTakeBack(database: Database, asOf: string, surnames: string[]): Promise<number> {
  const sent = await deliverPersons(database, asOf, persons(...surnames), { senderApproves: true })
  assert.ok(sent.outcome === 'held')
  assert.deepEqual(await tablesWithCanary(database), ['feeds.stored_record'])
  await inTransaction(database.loader, client => withdrawDelivery(client, sent.deliveryId))
  return sent.deliveryId
}

test('what a withdrawn or returned delivery brought is gone from every table; its facts, counts and faults stay', async () => {
  const database = await county()
  const withdrawn = await sendAndTakeBack(database, '2026-11-01', ['Ashton', CANARY])
  await removeUnused(database)
  assert.deepEqual(await tablesWithCanary(database), [])

  const sent = await deliverContacts(
    database,
    [{ family_name: CANARY, postcode: 'no postcode' }, { local_patient_id: 'P2' }],
    { senderApproves: true },
  )
  assert.ok(sent.outcome === 'held')
  await inTransaction(database.loader, client => returnDelivery(client, sent.deliveryId, 'Returned: no'))
  await removeUnused(database)
  assert.deepEqual(await tablesWithCanary(database), [])
  assert.deepEqual(await countsOf(database), { records: 0, sightings: 0 })
  const kept = await database.owner.query(
    `select delivery_id, state, rows_read, records_new, emptied_at is not null as emptied,
       (select count(*) from feeds.delivery_file f where f.delivery_id = d.delivery_id) as files,
       (select array_agg(rule) from feeds.rejection j where j.delivery_id = d.delivery_id) as rules
     from feeds.delivery d order by 1`,
  )
  const facts = { state: 'refused', rows_read: 2, records_new: 2, emptied: true, files: 1 }
  assert.deepEqual(kept.rows, [
    { delivery_id: withdrawn, ...facts, rules: null },
    { delivery_id: sent.deliveryId, ...facts, rules: ['postcode'] },
  ])
})

const MANY = Array.from({ length: 25_000 }, (_, i) =>
  contactRow({ local_patient_id: `P${i}`, family_name: CANARY }),
)
const BIG = [CONTACTS_HEADER, ...MANY, ''].join('\n')

test('of a delivery that is refused after its rows were stored nothing is left when its sender hears so', async () => {
  const database = await county()
  let revoking: Promise<void> | undefined
  const refused = await deliver(database, sourceOfTexts({ 'contacts.csv': BIG }, HEALTH), {
    onProgress: () => {
      revoking ??= revokeAgreement(database)
    },
  })
  await revoking
  assert.equal(refused.outcome, 'refused')
  assert.deepEqual(await tablesWithCanary(database), [])
})

test('what a broken load left is gone when it has been swept', async () => {
  const database = await county()
  const source = sourceOfTexts({ 'contacts.csv': BIG }, HEALTH)
  let rows = 0
  const breaks = deliver(database, source, {
    onProgress: progress => {
      rows = progress.rows
      if (rows > 20_000) throw new Error('the process breaks')
    },
  })
  await assert.rejects(breaks, /the process breaks/)
  await sweepUnpublished(database)
  await removeUnused(database)
  assert.deepEqual(await tablesWithCanary(database), [])
})

test('what a published delivery has too stays, whichever of them brought it', async () => {
  const database = await county()
  await sendAndTakeBack(database, '2026-11-01', ['Ashton', 'Barlow', CANARY])
  const published = await deliverPersons(database, '2026-11-02', persons('Ashton', 'Barlow'))
  assert.equal(published.outcome, 'published')
  const before = await liveHash(database)
  await removeUnused(database)
  assert.deepEqual(await tablesWithCanary(database), [])
  assert.equal(await liveHash(database), before)
  await sendAndTakeBack(database, '2026-11-03', ['Ashton', CANARY])
  await removeUnused(database)
  assert.equal(await liveHash(database), before)
  assert.deepEqual(await liveSurnames(database), ['Ashton', 'Barlow'])
  assert.deepEqual(await countsOf(database), { records: 2, sightings: 2 })
})

test('what a delivery has that still waits stays until that one is taken back too', async () => {
  const database = await county()
  await sendAndTakeBack(database, '2026-11-01', [CANARY])
  const waits = await deliverPersons(database, '2026-11-02', persons(CANARY), { senderApproves: true })
  assert.ok(waits.outcome === 'held')
  await removeUnused(database)
  assert.deepEqual(await countsOf(database), { records: 1, sightings: 1 })
  await inTransaction(database.loader, client => approveDelivery(client, waits.deliveryId))
  assert.deepEqual(await liveSurnames(database), [CANARY])

  const other = await county()
  await sendAndTakeBack(other, '2026-11-01', [CANARY])
  const second = await deliverPersons(other, '2026-11-02', persons(CANARY), { senderApproves: true })
  assert.ok(second.outcome === 'held')
  await removeUnused(other)
  await inTransaction(other.loader, client => withdrawDelivery(client, second.deliveryId))
  await removeUnused(other)
  assert.deepEqual(await countsOf(other), { records: 0, sightings: 0 })
})

test('nothing of a feed is removed while it is being loaded, for the load counts on what it has seen there', async () => {
  const database = await county()
  // Of fewer people no match is estimated.
  const surnames = Array.from({ length: FEWEST_TOLD }, (_, at) => `Ashton ${at}`)
  await sendAndTakeBack(database, '2026-11-01', [...surnames, CANARY])
  const removed: number[] = []
  const loaded = await deliverPersons(database, '2026-11-02', persons(...surnames), {
    // Waited for by the load, before it publishes.
    estimateMatches: async () => {
      removed.push(await removeUnused(database))
      return undefined
    },
  })
  assert.equal(loaded.outcome, 'published')
  assert.deepEqual(removed, [0])
  assert.deepEqual((await liveSurnames(database)).toSorted(), surnames.toSorted())
  assert.equal(await removeUnused(database), 1)
  assert.deepEqual((await liveSurnames(database)).toSorted(), surnames.toSorted())
})

test('the loader removes nothing by itself', async () => {
  const { loader } = await county()
  for (const table of ['stored_record', 'source_record', 'sighting', 'delivery_protection'])
    await assert.rejects(loader.query(`delete from feeds.${table}`), { code: '42501' })
})
