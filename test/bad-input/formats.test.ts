import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { deliver } from '../../src/feeds/deliver.ts'
import { forgetDeliveries, registerPartners } from '../../src/feeds/fixtures.ts'
import { openSource } from '../../src/feeds/readers/source.ts'
import { csvParser } from '../../src/kit/csv.ts'
import { testDatabase } from '../database.ts'
import { JSON_VALUES, NO_JSON_VALUES } from './json-texts.ts'

/** Outside collections of what CSV may look like, and what is JSON and what is not. */

const SPECTRUM = dirname(createRequire(import.meta.url).resolve('csv-spectrum'))
const spectrum = (await readdir(join(SPECTRUM, 'csvs'))).map(name => name.replace('.csv', ''))
const folder = await mkdtemp(join(tmpdir(), 'family-hub-formats-'))
const database = await testDatabase()
await registerPartners(database)
after(() => rm(folder, { recursive: true, force: true }))

for (const name of spectrum)
  test(`csv-spectrum ${name}: every cell is read as it should be, and the file is refused in words`, async () => {
    const path = join(SPECTRUM, 'csvs', `${name}.csv`)
    const parser = csvParser()
    const text = await readFile(path, 'utf8')
    const [header = [], ...rows] = [...parser.push(text), ...parser.end()].map(row => row.cells ?? [])
    const records = rows.map(cells => Object.fromEntries(header.map((key, at) => [key, cells[at]])))
    assert.deepEqual(records.map(comparable), (await answersTo(name)).map(comparable))
    const outcome = await send(path)
    assert.ok(outcome.outcome === 'refused')
    assert.match(outcome.reason, /^\S.* is of no kind that is known here.*\.$/)
  })

type Row = Record<string, string | undefined>

async function answersTo(name: string): Promise<Row[]> {
  const answers: Row | Row[] = JSON.parse(await readFile(join(SPECTRUM, 'json', `${name}.json`), 'utf8'))
  return [answers].flat()
}

/** One answer of the collection gives another telephone number than its question. */
function comparable(row: Row): Row {
  return { ...row, 'Contact Phone Number': undefined }
}

async function send(path: string) {
  const opened = await openSource(path)
  if ('refused' in opened)
    return { outcome: 'refused' as const, deliveryId: undefined, reason: opened.refused }
  return await deliver(database, opened.source, { partner: 'lancs-csc' }).finally(opened.source.close)
}

const ROW = 'pers_person_id,pers_forename,pers_surname,pers_dob\n11,Asha,Ashton,2015-01-01\n'

async function sendNote(value: string) {
  await forgetDeliveries(database)
  const note = `{"partner":"lancs-csc","contract":"ssd/1.4","asOf":"2026-11-20","more":${value}}`
  await writeFile(join(folder, 'delivery.json'), note)
  await writeFile(join(folder, 'ssd_person.csv'), ROW)
  return await send(folder)
}

test('a note may hold whatever is JSON', async () => {
  for (const value of JSON_VALUES)
    assert.equal((await sendNote(value)).outcome, 'published', value.slice(0, 80))
})

test('a note that is no JSON is refused in words', async () => {
  for (const value of NO_JSON_VALUES) {
    const outcome = await sendNote(value)
    assert.ok(outcome.outcome === 'refused', value)
    assert.match(outcome.reason, /it is not JSON/, value)
  }
})
