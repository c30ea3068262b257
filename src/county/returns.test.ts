import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { SaxesParser } from 'saxes'
import { writeCounty } from './county.ts'
import { SSDA903_HEADERS } from './ssda903.ts'

type Row = Record<string, string>

const folder = await mkdtemp(join(tmpdir(), 'returns-'))
after(() => rm(folder, { recursive: true, force: true }))
const TODAY = '2026-11-22'
await writeCounty({ families: 3000, seed: 4, out: folder, today: TODAY })

async function rows(path: string): Promise<Row[]> {
  return parse(await readFile(join(folder, path), 'utf8'), { columns: true })
}

function british(iso = ''): string {
  return iso.split('-').toReversed().join('/')
}

const persons = new Map((await rows('social-care/ssd_person.csv')).map(row => [row['pers_person_id'], row]))
const census = await readFile(join(folder, 'cin-census/CIN_2027_888.xml'), 'utf8')
const children = census.split('<Child>').slice(1)
const valueOf = (child: string, name: string): string =>
  new RegExp(`<${name}>([^<]*)<`).exec(child)?.[1] ?? ''

test('the census is well-formed, and holds every child with a referral that was open in the year', async () => {
  const parser = new SaxesParser()
  parser.on('error', error => assert.fail(error.message))
  parser.write(census).close()
  const open = (await rows('social-care/ssd_cin_episodes.csv')).filter(
    row => row['cine_close_date'] === '' || (row['cine_close_date'] ?? '') >= '2026-04-01',
  )
  const refs = children.map(child => valueOf(child, 'LAchildID'))
  assert.deepEqual(new Set(refs), new Set(open.map(row => row['cine_person_id'])))
  assert.equal(new Set(refs).size, refs.length)
  assert.equal(census.split('<CINdetails>').length - 1, open.length)
})

test('the census says of a child what social care’s own tables say, and no name', () => {
  for (const child of children) {
    const person = persons.get(valueOf(child, 'LAchildID'))
    assert.equal(valueOf(child, 'PersonBirthDate'), person?.['pers_dob'])
    assert.equal(valueOf(child, 'ExpectedPersonBirthDate'), person?.['pers_expected_dob'])
    assert.equal(valueOf(child, 'UPN'), person?.['pers_upn'])
    assert.ok(!child.includes(`>${person?.['pers_surname']}<`), valueOf(child, 'LAchildID'))
  }
})

test('the return on children looked after has every episode since the year before, with the placement and why it ended', async () => {
  const header = await rows('ssda903/header.csv')
  const episodes = await rows('ssda903/episodes.csv')
  const text = await readFile(join(folder, 'ssda903/episodes.csv'), 'utf8')
  assert.equal(text.split('\r\n')[0], SSDA903_HEADERS.episodes)
  const care = (await rows('social-care/ssd_cla_episodes.csv')).filter(
    row =>
      row['clae_cla_episode_ceased_date'] === '' ||
      (row['clae_cla_episode_ceased_date'] ?? '') >= '2025-04-01',
  )
  const keys = care.map(row => [row['clae_person_id'], british(row['clae_cla_episode_start_date'])].join(' '))
  assert.deepEqual(episodes.map(row => [row['CHILD'], row['DECOM']].join(' ')).toSorted(), keys.toSorted())
  assert.ok(episodes.every(row => /^[A-Z]{1,2}\d/.test(row['PL_POST'] ?? '')))
  assert.ok(episodes.every(row => (row['DEC'] === '') === (row['REC'] === '')))
  assert.ok(
    episodes.some(row => row['REC'] === 'E11'),
    'nobody was adopted',
  )
  for (const row of header) {
    assert.equal(row['DOB'], british(persons.get(row['CHILD'])?.['pers_dob']))
    assert.match(row['UPN'] ?? '', /^(UN4|[A-Z]\d{11}[\dA-Z])$/)
  }
})
