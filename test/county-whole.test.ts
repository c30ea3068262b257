import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { identityId } from '../src/feeds/sections.ts'
import { countyDatabase } from './county-database.ts'

/** The county as every partner sends it, each in the ways of its own system, against the truth beside it. */
const { database, folder, personsOf } = await countyDatabase({ families: 600 })
const truth: Record<string, string>[] = parse(await readFile(join(folder, 'truth/persons.csv')), {
  columns: true,
})

function identityOf(row: Record<string, string>): string {
  return identityId(row['partner_id'] ?? '', row['contract'] ?? '', row['source_ref'] ?? '')
}

test('every record of the county is read, from every feed, and nothing else', async () => {
  const { rows } = await database.owner.query<{ identity: string }>(
    'select identity from records.current_member',
  )
  const read = new Set(rows.map(row => row.identity))
  const missing = truth.filter(row => !read.has(identityOf(row)))
  assert.deepEqual(missing, [])
  assert.equal(read.size, truth.length)
  assert.equal(new Set(truth.map(row => row['contract'])).size, 10)
})

test('of the county’s files nothing is rejected but what their encoding is told of', async () => {
  const { rows } = await database.owner.query(
    "select contract, rule, column_name, row_number from feeds.rejection join feeds.delivery using (delivery_id) where rule <> 'encoding'",
  )
  assert.deepEqual(rows, [])
})

test('a child adopted this year is another person than before, with no protection that anybody recorded by hand', async () => {
  const persons = await personsOf('adopted-this-year')
  const [before] = await personsOf('adopted-this-year', 'lancs-csc')
  const [now] = await personsOf('adopted-this-year', 'lancs-health-visiting')
  assert.ok(persons.length >= 2 && before !== now)
  const protections = await readFile(join(folder, 'protections/protections.csv'), 'utf8')
  const stories = await readFile(join(folder, 'truth/stories.csv'), 'utf8')
  const ref = /lancs-csc:(\d+)/.exec(
    stories.split('\n').find(line => line.startsWith('adopted-this-year,')) ?? '',
  )?.[1]
  assert.ok(ref !== undefined && !protections.includes(`,${ref},`))
})
