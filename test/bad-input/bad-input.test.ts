import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { deliver } from '../../src/feeds/deliver.ts'
import { forgetDeliveries, registerPartners } from '../../src/feeds/fixtures.ts'
import { openSource } from '../../src/feeds/readers/source.ts'
import { testDatabase } from '../database.ts'
import { checkOutcome, type Expectation, expectation, wordsOf } from './expectation.ts'
import { trapNetwork } from './no-network.ts'

/** Guards against a file that makes the service hang; it says nothing about speed. */
const TIMEOUT = 120_000
const CASES = join(import.meta.dirname, 'cases')
const CLOCK = () => new Date('2026-11-22T12:00:00Z')

const cases = await Promise.all(
  (await readdir(CASES)).toSorted().map(async name => {
    const written = await readFile(join(CASES, name, 'expect.json'), 'utf8')
    return { name, expected: expectation.parse(JSON.parse(written)) }
  }),
)
const database = await testDatabase()
await registerPartners(database)
const opened = trapNetwork(database.url)

test('the trap for connections notes one', async () => {
  await fetch('http://127.0.0.1:47123/').catch(() => {})
  assert.equal(opened.splice(0).length, 1)
})

for (const { name, expected } of cases)
  test(`${name}: ${expected.says}`, { timeout: TIMEOUT }, async () => {
    await forgetDeliveries(database)
    const path = await whatIsSent(join(CASES, name, 'sent'))
    await checkOutcome(
      database,
      await send(path, expected),
      expected,
      await valuesIn(join(CASES, name, 'sent')),
    )
    assert.deepEqual(opened, [], 'a connection was opened')
  })

/** A folder with one file is that file, as somebody would send it. */
async function whatIsSent(folder: string): Promise<string> {
  const [first, ...others] = await readdir(folder)
  return first !== undefined && others.length === 0 ? join(folder, first) : folder
}

async function send(path: string, { partner, contract, asOf }: Expectation) {
  const source = await openSource(path)
  if ('refused' in source)
    return { outcome: 'refused' as const, deliveryId: undefined, reason: source.refused }
  const options = { partner, contract, asOf, clock: CLOCK }
  return await deliver(database, source.source, options).finally(source.source.close)
}

/** Words of the rows of the files, which are behind the first line of a table and between the tags of a document. */
async function valuesIn(folder: string): Promise<Set<string>> {
  const values = new Set<string>()
  for (const name of await readdir(folder)) {
    if (!/\.(csv|xml)(\.gz)?$/.test(name)) continue
    const bytes = await readFile(join(folder, name))
    const text = name.endsWith('.gz') ? unpacked(bytes) : bytes.toString('utf8')
    if (text.includes('\0')) continue
    const parts = text.includes('<') ? text.split(/<[^>]*>/) : text.split(/[\r\n]+/).slice(1)
    for (const word of parts.flatMap(wordsOf)) values.add(word)
  }
  return values
}

function unpacked(bytes: Buffer): string {
  try {
    return gunzipSync(bytes).toString('utf8')
  } catch {
    return ''
  }
}
