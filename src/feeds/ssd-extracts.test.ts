import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTexts } from './fixtures.ts'

const SENDER = { partner: 'lancs-csc', contract: 'ssd/1.4', asOf: '2026-11-20' }
const read = (texts: Record<string, string>) => readTexts(texts, SENDER)

const PERSONS =
  'pers_legacy_id,pers_person_id,pers_upn,pers_forename,pers_surname,pers_sex,pers_gender,pers_dob,pers_single_unique_id,pers_upn_unknown,pers_expected_dob,pers_death_date\n'

test('an extract straight from a case system is read: midnights, NULL, placeholders and its oldest day', async () => {
  const { drafts, rejections } = await read({
    'ssd_person.csv': `${PERSONS}L1,P1,NULL,Ann,Null,F,F,2015-09-14 00:00:00.000,SSD_PH,UN1,1900-01-01,NULL\nL2,P2,UN3,Bob,O'Neil,1,NULL,14/09/2015,9990000018,NULL,NULL,NULL\n`,
    'ssd_cin_episodes.csv':
      'cine_referral_id,cine_person_id,cine_referral_date,cine_close_date,cine_close_reason,cine_referral_team\nR1,P1,2024-05-01 00:00:00,NULL,NULL,SSD_PH\n',
    'ssd_missing.csv':
      'miss_table_id,miss_person_id,miss_missing_episode_start_date,miss_missing_episode_type,miss_missing_episode_end_date\nM1,P1,2026-05-01T00:00:00,NULL,1900-01-01T00:00:00\n',
  })
  assert.deepEqual(rejections, [])
  const [ann, bob, referral, missing] = drafts
  assert.deepEqual(ann?.content, {
    identity: {
      givenName: 'Ann',
      familyName: 'Null',
      birthDate: '2015-09-14',
      expectedBirthDate: undefined,
      deathDate: undefined,
      sex: 'female',
    },
    identifiers: undefined,
  })
  assert.equal(bob?.content.identity?.birthDate, '2015-09-14')
  assert.equal(bob?.content.identifiers?.nhsNumber, '9990000018')
  assert.deepEqual([referral?.from, referral?.to], ['2024-05-01', undefined])
  assert.equal(referral?.content['childrens-social-care']?.team, undefined)
  assert.deepEqual([missing?.from, missing?.to], ['2026-05-01', undefined])
})

test('columns that another case system or an older version calls otherwise are the same columns', async () => {
  const { drafts, rejections, protections } = await read({
    'ssd_cla_episodes.csv':
      'clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased,clae_cla_episode_ceased_reason\nE1,P1,2024-05-01,2025-06-06,E12 Adopted - consent dispensed with by the court\nE2,P2,2024-05-01,2025-06-06,Adopted - application unopposed\nE3,P3,2024-05-01,2025-06-06,E13 Left care to live with parents\n',
    'ssd_cin_plans.csv':
      'cin_plan_id,cinp_person_id,cinp_cin_plan_start_date,cinp_cin_plan_end_date\nC1,P1,2024-05-01,\n',
  })
  assert.deepEqual(rejections, [])
  assert.deepEqual(
    drafts.map(draft => [draft.sourceRef, draft.to]),
    [
      ['C1', undefined],
      ['E1', '2025-06-06'],
      ['E2', '2025-06-06'],
      ['E3', '2025-06-06'],
    ],
  )
  assert.equal(protections.length, 2)
})

test('a placement that is listed among the addresses is kept safe like any placement', async () => {
  const header =
    'addr_table_id,addr_person_id,addr_address_type,addr_address_start_date,addr_address_end_date,addr_address_postcode,addr_address_json\n'
  const row = (id: string, type: string) =>
    `${id},P1,${type},2024-05-01,,LA1 4QS,"{""STREET"":""Canary Lane""}"\n`
  const types = [
    'Placement',
    'Foster placement',
    'REFUGE',
    "Adopters' home",
    'Children’s Home',
    'Secure unit',
    'Home (Confidential)',
    'Address withheld',
    'Safe house',
  ]
  const { drafts } = await read({
    'ssd_address.csv': header + types.map((type, at) => row(`${at}`, type)).join(''),
  })
  for (const { content } of drafts) assert.deepEqual(Object.keys(content), ['placement-address'])
  assert.doesNotMatch(JSON.stringify(drafts), /Canary/)
  for (const type of ['Primary Address', 'Home', 'Residential', '']) {
    const home = await read({ 'ssd_address.csv': header + row('1', type) })
    assert.equal(home.drafts[0]?.content.address?.line, 'Canary Lane', type)
  }
})
