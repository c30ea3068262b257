import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { BACKUP_PLAN } from '../../src/cli/backup.ts'
import { holdsFacts, restoreBackup, verifyBackup, writeBackup } from '../../src/kit/backup.ts'
import type { Database } from '../../src/kit/database.ts'
import { rebuild } from '../../src/records/rebuild.ts'
import { countyDatabase } from '../county-database.ts'
import { testDatabase } from '../database.ts'

const folder = await mkdtemp(join(tmpdir(), 'family-hub-backup-'))
after(() => rm(folder, { recursive: true }))
const file = join(folder, 'county.fhb')
const county = await countyDatabase({ families: 20 })
await writeBackup(county.database.owner, file, BACKUP_PLAN)

/** Derived again after a restore, at another time. */
const DERIVED = new Set(['records.search_entry', 'records.review_pair', 'records.address_hold'])

/** Of each table, facts and derived ones, how many rows it has and a sum over them, whatever their order. */
async function fingerprint({ owner }: Database): Promise<Record<string, string>> {
  const tables = await owner.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relkind = 'r' and relnamespace = any (array['audit', 'registers', 'feeds', 'records']::regnamespace[]::oid[])`,
  )
  const prints: Record<string, string> = {}
  for (const { name } of tables.rows) {
    const found = await owner.query<{ print: string }>(
      `select count(*) || ':' || coalesce(sum(hashtextextended((to_jsonb(t) - $1::text[])::text, 0)), 0) as print from ${name} t`,
      [['transaction_id', ...(DERIVED.has(name) ? ['recorded_at'] : [])]],
    )
    prints[name] = found.rows[0]?.print ?? ''
  }
  return prints
}

test('a restored backup answers as before: every fact and every derived row is the same', async () => {
  const other = await testDatabase()
  assert.equal(await holdsFacts(other.owner, BACKUP_PLAN), false)
  const summary = await verifyBackup(other.owner, file, BACKUP_PLAN)
  assert.ok(summary.rows > 1000)
  await restoreBackup(other.owner, file, BACKUP_PLAN)
  await rebuild(other)
  assert.deepEqual(await fingerprint(other), await fingerprint(county.database))
  assert.equal(await holdsFacts(other.owner, BACKUP_PLAN), true)
  const next = await other.loader.query<{ id: number }>(
    `insert into feeds.delivery (partner_id, contract, mode, as_of, content_hash, state, sent_by)
     values ('p', 'c', 'changes', now(), '', 'refused', 'test') returning delivery_id as id`,
  )
  const before = await county.database.owner.query<{ id: number }>(
    'select max(delivery_id) as id from feeds.delivery',
  )
  assert.equal(next.rows[0]?.id, (before.rows[0]?.id ?? 0) + 1)
})

test('a backup that is cut off, changed or of another kind is refused before anything is written', async () => {
  const other = await testDatabase()
  const whole = await readFile(file)
  const damaged = Buffer.from(whole)
  damaged.writeUInt8(damaged.readUInt8(5000) ^ 0xff, 5000)
  const kinds = { cut: whole.subarray(0, whole.length >> 1), damaged, other: Buffer.from('no backup') }
  for (const [kind, bytes] of Object.entries(kinds)) {
    const path = join(folder, kind)
    await writeFile(path, bytes)
    await assert.rejects(verifyBackup(other.owner, path, BACKUP_PLAN), { code: 'backup-unusable' }, kind)
  }
  assert.equal(await holdsFacts(other.owner, BACKUP_PLAN), false)
})
