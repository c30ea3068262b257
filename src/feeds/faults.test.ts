import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { testDatabase } from '../../test/database.ts'
import type { Database } from '../kit/database.ts'
import { deliver } from './deliver.ts'
import {
  CONTACTS_HEADER,
  contactRow,
  deliverContacts,
  deliverPersons,
  forgetDeliveries,
  HEALTH,
  liveHash,
  liveSurnames,
  registerPartners,
  revokeAgreement,
  sourceOfTexts,
} from './fixtures.ts'
import type { DeliverySource } from './readers/source.ts'
import { sweepUnpublished } from './sweep.ts'

const MANY = Array.from({ length: 12_000 }, (_, i) =>
  contactRow({ local_patient_id: `P${i}`, family_name: `Name${i}` }),
)
const BIG = [CONTACTS_HEADER, ...MANY, ''].join('\n')

/** A source that breaks on its second reading, after so many pieces. */
function breakingAfter(pieces: number): DeliverySource {
  const whole = sourceOfTexts({ 'contacts.csv': BIG }, HEALTH)
  let opened = 0
  const files = whole.files.map(file => ({
    name: file.name,
    open: async function* () {
      opened++
      let given = 0
      for await (const piece of file.open()) {
        if (opened > 1 && given++ >= pieces) throw new Error('the disk is gone')
        yield piece
      }
    },
  }))
  return { ...whole, files }
}

test('a load that breaks in the middle shows nothing, and the same bytes load whole afterwards', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  await assert.rejects(deliver(database, breakingAfter(25)), { code: 'file-unreadable' })
  const stored = await database.loader.query('select count(*) as n from feeds.source_record')
  assert.ok(stored.rows[0].n > 0, 'some chunks were stored')
  assert.deepEqual(await liveSurnames(database), [])
  const again = await deliver(database, sourceOfTexts({ 'contacts.csv': BIG }, HEALTH))
  assert.ok(again.outcome === 'published')
  assert.equal(again.rowsAccepted, MANY.length)
  assert.equal((await liveSurnames(database)).length, MANY.length)
})

test('a process that is killed in mid-load leaves nothing visible, no double and no gap', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const folder = await mkdtemp(join(tmpdir(), 'family-hub-kill-'))
  try {
    const file = join(folder, 'contacts.csv')
    await writeFile(file, BIG)
    for (const killAt of [1, 6000, 11_000]) await killWhileLoading(database, file, killAt)
    assert.deepEqual(await liveSurnames(database), [])
    await waitUntilSwept(database)
    const loaded = await deliver(database, sourceOfTexts({ 'contacts.csv': BIG }, HEALTH))
    assert.equal(loaded.outcome, 'published')
    const names = await liveSurnames(database)
    assert.equal(new Set(names).size, MANY.length)
    assert.equal(names.length, MANY.length)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

/** Loads the file in a process of its own that is killed when it has read so many rows. */
async function killWhileLoading(database: Database, file: string, rows: number): Promise<void> {
  const script = `
    import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, '../kit/database.ts'))}
    import { deliver } from ${JSON.stringify(join(import.meta.dirname, 'deliver.ts'))}
    import { openSource } from ${JSON.stringify(join(import.meta.dirname, 'readers/source.ts'))}
    const opened = await openSource(process.argv[1])
    const onProgress = progress => { if (progress.rows >= ${rows}) process.kill(process.pid, 'SIGKILL') }
    await deliver(openDatabase(process.env.URL), opened.source, { partner: 'lancs-health-visiting', onProgress })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, file], {
    env: { ...process.env, URL: database.url },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [, signal] = await once(child, 'exit')
  assert.equal(signal, 'SIGKILL')
}

/** The server notices that a killed process is gone a moment later. */
async function waitUntilSwept(database: Database): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    await sweepUnpublished(database)
    const open = await database.loader.query(
      `select from feeds.delivery where state in ('received', 'checked')`,
    )
    if (open.rowCount === 0) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  assert.fail('a delivery of a killed process was not swept')
}

test('an agreement that is revoked in mid-file publishes nothing', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  let revoking: Promise<void> | undefined
  const source = sourceOfTexts({ 'contacts.csv': BIG }, HEALTH)
  const slow: DeliverySource = {
    ...source,
    files: source.files.map(file => ({
      name: file.name,
      open: async function* () {
        for await (const piece of file.open()) {
          await revoking
          yield piece
        }
      },
    })),
  }
  const outcome = await deliver(database, slow, {
    onProgress: () => {
      revoking ??= revokeAgreement(database)
    },
  })
  assert.equal(outcome.outcome, 'refused')
  assert.deepEqual(await liveSurnames(database), [])
})

test('a partner without a live sharing agreement is refused whole, before a row is stored', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  await revokeAgreement(database)
  const outcome = await deliverContacts(database, [{}])
  assert.equal(outcome.outcome, 'refused')
  const stored = await database.loader.query('select from feeds.source_record')
  assert.equal(stored.rowCount, 0)
})

test('deliveries in any order, and repeated, end in the same state', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const snapshots = [
    ['2026-11-01', ['Ashton', 'Barlow']],
    ['2026-11-02', ['Ashton', 'Crook', 'Dixon']],
    ['2026-11-03', ['Barlow', 'Crook']],
  ] as const
  let first: string | undefined
  const orders = fc.shuffledSubarray([0, 1, 2, 0, 1, 2], { minLength: 6 })
  await fc.assert(
    fc.asyncProperty(orders, async order => {
      await forgetDeliveries(database)
      for (const at of order) {
        const [asOf, names] = snapshots[at] ?? snapshots[0]
        await deliverPersons(
          database,
          asOf,
          names.map(surname => ({ id: surname, surname })),
        )
        await deliverContacts(database, [
          { family_name: `Row${at}`, as_of: `${asOf}T12:00:00Z` },
          { family_name: `Older${at}`, as_of: `${asOf}T11:00:00Z` },
        ])
      }
      const hash = await liveHash(database)
      first ??= hash
      assert.equal(hash, first)
      assert.deepEqual(await liveSurnames(database), ['Barlow', 'Crook', 'Row2'])
    }),
    { numRuns: Number(process.env['PROVE_N'] ?? 1) * 5 },
  )
})

test('what a column without a purpose holds appears nowhere in the database', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const text = `${CONTACTS_HEADER},diary\n${contactRow({ gp_practice_code: 'CANARYONE' })},CANARYTWO\n`
  const outcome = await deliver(database, sourceOfTexts({ 'contacts.csv': text }, HEALTH))
  assert.ok(outcome.outcome === 'published')
  assert.deepEqual(outcome.dropped, { diary: 1, gp_practice_code: 1 })
  const tables = await database.owner.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema in ('feeds', 'records', 'registers', 'audit', 'access', 'public')`,
  )
  for (const { name } of tables.rows) {
    const found = await database.owner.query(`select from ${name} as t where t::text like '%CANARY%'`)
    assert.equal(found.rowCount, 0, name)
  }
})

test('an error of the database repeats nothing of a row', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  await database.owner.query(
    `alter table feeds.source_record add constraint no_khan check (content ->> 'identity' not like '%CANARY%')`,
  )
  const loading = deliverContacts(database, [{ family_name: 'CANARY' }])
  await assert.rejects(loading, error => {
    const { message, detail, where } = error as Error & { detail?: string; where?: string }
    return !`${message}${detail}${where}${(error as Error).stack}`.includes('CANARY')
  })
})
