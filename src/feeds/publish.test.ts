import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { inTransaction } from '../kit/database.ts'
import { deliver } from './deliver.ts'
import {
  CONTACTS_HEADER,
  contactRow,
  deliverContacts,
  deliverExample,
  deliverPersons,
  HEALTH,
  liveSurnames,
  registerPartners,
  sourceOfTexts,
} from './fixtures.ts'
import { releaseDelivery, returnDelivery } from './publish.ts'
import { identityId } from './sections.ts'

const many = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `${i}`, surname: `Name${i}` }))

test('a snapshot that lost more than half is held, seen by nobody, and released or returned by a person', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  await deliverPersons(database, '2026-11-10', many(40))
  const held = await deliverPersons(database, '2026-11-11', many(10))
  assert.ok(held.outcome === 'held')
  assert.match(held.reason, /10 rows where the last delivery had 40/)
  assert.equal((await liveSurnames(database)).length, 40)
  const released = await inTransaction(database.loader, client => releaseDelivery(client, held.deliveryId))
  assert.equal(released.outcome, 'published')
  assert.equal((await liveSurnames(database)).length, 10)
  const empty = await deliverPersons(database, '2026-11-12', [])
  assert.ok(empty.outcome === 'held')
  await inTransaction(database.loader, client => returnDelivery(client, empty.deliveryId, 'Export it again.'))
  const after = await inTransaction(database.loader, client => releaseDelivery(client, empty.deliveryId))
  assert.equal(after.outcome, 'refused')
  assert.equal((await liveSurnames(database)).length, 10)
})

test('a file of which most rows are rejected is held', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const outcome = await deliverContacts(database, [{}, { local_patient_id: '' }, { service: '' }])
  assert.ok(outcome.outcome === 'held')
  assert.match(outcome.reason, /2 of 3 rows/)
})

test('a renamed column is named, shifted cells are left out by row, and every way to end a line is read', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const send = (text: string) => deliver(database, sourceOfTexts({ 'contacts.csv': text }, HEALTH))
  const renamed = await send(`${CONTACTS_HEADER.replace('birth_date', 'dob')}\n${contactRow({})}\n`)
  assert.ok(renamed.outcome === 'refused')
  assert.match(renamed.reason, /no column “birth_date”/)
  const rows = [
    contactRow({ local_patient_id: 'A' }),
    `${contactRow({})},shifted`,
    contactRow({ local_patient_id: 'B' }),
  ]
  const shifted = await send(`\ufeff${CONTACTS_HEADER}\r${rows.join('\r')}`)
  assert.ok(shifted.outcome === 'published')
  assert.deepEqual([shifted.rowsAccepted, shifted.rowsRejected], [2, 1])
  assert.equal((await send('')).outcome, 'refused')
})

test('the partner who sends must be the one whom the files name', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const text = `${CONTACTS_HEADER}\n${contactRow({})}\n`
  const source = sourceOfTexts({ 'contacts.csv': text }, HEALTH)
  const other = await deliver(database, source, { partner: 'lancs-csc' })
  assert.ok(other.outcome === 'refused')
  assert.match(other.reason, /another partner/)
  const school = await deliverExample(database, 'school/8882001_CTF_888LLLL_001.xml', {
    partner: 'lancs-csc',
  })
  assert.equal(school.outcome, 'refused')
  const protections = sourceOfTexts(
    { 'protections.csv': 'a\n' },
    { partner: 'lancs-csc', contract: 'protections/1' },
  )
  assert.equal((await deliver(database, protections)).outcome, 'refused')
})

test('a leaver whom the register no longer names has no access from that day, and an older register gives none back', async () => {
  const database = await testDatabase()
  const register = async (asOf: string, workers: string[]) => {
    const partners = 'partner_id,name,kind,controller_role\nlancs-council,Council,host,controller\n'
    const header = 'partner_id,worker_id,name,email,role,team,phone,training_valid_to,from_date,to_date'
    const rows = workers.map(id => `lancs-council,${id},A Name,,data-steward,,,2027-01-01,2020-01-01,`)
    const texts = { 'partners.csv': partners, 'practitioners.csv': [header, ...rows, ''].join('\n') }
    return await deliver(
      database,
      sourceOfTexts(texts, { partner: 'lancs-council', contract: 'register/1', asOf }),
    )
  }
  const live = async () => {
    const found = await database.loader.query(
      'select worker_id from registers.practitioner where valid @> registers.london_today() order by 1',
    )
    return found.rows.map(row => row.worker_id)
  }
  assert.equal((await register('2026-11-10', ['A', 'B'])).outcome, 'published')
  assert.deepEqual(await live(), ['A', 'B'])
  await register('2026-11-12', ['B', 'C'])
  assert.deepEqual(await live(), ['B', 'C'])
  await register('2026-11-11', ['A', 'B', 'D'])
  assert.deepEqual(await live(), ['B', 'C'])
})

test('a protection ends by its own date only, and an older file does not weaken a newer one', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const header = 'partner_id,contract,source_ref,kind,named_roles,from_date,to_date,reason,recorded_by'
  const send = async (asOf: string, rows: string[]) => {
    const texts = { 'protections.csv': [header, ...rows, ''].join('\n') }
    const manifest = { partner: 'lancs-council', contract: 'protections/1', asOf }
    return await deliver(database, sourceOfTexts(texts, manifest))
  }
  const row = (to: string) =>
    `lancs-csc,ssd/1.4,P1,confidential-address,social-worker,2026-01-01,${to},Court order,Desk`
  assert.equal((await send('2026-11-10', [row('')])).outcome, 'published')
  await send('2026-11-12', [`lancs-csc,ssd/1.4,P2,sealed-identity,,2026-01-01,,Adoption,Desk`])
  await send('2026-11-09', [row('2026-02-01')])
  const { rows } = await database.loader.query(
    'select subject, kind, seal_group is not null as sealed, upper(valid) as ends from registers.protection order by kind',
  )
  assert.deepEqual(rows, [
    {
      subject: identityId('lancs-csc', 'ssd/1.4', 'P1'),
      kind: 'confidential-address',
      sealed: false,
      ends: null,
    },
    { subject: identityId('lancs-csc', 'ssd/1.4', 'P2'), kind: 'sealed-identity', sealed: true, ends: null },
  ])
})
