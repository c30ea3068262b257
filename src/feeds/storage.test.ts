import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { deliver } from './deliver.ts'
import {
  CONTACTS_HEADER,
  contactRow,
  deliverContacts,
  deliverPersons,
  forgetDeliveries,
  HEALTH,
  liveHash,
  liveSurnames,
  registerPartners,
  sourceOfTexts,
} from './fixtures.ts'
import { identityId } from './sections.ts'

const database = await testDatabase()
await registerPartners(database)
beforeEach(() => forgetDeliveries(database))

async function count(table: string): Promise<number> {
  const found = await database.owner.query(`select count(*) as count from ${table}`)
  return found.rows[0]?.count
}

test('where rows are stored there is no fence, so the reading role has no right to it', async () => {
  const rights = await database.owner.query(
    `select r.rolname, has_table_privilege(r.rolname, 'feeds.stored_record', 'select') as may
     from pg_roles r where r.rolname in ('family_hub_reader', 'family_hub_loader') order by 1`,
  )
  assert.deepEqual(rights.rows, [
    { rolname: 'family_hub_loader', may: true },
    { rolname: 'family_hub_reader', may: false },
  ])
  await assert.rejects(database.reader.query('select from feeds.stored_record'), { code: '42501' })
})

test('a record is stored once, and only a delivery that repeats it adds a sighting', async () => {
  await deliverPersons(database, '2026-11-01', [
    { id: '1', surname: 'Ashton' },
    { id: '2', surname: 'Barlow' },
  ])
  assert.deepEqual([await count('feeds.source_record'), await count('feeds.sighting')], [2, 0])
  const again = await deliverPersons(database, '2026-11-02', [
    { id: '1', surname: 'Ashton' },
    { id: '2', surname: 'Crook' },
  ])
  assert.ok(again.outcome === 'published')
  assert.equal(again.recordsNew, 1)
  assert.deepEqual([await count('feeds.source_record'), await count('feeds.sighting')], [3, 1])
  assert.deepEqual(await liveSurnames(database), ['Ashton', 'Crook'])
})

test('the identity of a stored person is the id by which others know it', async () => {
  await deliverPersons(database, '2026-11-01', [{ id: '1', surname: 'Ashton' }])
  const found = await database.owner.query('select subject from feeds.source_record')
  assert.equal(found.rows[0].subject, identityId('lancs-csc', 'ssd/1.4', '1'))
})

test('the id of a fact stays what it is from one version of the service to the next', async () => {
  await deliverPersons(database, '2026-11-01', [{ id: '1', surname: 'Ashton' }])
  const found = await database.owner.query('select record_id from feeds.source_record')
  assert.equal(found.rows[0].record_id, 'fd88af20-3b13-898e-b778-1463726cfb15')
})

test('what comes again in a later chunk of the same delivery is one record', async () => {
  const rows = Array.from({ length: 24_000 }, (_, i) => contactRow({ local_patient_id: `P${i % 12_000}` }))
  const text = [CONTACTS_HEADER, ...rows, ''].join('\n')
  const outcome = await deliver(database, sourceOfTexts({ 'contacts.csv': text }, HEALTH))
  assert.ok(outcome.outcome === 'published')
  assert.deepEqual([outcome.rowsAccepted, outcome.recordsNew], [24_000, 12_000])
  assert.equal((await liveSurnames(database)).length, 12_000)
})

test('one state at two instants with another between them is what it was last', async () => {
  await deliverContacts(database, [
    { family_name: 'Ashton', as_of: '2026-11-01T12:00:00Z' },
    { family_name: 'Barlow', as_of: '2026-11-02T12:00:00Z' },
    { family_name: 'Ashton', as_of: '2026-11-03T12:00:00Z' },
  ])
  assert.deepEqual(await liveSurnames(database), ['Ashton'])
})

test('whoever sends a correction as of the instant of what it corrects is told where it gives way', async () => {
  const notes = async () =>
    (
      await database.loader.query<{ notes: string[] }>(
        'select notes from feeds.delivery order by delivery_id',
      )
    ).rows.map(row => row.notes.join(' '))
  const persons = (surname: string) => () => deliverPersons(database, '2026-11-01', [{ id: '1', surname }])
  const rows = (name: string) => () =>
    deliverContacts(database, [{ family_name: name, as_of: '2026-11-01T12:00:00Z' }])
  for (const [one, other] of [
    [persons('Ashton'), persons('Barlow')],
    [rows('Crook'), rows('Dixon')],
  ] as const) {
    const told = new Set<string>()
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      await forgetDeliveries(database)
      await first()
      const outcome = await second()
      const [before, after] = await notes()
      assert.deepEqual(
        'notes' in outcome && outcome.notes.join(' '),
        after,
        'who hands it in is told the same',
      )
      assert.equal(before, '', 'the first gives way to nobody yet')
      told.add(after ?? '')
    }
    assert.ok(told.size === 2 && told.has(''), 'one of the two, and only that, gives way')
    assert.match([...told].join(), /as of the same instant|true of the same instant/)
  }
  await forgetDeliveries(database)
  await persons('Ashton')()
  await deliverPersons(database, '2026-10-01', [{ id: '1', surname: 'Barlow' }])
  assert.match((await notes())[1] ?? '', /Pages show newer data of this feed already/)
})

test('of two deliveries as of one instant the data decides, not which came first', async () => {
  const one = () => deliverPersons(database, '2026-11-01', [{ id: '1', surname: 'Ashton' }])
  const other = () => deliverPersons(database, '2026-11-01', [{ id: '1', surname: 'Barlow' }])
  const rows = (name: string) => () =>
    deliverContacts(database, [{ family_name: name, as_of: '2026-11-01T12:00:00Z' }])
  const hashes = new Set<string>()
  const all = [one, other, rows('Crook'), rows('Dixon')]
  for (const deliveries of [all, all.toReversed()]) {
    await forgetDeliveries(database)
    for (const delivery of deliveries) assert.equal((await delivery()).outcome, 'published')
    assert.equal((await liveSurnames(database)).length, 2)
    hashes.add(await liveHash(database))
  }
  assert.equal(hashes.size, 1)
})
