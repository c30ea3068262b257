import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deliver } from '../src/feeds/deliver.ts'
import { sourceOfTexts } from '../src/feeds/fixtures.ts'
import { identityId } from '../src/feeds/sections.ts'
import { takeIn } from '../src/records/take-in.ts'
import { seedDemonstrationAgreements } from '../src/registers/demonstration.ts'
import { openCounty, shown } from './open-county.ts'

const { county, priya, search, family } = await openCounty()
const { database } = county

const ROWS = `household_ref,person_ref,given_name,family_name,birth_date,relationship_to_tenant,address_line,postcode,officer_name,officer_phone,from_date,to_date
H1,T1,Wilhelmina,Quickthorn,1990-11-12,Tenant,"14 Made Street",PR1 2AB,Parveen Rashid,01632 960510,2019-05-01,
H1,T2,Octavius,Quickthorn,2018-03-02,Son,"14 Made Street",PR1 2AB,Parveen Rashid,01632 960510,2019-05-01,
H1,T3,Ambrose,Lindqvist,1988-02-20,Partner,"14 Made Street",PR1 2AB,Parveen Rashid,01632 960510,2020-02-01,
H2,T4,Zebedee,Lodestar,1960-02-20,Tenant,"15 Made Street",PR1 2AB,Parveen Rashid,01632 960510,2020-02-01,
`
// A landlord of this test's own, so that its one household is the whole snapshot.
await database.owner.query(
  `insert into registers.partner (partner_id, name, kind, controller_role)
   values ('made-homes', 'Made Homes', 'housing', 'controller')`,
)
await seedDemonstrationAgreements(database.owner)
const outcome = await deliver(
  database,
  sourceOfTexts(
    { 'households.csv': ROWS },
    { partner: 'made-homes', contract: 'housing/1', asOf: '2026-11-21T18:00:00Z' },
  ),
)
assert.equal(outcome.outcome, 'published', JSON.stringify(outcome))
await takeIn(database)

async function person(ref: string): Promise<string> {
  const identity = identityId('made-homes', 'housing/1', ref)
  const { rows } = await database.owner.query(
    'select person_id as id from records.current_member where identity = $1',
    [identity],
  )
  return rows[0].id
}

test('under an agreement that has ended nobody is found by what a landlord says', async () => {
  assert.deepEqual((await search(priya, 'new-referral', 'Wilhelmina Quickthorn')).found, [])
  assert.equal((await family(priya, 'new-referral', await person('T2'))).outcome, 'refused')
})

test('under an agreement that stands, the household is a family: who is whose parent, and who lives with them', async () => {
  await database.owner.query(
    `update registers.agreement set valid = '[2025-07-01,2030-01-01)' where agreement_id = 'housing-families'`,
  )
  const { child, members } = shown(await family(priya, 'new-referral', await person('T2')))
  assert.deepEqual(
    members.map(member => [member.summary.name, member.ties.map(tie => tie.says)]).toSorted(),
    [
      ['Ambrose LINDQVIST', ['partner of a parent', 'same address']],
      ['Wilhelmina QUICKTHORN', ['parent', 'same address']],
    ].toSorted(),
  )
  const housing = child.panels.find(panel => panel.categoryId === 'housing')
  assert.equal(housing?.state, 'involved')
  assert.equal(housing?.helping[0]?.workerName, 'Parveen Rashid')
})

test('a tenant without children is in no family, and outside the law on children', async () => {
  assert.equal((await family(priya, 'new-referral', await person('T4'))).outcome, 'refused')
})
