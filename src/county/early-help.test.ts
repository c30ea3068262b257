import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { writeCounty } from './county.ts'

type Row = Record<string, string>

const TODAY = '2026-11-22'
const folder = await mkdtemp(join(tmpdir(), 'early-help-'))
after(() => rm(folder, { recursive: true, force: true }))

async function rows(county: string, path: string): Promise<Row[]> {
  return parse(await readFile(join(folder, county, path), 'utf8'), { columns: true })
}

async function countyOf(families: number, seed: number): Promise<string> {
  const name = `${families}-${seed}`
  await writeCounty({ families, seed, out: join(folder, name), today: TODAY })
  return name
}

/** The true families that the key worker helps now. */
async function familiesOf(county: string, worker: string): Promise<Set<string>> {
  const truth = new Map(
    (await rows(county, 'truth/persons.csv')).map(row => [row['source_ref'], row['true_person']]),
  )
  const open = (await rows(county, 'early-help/ssd_early_help_episodes.csv')).filter(
    row => row['earl_episode_worker_id'] === worker && row['earl_episode_end_date'] === '',
  )
  return new Set(open.map(row => truth.get(row['earl_person_id'])?.split('-')[0] ?? ''))
}

const large = await countyOf(2000, 7)

test('the first key worker has families in every county, and never more than one person can help', async () => {
  for (const seed of [1, 2, 3, 7, 99]) {
    const families = await familiesOf(await countyOf(60, seed), 'PR-EH001')
    assert.ok(families.size >= 3, `${families.size} families, seed ${seed}`)
  }
  for (const county of [large, await countyOf(2000, 20_261_122)]) {
    const families = await familiesOf(county, 'PR-EH001')
    assert.ok(families.size >= 10 && families.size <= 30, `${families.size} families, ${county}`)
  }
})

test('early help and its workers stand in early help’s own delivery only', async () => {
  const delivery = JSON.parse(await readFile(join(folder, large, 'early-help/delivery.json'), 'utf8')) as Row
  assert.equal(delivery['partner'], 'lancs-early-help')
  assert.equal(delivery['contract'], 'ssd/1.4')
  const staff = (await rows(large, 'early-help/ssd_professionals.csv')).map(row => row['prof_staff_id'] ?? '')
  assert.ok(staff.length > 1 && staff.every(id => id.startsWith('EH')))
  for (const table of ['ssd_professionals', 'ssd_department', 'ssd_involvements', 'department_contacts']) {
    const text = await readFile(join(folder, large, `social-care/${table}.csv`), 'utf8')
    assert.doesNotMatch(text, /EH\d{3}|T-EH|early help/i, table)
  }
  await assert.rejects(readFile(join(folder, large, 'social-care/ssd_early_help_episodes.csv')), {
    code: 'ENOENT',
  })
})

test('early help knows families with social care and alone, under its own numbers and in its own words', async () => {
  const truth = await rows(large, 'truth/persons.csv')
  const held = (partner: string): Row[] => truth.filter(row => row['partner_id'] === partner)
  const own = held('lancs-early-help')
  assert.ok(own.every(row => /^EH\d{6,}$/.test(row['source_ref'] ?? '')))
  const inCare = new Set(held('lancs-csc').map(row => row['true_person']))
  const both = own.filter(row => inCare.has(row['true_person']))
  assert.ok(both.length > 40 && own.length - both.length > 40, `${both.length} of ${own.length}`)
  const slips = own.filter(row =>
    /respelt|former|exchanged|swap|digit|year|default/.test(row['hard_case'] ?? ''),
  )
  assert.ok(slips.length > own.length / 12, `${slips.length} of ${own.length}`)
})
