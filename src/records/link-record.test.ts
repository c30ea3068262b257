import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { deliverContacts, registerPartners } from '../feeds/fixtures.ts'
import { inTransaction } from '../kit/database.ts'
import { readIdentitiesAfter } from './identity-store.ts'
import { linkRecordOf } from './link-record.ts'
import { takeIn } from './take-in.ts'

const database = await testDatabase()
await registerPartners(database)

test('of two rows of one person the newest says who it is, in whatever order they came, and both names are searched for', async () => {
  const visitor = {
    service: 'health-visiting',
    family_name: 'Crook',
    postcode: 'PR1 2AB',
    as_of: '2026-11-01T12:00:00Z',
  }
  const nurse = {
    service: 'school-nursing',
    family_name: 'Dixon',
    postcode: 'PR1 5HX',
    as_of: '2026-11-20T12:00:00Z',
  }
  for (let person = 0; person < 6; person++) {
    const local_patient_id = `P${person}`
    const rows = [visitor, nurse].map(row => ({ ...row, local_patient_id }))
    for (const row of person % 2 === 0 ? rows : rows.toReversed()) await deliverContacts(database, [row])
  }
  const live = await inTransaction(database.loader, client =>
    readIdentitiesAfter(client, '00000000-0000-0000-0000-000000000000', 100),
  )
  assert.equal(live.length, 6)
  for (const one of live) {
    const { family, postcode } = linkRecordOf(one) ?? {}
    assert.deepEqual([family, postcode], ['Dixon', 'PR1 5HX'])
  }
  await takeIn(database)
  const { rows } = await database.loader.query<{ names: string }>('select names from records.search_entry')
  assert.equal(rows.length, 6)
  for (const { names } of rows) assert.match(names, /crook.*dixon|dixon.*crook/i)
})
