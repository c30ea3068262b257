import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import {
  deliverContacts,
  deliverExample,
  deliverPersons,
  liveHash,
  liveSurnames,
  registerPartners,
} from './fixtures.ts'

test('every sample is read without a rejection', async () => {
  const database = await testDatabase()
  const register = await deliverExample(database, 'register')
  assert.equal(register.outcome, 'published')
  await database.owner.query('truncate registers.partner cascade')
  await registerPartners(database)
  for (const name of [
    'health-visiting',
    'social-care',
    'protections',
    'school/8882001_CTF_888LLLL_001.xml',
  ]) {
    const outcome = await deliverExample(database, name)
    assert.equal(outcome.outcome, 'published', `${name}: ${JSON.stringify(outcome)}`)
    const found = await database.loader.query('select * from feeds.rejection')
    assert.deepEqual(found.rows, [], name)
  }
})

test('a row is taken, a bad row and a bad field are told apart, and no value is repeated to anyone', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const outcome = await deliverContacts(database, [
    { local_patient_id: 'P1', nhs_number: '9434765871' },
    { local_patient_id: '', family_name: 'Nobody' },
    { local_patient_id: 'P3', birth_date: '2199-01-01' },
  ])
  assert.equal(outcome.outcome, 'published')
  assert.ok(outcome.outcome === 'published')
  assert.deepEqual([outcome.rowsRead, outcome.rowsAccepted, outcome.rowsRejected], [3, 2, 1])
  const { rows } = await database.loader.query(
    'select file_name, row_number, column_name, rule from feeds.rejection order by row_number',
  )
  assert.deepEqual(rows, [
    { file_name: 'contacts.csv', row_number: 2, column_name: 'nhs_number', rule: 'nhs-number' },
    { file_name: 'contacts.csv', row_number: 3, column_name: 'local_patient_id', rule: 'required-missing' },
    { file_name: 'contacts.csv', row_number: 4, column_name: 'birth_date', rule: 'future-birth-date' },
  ])
  const everything = await database.loader.query('select * from feeds.rejection')
  assert.ok(!JSON.stringify(everything.rows).includes('9434765871'))
})

test('the same bytes again are a no-op', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const first = await deliverContacts(database, [{}])
  const before = await liveHash(database)
  const second = await deliverContacts(database, [{}])
  assert.equal(first.outcome, 'published')
  assert.equal(second.outcome, 'alreadyReceived')
  assert.equal(await liveHash(database), before)
})

test('what a later snapshot leaves out has ended, and an older file does not bring it back', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const [ann, bob, cy] = [
    { id: '1', surname: 'Ashton' },
    { id: '2', surname: 'Barlow' },
    { id: '3', surname: 'Crook' },
  ]
  await deliverPersons(database, '2026-11-10T00:00:00Z', [ann, bob])
  assert.deepEqual(await liveSurnames(database), ['Ashton', 'Barlow'])
  await deliverPersons(database, '2026-11-12T00:00:00Z', [ann, cy])
  assert.deepEqual(await liveSurnames(database), ['Ashton', 'Crook'])
  await deliverPersons(database, '2026-11-11T00:00:00Z', [bob])
  assert.deepEqual(await liveSurnames(database), ['Ashton', 'Crook'])
})
