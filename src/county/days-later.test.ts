import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { writeCounty } from './county.ts'

type Row = Record<string, string>

const folder = await mkdtemp(join(tmpdir(), 'days-later-'))
after(() => rm(folder, { recursive: true, force: true }))
const county = { families: 1200, seed: 11, today: '2026-11-22' }
const DAYS = [0, 1, 120]
for (const days of DAYS) await writeCounty({ ...county, days, out: join(folder, String(days)) })

async function rows(days: number, path: string): Promise<Row[]> {
  return parse(await readFile(join(folder, String(days), path), 'utf8'), { columns: true })
}

async function truthOf(days: number): Promise<Map<string, Row>> {
  const truth = await rows(days, 'truth/persons.csv')
  return new Map(truth.map(row => [`${row['partner_id']}/${row['contract']}/${row['source_ref']}`, row]))
}

/** The rows of one county by their key, with those that are in another and differ there. */
async function compare(
  path: string,
  key: string,
  later: number,
): Promise<{ same: number; changed: number; new: number; gone: number }> {
  const before = new Map((await rows(0, path)).map(row => [row[key], row]))
  const now = new Map((await rows(later, path)).map(row => [row[key], row]))
  const found = { same: 0, changed: 0, new: 0, gone: 0 }
  for (const [at, row] of before) {
    const other = now.get(at)
    if (other === undefined) found.gone++
    else found[JSON.stringify(other) === JSON.stringify(row) ? 'same' : 'changed']++
  }
  for (const at of now.keys()) if (!before.has(at)) found.new++
  return found
}

test('on the day on which it is made a county has lived on for no day', async () => {
  const out = join(folder, 'made')
  await writeCounty({ ...county, out })
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = relative(out, join(entry.parentPath, entry.name))
    assert.equal(
      await readFile(join(out, path), 'utf8'),
      await readFile(join(folder, '0', path), 'utf8'),
      path,
    )
  }
})

test('a reference is the same true person on every day', async () => {
  const before = await truthOf(0)
  for (const days of DAYS.slice(1)) {
    let both = 0
    for (const [ref, row] of await truthOf(days)) {
      const known = before.get(ref)
      if (known === undefined) continue
      both++
      assert.equal(row['true_person'], known['true_person'], `${ref} after ${days} days`)
    }
    assert.ok(both > before.size * 0.9, `${both} of ${before.size} after ${days} days`)
  }
})

test('the workers stay, whatever happens to families', async () => {
  assert.deepEqual(await rows(120, 'register/practitioners.csv'), await rows(0, 'register/practitioners.csv'))
})

test('one day changes little, and four months bring moves, births, leavers and new and ended help', async () => {
  const nextDay = await compare('social-care/ssd_cin_episodes.csv', 'cine_referral_id', 1)
  assert.ok(nextDay.same > 10 * (nextDay.changed + nextDay.new + nextDay.gone), JSON.stringify(nextDay))
  const cases = await compare('social-care/ssd_cin_episodes.csv', 'cine_referral_id', 120)
  assert.ok(cases.new > 0 && cases.changed > 0 && cases.gone === 0, JSON.stringify(cases))
  const helped = await compare('early-help/ssd_early_help_episodes.csv', 'earl_episode_id', 120)
  assert.ok(helped.new > 0 && helped.changed > 0 && helped.gone === 0, JSON.stringify(helped))
  const stays = await compare('social-care/ssd_address.csv', 'addr_table_id', 120)
  assert.ok(stays.new > 0 && stays.changed > 0, JSON.stringify(stays))
  const patients = await rows(120, 'health-visiting/contacts.csv')
  assert.ok(
    patients.some(row => (row['birth_date'] ?? '') > '2026-11-22'),
    'nobody was born',
  )
  assert.ok(patients.every(row => (row['birth_date'] ?? '') < '2027-03-22'))
  const pupils = async (days: number): Promise<Set<string>> =>
    new Set(
      [...(await truthOf(days))]
        .filter(([ref]) => ref.startsWith('school-'))
        .map(([, row]) => row['true_person'] ?? ''),
    )
  const left = (await pupils(0)).difference(await pupils(120))
  assert.ok(left.size > 0, 'nobody left the county')
})

test('a child who was expected keeps the number when it is born', async () => {
  const expected = (await rows(0, 'social-care/ssd_person.csv')).filter(
    row => row['pers_expected_dob'] !== '',
  )
  const later = new Map(
    (await rows(120, 'social-care/ssd_person.csv')).map(row => [row['pers_person_id'], row]),
  )
  const born = expected
    .map(row => later.get(row['pers_person_id']))
    .filter(row => row !== undefined && row['pers_dob'] !== '')
  assert.ok(born.length > 0, `none of ${expected.length}`)
  for (const row of born) assert.ok(row?.['pers_expected_dob'] === '' && row['pers_forename'] !== 'Unborn')
})
