import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { registerPartners } from '../../src/feeds/fixtures.ts'
import { testDatabase } from '../database.ts'
import { checkOutcome } from './expectation.ts'
import { MADE } from './made.ts'

/** Guards against a file that makes the service hang; it says nothing about speed. */
const TIMEOUT = 300_000
/** However large the file: pieces, one row or record, and what the database has not yet taken. */
const MOST_MEGABYTES = 400

const run = promisify(execFile)
const database = await testDatabase()
await registerPartners(database)

for (const made of MADE)
  test(`${made.name}: ${made.says}; in bounded memory`, { timeout: TIMEOUT }, async t => {
    const folder = await mkdtemp(join(tmpdir(), 'family-hub-made-'))
    try {
      const script = join(import.meta.dirname, 'deliver-made.ts')
      const env = { ...process.env, TEST_URL: database.url }
      const { stdout, stderr } = await run(process.execPath, [script, made.name, folder], {
        env,
        timeout: TIMEOUT,
      })
      assert.equal(stderr, '', 'something was written to the log')
      const { outcome, grownMegabytes } = JSON.parse(stdout)
      await checkOutcome(database, outcome, made, new Set())
      t.diagnostic(`grew by ${Math.round(grownMegabytes)} MB`)
      assert.ok(grownMegabytes < MOST_MEGABYTES, `grew by ${Math.round(grownMegabytes)} MB`)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
