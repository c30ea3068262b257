import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deliver } from '../src/feeds/deliver.ts'
import { deliverContacts, registerPartners, sourceOfTexts } from '../src/feeds/fixtures.ts'
import { identityId } from '../src/feeds/sections.ts'
import type { Database } from '../src/kit/database.ts'
import { rebuild } from '../src/records/rebuild.ts'
import { takeIn } from '../src/records/take-in.ts'
import { testDatabase } from './database.ts'

/** A child whom social care and health visiting know, adopted in spring under a new name and number. */
const BEFORE = identityId('lancs-csc', 'ssd/1.4', 'P1')
const AFTER = identityId('lancs-csc', 'ssd/1.4', 'P2')
const AT_HEALTH = identityId('lancs-health-visiting', 'health-visiting/1', 'H1')

async function deliverSocialCare(database: Database, asOf: string, ceased: string, persons: string[]) {
  const texts = {
    'ssd_person.csv': [
      'pers_person_id,pers_forename,pers_surname,pers_dob,pers_upn,pers_single_unique_id',
      ...persons,
      '',
    ].join('\n'),
    'ssd_address.csv':
      'addr_table_id,addr_person_id,addr_address_start_date,addr_address_end_date,addr_address_postcode\nA1,P1,2021-01-01,,PR1 2AB\n',
    'ssd_cla_episodes.csv': `clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason\nE1,P1,2024-05-01,,${ceased}\n`,
  }
  const manifest = { partner: 'lancs-csc', contract: 'ssd/1.4', asOf }
  const outcome = await deliver(database, sourceOfTexts(texts, manifest))
  assert.equal(outcome.outcome, 'published', JSON.stringify(outcome))
}

async function personsOf(database: Database): Promise<Map<string, string>> {
  const { rows } = await database.loader.query('select identity, person_id from records.current_member')
  return new Map(rows.map(row => [row.identity, row.person_id]))
}

async function sealedPersons(database: Database): Promise<string[]> {
  const { rows } = await database.loader.query(
    `select distinct person_id from records.person_protection where kind = 'sealed-identity'`,
  )
  return rows.map(row => row.person_id)
}

test('an adoption parts the old identity from everyone, at once and for good, and other partners’ records stay', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const old = 'P1,Jonah,Reedham,2021-01-04,,9990000018'
  await deliverSocialCare(database, '2026-11-10', '', [old])
  const child = {
    local_patient_id: 'H1',
    given_name: 'Jonah',
    family_name: 'Reedham',
    birth_date: '2021-01-04',
  }
  await deliverContacts(database, [{ ...child, nhs_number: '9990000018', postcode: 'PR1 2AB' }])
  await takeIn(database)
  const before = await personsOf(database)
  assert.equal(before.get(BEFORE), before.get(AT_HEALTH), 'known as one child')

  await deliverSocialCare(database, '2026-11-11', 'E11', [old, 'P2,Jonah,Marsh,2021-01-04,,9990000026'])
  assert.deepEqual(await sealedPersons(database), [before.get(BEFORE)], 'in force before anything is linked')

  const parted = async () => {
    const now = await personsOf(database)
    assert.equal(new Set([BEFORE, AFTER, AT_HEALTH].map(id => now.get(id))).size, 3)
    assert.deepEqual(await sealedPersons(database), [now.get(BEFORE)])
    const pairs = await database.loader.query(
      'select from records.review_pair where $1 in (identity_a, identity_b)',
      [BEFORE],
    )
    assert.equal(pairs.rowCount, 0, 'nobody is asked whether it is the same child')
    return now
  }
  await takeIn(database)
  const now = await parted()
  await deliverSocialCare(database, '2026-11-12', '', [old, 'P2,Jonah,Marsh,2021-01-04,,9990000026'])
  await takeIn(database)
  await parted()
  await rebuild(database)
  assert.deepEqual(await parted(), now)
})
