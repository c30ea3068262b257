import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { testDatabase } from '../../../test/database.ts'
import { CONTACTS_HEADER, contactRow, registerPartners } from '../fixtures.ts'
import { loadPaths } from '../load.ts'

const folder = await mkdtemp(join(tmpdir(), 'family-hub-gzip-'))
after(() => rm(folder, { recursive: true, force: true }))
const database = await testDatabase()
await registerPartners(database)
const CONTACTS = [
  CONTACTS_HEADER,
  ...Array.from({ length: 500 }, (_, i) => contactRow({ local_patient_id: `P${i}` })),
]
const packed = gzipSync(CONTACTS.join('\n'))

async function load(name: string, bytes: Buffer) {
  const path = join(folder, name)
  await writeFile(path, bytes)
  const [loaded] = await loadPaths(database, [path], { partner: 'lancs-health-visiting' })
  return loaded?.outcome
}

test('a gzip file that is damaged, cut off, empty or a bomb is refused in words, and nothing is stored', async () => {
  const damaged = Buffer.from(packed)
  damaged.fill(0, 400, 440)
  const bomb = gzipSync(Buffer.alloc(64 * 1024 ** 2, 'a,'), { level: 9 })
  const cases: [name: string, bytes: Buffer, says: RegExp][] = [
    ['damaged.csv.gz', damaged, /damaged\.csv\.gz cannot be unpacked: it is damaged or was cut off/],
    ['short.csv.gz', packed.subarray(0, packed.length - 9), /was cut off/],
    ['empty.csv.gz', Buffer.alloc(0), /is empty/],
    ['bomb.csv.gz', bomb, /far more than a table/],
  ]
  for (const [name, bytes, says] of cases) {
    const outcome = await load(name, bytes)
    assert.ok(outcome?.outcome === 'refused', name)
    assert.match(outcome.reason, says)
  }
  const stored = await database.loader.query('select from feeds.source_record')
  assert.equal(stored.rowCount, 0)
})

test('a gzip file is the delivery that it holds', async () => {
  const outcome = await load('contacts.csv.gz', packed)
  assert.ok(outcome?.outcome === 'published' && outcome.rowsAccepted === 500, JSON.stringify(outcome))
  assert.equal((await load('contacts.csv', Buffer.from(CONTACTS.join('\n'))))?.outcome, 'alreadyReceived')
})
