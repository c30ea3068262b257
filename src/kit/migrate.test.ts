import assert from 'node:assert/strict'
import { cp, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { migrate } from './migrate.ts'

const MIGRATIONS = new URL('../../migrations', import.meta.url).pathname

test('a second migration of the same database changes nothing', async () => {
  const database = await testDatabase()
  assert.deepEqual(await migrate(database.url, MIGRATIONS), [])
})

test('a migration that was edited after it was applied is refused by name', async () => {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'))
  await cp(MIGRATIONS, folder, { recursive: true })
  await writeFile(join(folder, '0002_audit.sql'), 'select 1')
  await assert.rejects(migrate(database.url, folder), /0002_audit\.sql was changed/)
})
