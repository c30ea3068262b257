import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { Fault } from '../../src/kit/faults.ts'
import { linkFiles } from '../../src/linkage/link-files.ts'
import { readModelFile } from '../../src/linkage/model-file.ts'
import { readParquet } from '../../src/linkage/read/read-parquet.ts'
import { writeClusters } from '../../src/linkage/write/write-clusters.ts'

/** Made-up people, written once by PyArrow: three row groups, Zstandard, a dictionary, dates, moments, decimals, nulls, a list. */
const PEOPLE = new URL('parquet/people.parquet', import.meta.url).pathname
/** The same rows as text. */
const TEXT = new URL('parquet/people.csv', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'family-hub-parquet-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const modelOf = (more: object = {}) =>
  readModelFile(
    JSON.stringify({
      columns: {
        id: 'id',
        source: 'source',
        given: 'given',
        family: 'family',
        birthDate: 'born',
        sex: 'sex',
        phone: 'phone',
        uprn: 'uprn',
        addressLine: 'address',
        ...more,
      },
    }),
    'model.json',
  )

async function clustersOf(path: string, more: object = {}): Promise<string> {
  const out = join(folder, 'clusters.csv')
  writeClusters(out, await linkFiles([path], modelOf(more), { threads: 2 }))
  return readFileSync(out, 'utf8')
}

test('a Parquet file gives the clusters of the CSV file with the same rows', async () => {
  const clusters = await clustersOf(PEOPLE)
  assert.equal(clusters, await clustersOf(TEXT))
  assert.match(clusters, /school,1,care:0,\d/)
})

test('dates, moments, whole numbers, decimals, truths and nulls are written as a person would', async () => {
  const names = 'id source given family born seen phone uprn score sex address active'.split(' ')
  const read = Buffer.from(new Uint8Array(await readParquet(PEOPLE, names))).toString()
  const plain = parse(readFileSync(TEXT), { columns: true }) as Record<string, string>[]
  assert.deepEqual(
    parse(read, { columns: true }),
    plain.map(row => Object.fromEntries(names.map(name => [name, row[name]]))),
  )
})

const refused = (path: string, says: RegExp, more: object = {}): Promise<void> =>
  assert.rejects(clustersOf(path, more), error => error instanceof Fault && says.test(error.message))

test('a broken Parquet file, a missing column and a list are refused in words', async () => {
  const whole = readFileSync(PEOPLE)
  const broken = (name: string, bytes: Uint8Array): string => {
    writeFileSync(join(folder, name), bytes)
    return join(folder, name)
  }
  await refused(
    broken('short.parquet', whole.subarray(0, 900)),
    /short.parquet is no Parquet file that can be read whole .* save it as CSV/,
  )
  await refused(
    broken('empty.parquet', new Uint8Array()),
    /empty.parquet is no Parquet file that can be read whole/,
  )
  await refused(
    broken('text.parquet', Buffer.from('id,given\n')),
    /text.parquet is no Parquet file that can be read whole/,
  )
  await refused(
    broken('middle.parquet', Buffer.concat([whole.subarray(0, 200), Buffer.alloc(400), whole.subarray(600)])),
    /is no Parquet file that can be read whole/,
  )
  await refused(PEOPLE, /no column "ward". Its columns are: id, source, given/, { text: ['ward'] })
  await refused(PEOPLE, /column "tags" holds lists or parts/, { text: ['tags'] })
  const unnamed = join(folder, 'people-without-ending')
  copyFileSync(PEOPLE, unnamed)
  assert.equal(await clustersOf(unnamed), await clustersOf(TEXT))
})
