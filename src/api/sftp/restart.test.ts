import assert from 'node:assert/strict'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { testDatabase } from '../../../test/database.ts'
import {
  connectSftp,
  dropFolder,
  receiptOf,
  registerSftpSystem,
  type Sftp,
  testDrop,
} from '../../../test/sftp-client.ts'
import { revokeCredentialKey } from '../../access/credentials.ts'
import {
  CONTACTS_HEADER,
  contactRow,
  forgetDeliveries,
  HEALTH,
  liveHash,
  registerPartners,
} from '../../feeds/fixtures.ts'
import { seedRegisters } from '../../registers/seed.ts'

const CONTACTS = [CONTACTS_HEADER, contactRow({}), contactRow({ local_patient_id: 'P2' }), ''].join('\n')
const NOTE = JSON.stringify({ ...HEALTH, files: ['contacts.csv'] })
const never = () => new Promise<never>(() => {})

const database = await testDatabase()
await seedRegisters(database.owner, { demonstration: true })
await registerPartners(database)
const system = await registerSftpSystem(database, 'hv-drop', 'lancs-health-visiting')

/** A drop of its own, into which nothing has ever come, and its one system. */
async function openHub(inTurn?: (work: () => Promise<unknown>) => Promise<unknown>) {
  await forgetDeliveries(database)
  const folder = await dropFolder()
  const first = await testDrop(database, { folder, ...(inTurn ? { inTurn: inTurn as never } : {}) })
  return { folder, sftp: await connectSftp(first, system) }
}

async function deliveries(): Promise<number> {
  const { rows } = await database.owner.query('select count(*)::int as n from feeds.delivery')
  return rows[0].n as number
}

async function sendMarked(sftp: Sftp): Promise<void> {
  await sftp.put('contacts.csv', CONTACTS)
  await sftp.put('contacts.csv.done', '')
}

async function sendNoted(sftp: Sftp): Promise<void> {
  await sftp.put('contacts.csv', CONTACTS)
  await sftp.put('delivery.json', NOTE)
}

for (const [how, send, receipt] of [
  ['marked by .done', sendMarked, 'contacts.csv'],
  ['listed by delivery.json', sendNoted, 'delivery'],
] as const) {
  test(`a delivery ${how} is taken once when the process dies before it is read`, async () => {
    const { folder, sftp } = await openHub(never)
    await send(sftp)
    while ((await readdir(join(folder, 'hv-drop/in'))).length > 0) await wait(5)
    const again = await connectSftp(await testDrop(database, { folder }), system)
    assert.equal((await receiptOf(again, receipt))['outcome'], 'published')
    assert.deepEqual(await readdir(join(folder, 'hv-drop/taken')), [])
    assert.equal(await deliveries(), 1)
  })

  test(`a delivery ${how} is taken once when the process dies between its publication and its receipt`, async () => {
    const published = Promise.withResolvers<void>()
    const { folder, sftp } = await openHub(async work => {
      await work()
      published.resolve()
      return await never()
    })
    await send(sftp)
    await published.promise
    const before = await liveHash(database)
    const again = await connectSftp(await testDrop(database, { folder }), system)
    assert.equal((await receiptOf(again, receipt))['outcome'], 'alreadyReceived')
    assert.equal(await deliveries(), 1)
    assert.equal(await liveHash(database), before)
  })
}

test('files that were only begun to be moved aside go back, and are taken when they are whole', async () => {
  const { folder } = await openHub(never)
  const aside = join(folder, 'hv-drop/taken/delivery-broken')
  await mkdir(join(aside, 'files'), { recursive: true })
  await writeFile(join(aside, 'files/contacts.csv'), CONTACTS)
  await writeFile(join(folder, 'hv-drop/in/contacts.done'), '')
  await writeFile(join(folder, 'hv-drop/parts/half'), 'half a file')
  const drop = await testDrop(database, { folder })
  const sftp = await connectSftp(drop, system)
  assert.equal((await receiptOf(sftp, 'contacts'))['outcome'], 'published')
  for (const name of ['in', 'taken', 'parts'])
    assert.deepEqual(await readdir(join(folder, 'hv-drop', name)), [])
})

test('while the database is away nothing is lost, and a link that somebody puts there is not followed', async () => {
  const { symlink } = await import('node:fs/promises')
  const { folder, sftp } = await openHub()
  await symlink('/etc/passwd', join(folder, 'hv-drop/in/contacts.csv'))
  assert.deepEqual(await sftp.list('/in'), [])
  await sftp.put('contacts.csv.done', '')
  await sftp.put('other.csv', CONTACTS)
  await database.owner.query('alter table feeds.delivery rename to delivery_away')
  const lost = await testDrop(database, { folder })
  const other = await connectSftp(lost, system)
  await other.put('other.csv.done', '')
  while (lost.errors.length === 0) await wait(5)
  await lost.close()
  await database.owner.query('alter table feeds.delivery_away rename to delivery')
  assert.equal((await readdir(join(folder, 'hv-drop/taken'))).length, 1)
  const again = await connectSftp(await testDrop(database, { folder }), system)
  assert.equal((await receiptOf(again, 'other.csv'))['outcome'], 'published')
  assert.equal(await deliveries(), 1)
})

test('what never became whole is gone after a week, and a receipt after ninety days', async () => {
  const { folder, sftp } = await openHub()
  await sftp.put('left.csv', CONTACTS)
  await sendMarked(sftp)
  await receiptOf(sftp, 'contacts.csv')
  const later = (days: number) => ({ folder, clock: () => new Date(Date.now() + days * 86_400_000) })
  await testDrop(database, later(6))
  assert.deepEqual(await sftp.list('/in'), ['left.csv'])
  await testDrop(database, later(8))
  assert.deepEqual(await sftp.list('/in'), [])
  assert.equal((await sftp.list('/receipts')).length, 2)
  await testDrop(database, later(91))
  assert.deepEqual(await sftp.list('/receipts'), [])
})

test('what a system had sent and nobody read is gone a week after its key was revoked', async () => {
  const gone = await registerSftpSystem(database, 'hv-gone', 'lancs-health-visiting')
  const { folder } = await openHub(never)
  const aside = join(folder, 'hv-gone/taken/delivery-left')
  await mkdir(join(aside, 'files'), { recursive: true })
  await writeFile(join(aside, 'files/contacts.csv'), CONTACTS)
  await writeFile(join(aside, 'contacts.csv.done'), '')
  await revokeCredentialKey(database, { operator: 'ann' }, { clientId: gone.clientId, keyId: undefined }, 'x')
  const left = () => readdir(join(folder, 'hv-gone/taken'))
  const later = (days: number) => ({ folder, clock: () => new Date(Date.now() + days * 86_400_000) })
  await (await testDrop(database, later(6))).close()
  assert.deepEqual(await left(), ['delivery-left'])
  await (await testDrop(database, later(8))).close()
  assert.deepEqual(await left(), [])
  assert.equal(await deliveries(), 0)
})
