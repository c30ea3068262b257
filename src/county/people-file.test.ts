import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { writeCounty } from './county.ts'
import { PEOPLE_HEADER } from './people-file.ts'

type Row = Record<string, string>

const folder = await mkdtemp(join(tmpdir(), 'people-'))
after(() => rm(folder, { recursive: true, force: true }))
const county = { families: 400, seed: 5, today: '2026-11-22' }
const alone = join(folder, 'alone.csv')
const beside = join(folder, 'beside.csv')
const out = join(folder, 'county')
await writeCounty({ ...county, people: alone })
await writeCounty({ ...county, people: beside, out })

async function rows(path: string): Promise<Row[]> {
  return parse(await readFile(path, 'utf8'), { columns: true })
}

test('the file of people is the same with the partners’ files and without, and without them nothing else is written', async () => {
  assert.equal(await readFile(alone, 'utf8'), await readFile(beside, 'utf8'))
  assert.deepEqual((await readdir(folder)).toSorted(), ['alone.csv', 'beside.csv', 'county'])
})

test('every record of the truth is one row, with the same person behind it', async () => {
  const people = await rows(alone)
  const truth = await rows(join(out, 'truth', 'persons.csv'))
  assert.equal(Object.keys(people[0] ?? {}).join(','), PEOPLE_HEADER)
  assert.deepEqual(
    people.map(row => [row['rec_id'], row['truth_id'], row['culture']]),
    truth.map(row => [
      `${row['partner_id']}/${row['contract']}/${row['source_ref']}`,
      row['true_person'],
      row['culture'],
    ]),
  )
  assert.equal(new Set(people.map(row => row['rec_id'])).size, people.length)
})

test('a row says what the partner’s file says', async () => {
  const people = new Map((await rows(alone)).map(row => [row['rec_id'], row]))
  for (const patient of await rows(join(out, 'health-visiting', 'contacts.csv'))) {
    const row = people.get(`lancs-health-visiting/health-visiting/1/${patient['local_patient_id']}`)
    const said = [
      ['first_name', 'given_name'],
      ['surname', 'family_name'],
      ['maiden', 'previous_family_name'],
      ['dob', 'birth_date'],
      ['sex', 'sex'],
      ['address', 'address_line'],
      ['postcode', 'postcode'],
      ['uprn', 'uprn'],
      ['nhs_number', 'nhs_number'],
    ] as const
    for (const [mine, theirs] of said)
      assert.equal(row?.[mine], patient[theirs], patient['local_patient_id'] ?? '')
  }
})

test('who an adopted child was carries a seal, and nobody else does', async () => {
  const sealed = (await rows(alone)).filter(row => row['seal'] !== '')
  assert.ok(sealed.length > 0)
  for (const row of sealed) assert.ok(row['truth_id']?.endsWith('-sealed'))
})
