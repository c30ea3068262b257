import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONTACTS_HEADER, contactRow, HEALTH, sourceOfTexts } from './fixtures.ts'
import { ANOTHER_PARTNER, type Claims, type Identified, identify } from './identify.ts'
import type { Manifest } from './readers/source.ts'

const NOW = new Date('2026-11-22T09:00:00Z')
const CONTACTS = `${CONTACTS_HEADER}\n${contactRow({})}\n`
const PERSONS = 'pers_person_id,pers_forename,pers_surname,pers_dob\n1,Sam,Ashton,2015-01-01\n'

async function identified(
  texts: Record<string, string>,
  manifest?: Manifest,
  claims: Claims = {},
): Promise<Identified> {
  const found = await identify(sourceOfTexts(texts, manifest), claims, NOW)
  assert.ok(!('refused' in found), JSON.stringify(found))
  return found
}

async function refusal(texts: Record<string, string>, manifest?: Manifest, claims: Claims = {}) {
  const found = await identify(sourceOfTexts(texts, manifest), claims, NOW)
  return 'refused' in found ? found.refused : undefined
}

test('the same data is the same delivery with and without its note, under another name, and beside a letter', async () => {
  const note = { ...HEALTH, asOf: '2026-11-20T18:00:00Z' }
  const partner = { partner: 'lancs-health-visiting' }
  const ways = [
    await identified({ 'contacts.csv': CONTACTS }, note),
    await identified({ 'contacts.csv': CONTACTS }, undefined, partner),
    await identified({ 'delivery.csv': CONTACTS }, undefined, partner),
    await identified(
      { 'a letter.txt': 'Dear hub,', 'contacts_2026-11-21.csv': CONTACTS },
      undefined,
      partner,
    ),
  ]
  assert.deepEqual(new Set(ways.map(way => way.contentHash.toString('hex'))).size, 1)
})

test('a snapshot that is unchanged on a later day is another delivery; its instant may stand anywhere', async () => {
  const hashOf = async (name: string, asOf?: string) => {
    const note = { partner: 'lancs-csc', contract: 'ssd/1.4', asOf }
    return (await identified({ [name]: PERSONS }, note)).contentHash.toString('hex')
  }
  const day = await hashOf('ssd_person.csv', '2026-11-20')
  assert.equal(await hashOf('ssd_person.csv', '2026-11-20T00:00:00Z'), day)
  assert.equal(await hashOf('ssd_person_2026-11-20.csv'), day)
  assert.notEqual(await hashOf('ssd_person.csv', '2026-11-21'), day)
})

test('files that name another partner are refused in the same words, known or not, before anything else is said', async () => {
  const claims = { partner: 'lancs-csc' }
  for (const partner of ['lancs-health-visiting', 'no-such-partner'])
    for (const texts of [{ 'contacts.csv': CONTACTS }, { 'contacts.csv': '' }, { 'letter.txt': 'Dear hub,' }])
      assert.equal(await refusal(texts, { ...HEALTH, partner }, claims), ANOTHER_PARTNER)
})

test('a file under any name that has only the columns that it must have is known, and one that lacks one of them is told which', async () => {
  const needed = 'local_patient_id,nhs_number,given_name,family_name,birth_date,service,as_of'
  const row = 'P1,,Amelia,Khan,2024-03-02,health-visiting,2026-11-20'
  const found = await identified({ 'export.csv': `${needed}\n${row}\n` }, undefined, HEALTH)
  assert.equal(found.contract.id, 'health-visiting/1')
  assert.ok(found.files[0]?.table)
  const renamed = `${needed},status`.replace('family_name', 'lastname').replace('nhs_number', 'hospital')
  const without = await refusal({ 'export.csv': `${renamed}\n` })
  assert.match(without ?? '', /no column “nhs_number”.*no column “family_name”/)
  const header = await refusal({ 'header.csv': 'CHILD,SEX,DOB,UPN\n1,1,01/01/2015,\n' })
  assert.match(header ?? '', /no column “ethnic”/)
})

test('a sender that is bound to certain contracts sends no other', async () => {
  const claims = { partner: 'lancs-health-visiting', onlyContracts: ['ssd/1.4'] }
  assert.match((await refusal({ 'contacts.csv': CONTACTS }, HEALTH, claims)) ?? '', /may not send/)
  assert.equal(
    await refusal({ 'contacts.csv': CONTACTS }, HEALTH, {
      ...claims,
      onlyContracts: [HEALTH.contract ?? ''],
    }),
    undefined,
  )
})
