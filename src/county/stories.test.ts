import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { writeCounty } from './county.ts'
import { ageOn, dayOf } from './days.ts'
import type { SignIn } from './register-files.ts'

type Row = Record<string, string>

const folder = await mkdtemp(join(tmpdir(), 'stories-'))
after(() => rm(folder, { recursive: true, force: true }))
await writeCounty({ families: 50, seed: 1, out: folder, today: '2026-11-22' })

async function rows(path: string, of = folder): Promise<Row[]> {
  return parse(await readFile(join(of, path), 'utf8'), { columns: true })
}

const STORIES =
  'smith refuge restricted adopted near-twins looked-after review two-homes unborn care-leaver traveller county-border trap other-caseload notice-and-move adopted-this-year temporary-accommodation nursery youth-justice sensitive-services'

test('every story is told in a county of fifty families, the same for every seed and size', async () => {
  const other = join(folder, 'other')
  await writeCounty({ families: 400, seed: 99, out: other, today: '2026-11-22' })
  const told = await rows('truth/stories.csv')
  assert.deepEqual(told.map(row => row['story']).join(' '), STORIES)
  assert.deepEqual(await rows('truth/stories.csv', other), told)
  const recordsOf = async (of: string): Promise<Row[]> =>
    (await rows('truth/persons.csv', of)).filter(row => row['hard_case']?.startsWith('story-'))
  assert.deepEqual(await recordsOf(other), await recordsOf(folder))
})

test('ages in stories are right on any day of the demonstration', async () => {
  for (const today of ['2026-03-11', '2026-03-12', '2027-02-28', '2028-02-29', '2026-08-31', '2026-09-01']) {
    const out = join(folder, today)
    await writeCounty({ families: 4, seed: 1, out, today })
    const mohammed = (await rows('social-care/ssd_person.csv', out)).find(
      row => row['pers_forename'] === 'Mohammed' && row['pers_surname'] === 'Smith',
    )
    const born = mohammed?.['pers_dob'] ?? ''
    assert.match(born, /-03-12$/)
    assert.equal(ageOn(dayOf(born), dayOf(today)), 3)
  }
})

test('the Smiths are misspelt by health visiting, in need with Joanne Kay, and two at school and home', async () => {
  const patients = await rows('health-visiting/contacts.csv')
  const mohamed = patients.find(row => row['family_name'] === 'Smithe')
  assert.equal(mohamed?.['given_name'], 'Mohamed')
  assert.equal(mohamed?.['worker_id'], 'HV001')
  assert.match(mohamed?.['nhs_number'] ?? '', /^999/)
  const person = (await rows('social-care/ssd_person.csv')).find(row => row['pers_surname'] === 'Smith')
  const involvements = (await rows('social-care/ssd_involvements.csv')).filter(
    row => row['invo_person_id'] === person?.['pers_person_id'],
  )
  const open = involvements.filter(row => row['invo_involvement_end_date'] === '')
  assert.deepEqual(
    open.map(row => row['invo_professional_id']),
    ['PR-SW001'],
  )
  const known = (await rows('early-help/ssd_person.csv')).find(row => row['pers_surname'] === 'Smith')
  const helped = (await rows('early-help/ssd_early_help_episodes.csv')).find(
    row => row['earl_person_id'] === known?.['pers_person_id'],
  )
  assert.equal(helped?.['earl_episode_worker_id'], 'PR-EH001')
  const ended = helped['earl_episode_end_date'] ?? ''
  assert.ok(ended !== '' && ended < (open[0]?.['invo_involvement_start_date'] ?? ''))
})

test('all records of the family in the refuge are protected, contacts of the school among them', async () => {
  const refs = (await rows('truth/persons.csv'))
    .filter(row => row['hard_case'] === 'story-refuge')
    .map(row => row['source_ref'])
  const covered = new Set(
    (await rows('protections/protections.csv'))
      .filter(row => row['kind'] === 'confidential-address')
      .map(row => row['source_ref']),
  )
  assert.ok(refs.length >= 6)
  for (const ref of refs) assert.ok(covered.has(ref ?? ''), `${ref} is not covered`)
})

test('the trap names a health visitor’s id in social care’s file, and the register has no such worker there', async () => {
  const professional = (await rows('social-care/ssd_professionals.csv')).filter(
    row => row['prof_staff_id'] === 'HV001',
  )
  assert.equal(professional.length, 1)
  const practitioners = await rows('register/practitioners.csv')
  const holders = practitioners.filter(row => row['worker_id'] === 'HV001').map(row => row['partner_id'])
  assert.deepEqual(holders, ['lancs-health-visiting'])
})

test('twenty-one people sign in, each a practitioner of the register with training in date', async () => {
  const signIns = JSON.parse(await readFile(join(folder, 'demonstration/sign-ins.json'), 'utf8')) as SignIn[]
  assert.equal(signIns.length, 21)
  const practitioners = await rows('register/practitioners.csv')
  const keys = new Map(practitioners.map(row => [`${row['partner_id']}/${row['worker_id']}`, row]))
  assert.equal(keys.size, practitioners.length)
  const roles = new Set<string>()
  for (const signIn of signIns) {
    for (const key of signIn.practitioners) {
      const practitioner = keys.get(key)
      assert.ok(practitioner !== undefined, key)
      assert.ok(
        signIn.name === practitioner['name'] && (practitioner['training_valid_to'] ?? '') > '2026-11-22',
      )
      roles.add(practitioner['role'] ?? '')
    }
  }
  assert.equal(roles.size, 15)
  const team = (key: string): string | undefined => keys.get(key)?.['team']
  assert.equal(team('lancs-csc/TM-C01'), team('lancs-csc/SW001'))
})

test('no random family can be taken for one of a story', async () => {
  const names = new Map<string, string>()
  for (const row of await rows('truth/persons.csv'))
    names.set(row['source_ref'] ?? '', row['hard_case'] ?? '')
  const storyNames = new Set<string>()
  const patients = [
    ...[...(await rows('social-care/ssd_person.csv')), ...(await rows('early-help/ssd_person.csv'))].map(
      row => [row['pers_person_id'], row['pers_forename'], row['pers_surname']],
    ),
    ...(await rows('health-visiting/contacts.csv')).map(row => [
      row['local_patient_id'],
      row['given_name'],
      row['family_name'],
    ]),
  ]
  const isStory = (ref = ''): boolean => names.get(ref)?.startsWith('story-') ?? false
  for (const [ref, given, family] of patients) if (isStory(ref)) storyNames.add(`${given} ${family}`)
  for (const [ref, given, family] of patients)
    if (!isStory(ref)) assert.ok(!storyNames.has(`${given} ${family}`))
})
