import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ClientChannel } from 'ssh2'
import { testDatabase } from '../../../test/database.ts'
import {
  connectSftp,
  connectSsh,
  isRefused,
  receiptOf,
  registerSftpSystem,
  testDrop,
} from '../../../test/sftp-client.ts'
import { revokeCredentialKey } from '../../access/credentials.ts'
import { CONTACTS_HEADER, contactRow, HEALTH, registerPartners } from '../../feeds/fixtures.ts'
import { seedRegisters } from '../../registers/seed.ts'

const database = await testDatabase()
await seedRegisters(database.owner, { demonstration: true })
await registerPartners(database)
const drop = await testDrop(database)
const health = await registerSftpSystem(database, 'hv-drop', 'lancs-health-visiting')
const care = await registerSftpSystem(database, 'csc-drop', 'lancs-csc', 'rsa')
const sftp = await connectSftp(drop, health)

let count = 0
const contacts = (...more: Record<string, string>[]) =>
  [CONTACTS_HEADER, contactRow({ local_patient_id: `S${count++}` }), ...more.map(contactRow), ''].join('\n')

test('a file with its .done is taken, removed, and answered by a receipt and a list of what to mend', async () => {
  await sftp.put('+contacts.csv', contacts({ local_patient_id: 'X', nhs_number: '9434765871' }))
  assert.deepEqual(await sftp.list('/in'), ['+contacts.csv'])
  await sftp.put('+contacts.csv.done', '')
  const receipt = (await receiptOf(sftp, '+contacts.csv')) as never as {
    outcome: string
    files: string[]
    delivery: { rowsRead: number; rejections: number; deliveryId: number }
  }
  assert.equal(receipt.outcome, 'published')
  assert.deepEqual(receipt.files, ['+contacts.csv'])
  assert.deepEqual([receipt.delivery.rowsRead, receipt.delivery.rejections], [2, 1])
  const list = await sftp.get('/receipts/+contacts.csv-rejections.csv')
  assert.match(list, /^file,row,column,rule,remedy\r\n'\+contacts\.csv,3,nhs_number,nhs-number,/)
  assert.ok(!list.includes('9434765871') && !JSON.stringify(receipt).includes('Khan'))
  assert.deepEqual(await sftp.list('/in'), [])
  assert.deepEqual(await readdir(join(drop.folder, 'hv-drop/taken')), [])
  const { rows } = await database.owner.query(
    `select sent_by as by, (select count(*) from audit.entry where practitioner_id = 'credential/hv-drop'
       and detail ->> 'action' = 'upload-own-delivery')::int as entries from feeds.delivery`,
  )
  assert.deepEqual(rows, [{ by: 'credential/hv-drop', entries: 1 }])
})

test('several files wait for all that delivery.json lists, and for the very bytes that it means', async () => {
  const { createHash } = await import('node:crypto')
  const csv = contacts()
  const sha256 = createHash('sha256').update(csv).digest('hex')
  const note = { ...HEALTH, files: ['contacts.csv'], sha256: { 'contacts.csv': sha256 } }
  await sftp.put('delivery.json', JSON.stringify(note))
  await sftp.put('contacts.csv', csv.slice(0, -20))
  const waiting = (await receiptOf(sftp, 'delivery')) as never as { outcome: string; reason: string }
  assert.equal(waiting.outcome, 'waiting')
  assert.match(waiting.reason, /contacts\.csv is not the file/)
  assert.deepEqual(await sftp.list('/in'), ['contacts.csv', 'delivery.json'])
  await sftp.remove('/receipts/delivery.json')
  await sftp.put('contacts.csv', csv)
  assert.equal((await receiptOf(sftp, 'delivery'))['outcome'], 'published')
  assert.deepEqual(await sftp.list('/in'), [])
})

test('a file is unseen under its name until it is whole; one that was half sent is dropped', async () => {
  const other = await connectSftp(drop, health)
  const handle = await new Promise<Buffer>((resolve, reject) =>
    other.raw.open('/in/half.csv', 'w', (error, opened) => (error ? reject(error) : resolve(opened))),
  )
  await new Promise<void>((resolve, reject) =>
    other.raw.write(handle, Buffer.from(CONTACTS_HEADER), 0, 100, 0, error =>
      error ? reject(error) : resolve(),
    ),
  )
  await sftp.put('half.csv.done', '')
  assert.deepEqual(await sftp.list('/in'), ['half.csv.done'])
  await assert.rejects(sftp.put('half.csv', 'x'), /is being sent already/)
  const closed = once(other.client, 'close')
  other.client.destroy()
  await closed
  for (let tries = 0; (await readdir(join(drop.folder, 'hv-drop/parts'))).length > 0; tries++)
    assert.ok(await new Promise(resolve => setTimeout(() => resolve(tries < 500), 10)))
  assert.deepEqual(await sftp.list('/in'), ['half.csv.done'])
  await sftp.put('half.csv', contacts())
  assert.equal((await receiptOf(sftp, 'half.csv'))['outcome'], 'published')
})

test('a name for the time being is given up for the right one', async () => {
  await sftp.put('contacts.csv.filepart', contacts())
  await sftp.put('other.csv', 'x')
  await assert.rejects(sftp.rename('/in/contacts.csv.filepart', '/in/other.csv'), /there already/)
  await sftp.remove('/in/other.csv')
  await sftp.put('late.done', '')
  await sftp.rename('/in/contacts.csv.filepart', '/in/late.csv')
  assert.equal((await receiptOf(sftp, 'late'))['outcome'], 'published')
})

test('nothing leads out of the two folders: not up, not deeper, not by a link, not by a move', async () => {
  const mine = await connectSftp(drop, care)
  await mine.put('mine.csv', 'secret')
  const outside = [
    '/etc/passwd',
    '/in/../../csc-drop/in/mine.csv',
    '/../csc-drop/in/mine.csv',
    '/csc-drop/in/mine.csv',
    '/in/deeper/mine.csv',
    '/taken/x',
    '/parts/x',
    '/in/.hidden',
    '/in/a\0b',
    '/in/a\nb',
    `/in/${'a'.repeat(101)}`,
  ]
  for (const path of outside) {
    await assert.rejects(sftp.get(path), path)
    await assert.rejects(
      new Promise((resolve, reject) => sftp.raw.stat(path, e => (e ? reject(e) : resolve(0)))),
      path,
    )
    await assert.rejects(
      new Promise((resolve, reject) => sftp.raw.writeFile(path, 'x', e => (e ? reject(e) : resolve(0)))),
      path,
    )
    await assert.rejects(sftp.remove(path), path)
    await sftp.put('moving.csv', 'x')
    await assert.rejects(sftp.rename('/in/moving.csv', path), path)
    await assert.rejects(sftp.rename(path, '/in/moved.csv'), path)
  }
  assert.deepEqual(await sftp.list('/'), ['in', 'receipts'])
  assert.deepEqual((await sftp.list('/in')).includes('mine.csv'), false)
  await assert.rejects(sftp.get('/in/moving.csv'), /put into/)
  await assert.rejects(sftp.rename('/in/moving.csv', '/receipts/moving.csv'))
  await assert.rejects(
    new Promise((resolve, reject) =>
      sftp.raw.writeFile('/receipts/x.json', 'x', e => (e ? reject(e) : resolve(0))),
    ),
  )
  const asks: ((done: (error?: Error | null) => void) => void)[] = [
    done => sftp.raw.symlink('/etc/passwd', '/in/link.csv', done),
    done => sftp.raw.mkdir('/in/folder', done),
    done => sftp.raw.rmdir('/in', done),
    done => sftp.raw.readlink('/in/moving.csv', done),
    done => sftp.raw.open('/in/moving.csv', 'a', done),
    done => sftp.raw.open('/in/moving.csv', 'r+', done),
  ]
  for (const ask of asks)
    await assert.rejects(new Promise((resolve, reject) => ask(e => (e ? reject(e) : resolve(0)))))
  await sftp.remove('/in/moving.csv')
})

test('a key opens files only: no shell, no command, no forwarding, and not as another system', async () => {
  const client = await connectSsh(drop, health)
  assert.ok(await isRefused(done => client.shell(done)))
  assert.ok(await isRefused(done => client.exec('id', done)))
  assert.ok(await isRefused(done => client.subsys('netconf', done)))
  assert.ok(await isRefused(done => client.forwardOut('127.0.0.1', 1, '127.0.0.1', 22, done)))
  assert.ok(await isRefused(done => client.forwardIn('127.0.0.1', 0, done as never)))
  await assert.rejects(connectSsh(drop, health, 'csc-drop'), /authentication methods failed/)
  await assert.rejects(connectSsh(drop, health, 'nobody'), /authentication methods failed/)
  const stranger = await registerSftpSystem(database, 'other', 'lancs-csc', 'ecdsa')
  await assert.rejects(
    connectSsh(drop, { ...stranger, clientId: 'hv-drop' }),
    /authentication methods failed/,
  )
  await connectSsh(drop, stranger)
  const { rows } = await database.owner.query(
    `select distinct detail ->> 'because' as because, detail ->> 'clientId' as client from audit.entry
     where detail ->> 'event' = 'system-refused' and detail ->> 'by' = 'SFTP' order by 2 nulls last`,
  )
  assert.deepEqual(
    rows.map(row => row.client),
    ['csc-drop', 'hv-drop', null],
  )
})

test('a client that does not wait, as OpenSSH’s, is answered: its first message comes with the request for files', async () => {
  type Protocol = {
    subsystem(channel: number, name: string, wantsReply: boolean): void
    channelData(channel: number, data: Buffer): void
  }
  const client = await connectSsh(drop, health)
  const protocol = (client as unknown as { _protocol: Protocol })._protocol
  const request = protocol.subsystem.bind(protocol)
  const init = Buffer.from([0, 0, 0, 5, 1, 0, 0, 0, 3])
  protocol.subsystem = (channel, name, wantsReply) => {
    request(channel, name, wantsReply)
    protocol.channelData(channel, init)
  }
  const stream = await new Promise<ClientChannel>((resolve, reject) =>
    client.subsys('sftp', (error, opened) => (error ? reject(error) : resolve(opened))),
  )
  const [version] = (await once(stream, 'data', { signal: AbortSignal.timeout(20_000) })) as [Buffer]
  assert.equal(version[4], 2, 'SSH_FXP_VERSION')
  client.end()
})

test('too many files and too many bytes are refused, and what was begun is gone', async () => {
  const handle = await new Promise<Buffer>((resolve, reject) =>
    sftp.raw.open('/in/huge.csv', 'w', (error, opened) => (error ? reject(error) : resolve(opened))),
  )
  const write = (at: number) =>
    new Promise((resolve, reject) =>
      sftp.raw.write(handle, Buffer.from('x'), 0, 1, at, e => (e ? reject(e) : resolve(0))),
    )
  await write(0)
  await assert.rejects(write(2 * 1024 ** 3), /2 GB at most/)
  await assert.rejects(
    new Promise((resolve, reject) => sftp.raw.close(handle, e => (e ? reject(e) : resolve(0)))),
    /did not arrive/,
  )
  assert.deepEqual(await sftp.list('/in'), [])
  const opened: Buffer[] = []
  await assert.rejects(async () => {
    for (let i = 0; i < 100; i++)
      opened.push(
        await new Promise<Buffer>((resolve, reject) =>
          sftp.raw.open(`/in/many-${i}.csv`, 'w', (error, made) => (error ? reject(error) : resolve(made))),
        ),
      )
  }, /Too many files are open/)
  assert.equal(opened.length, 64)
  sftp.client.end()
})

test('no more than a thousand files, and no more than 4 GB of them, wait for their .done', async () => {
  const crowded = await connectSftp(
    drop,
    await registerSftpSystem(database, 'hv-crowd', 'lancs-health-visiting'),
  )
  await crowded.list('/in')
  const folder = join(drop.folder, 'hv-crowd', 'in')
  // Files with holes: they count as what they say and take no room here.
  for (let i = 0; i < 2; i++) {
    await writeFile(join(folder, `large-${i}.csv`), '')
    await truncate(join(folder, `large-${i}.csv`), 2 * 1024 ** 3)
  }
  await assert.rejects(crowded.put('contacts.csv', contacts()), /did not arrive|Too much is waiting/)
  await truncate(join(folder, 'large-0.csv'), 0)
  await crowded.put('contacts.csv', contacts())
  for (let i = 3; i < 999; i++) await writeFile(join(folder, `small-${i}.csv`), '')
  await crowded.put('the-thousandth.csv', contacts())
  await assert.rejects(crowded.put('one-more.csv', contacts()), /Too many files are waiting/)
  assert.equal((await crowded.list('/in')).length, 1000)
  crowded.client.end()
})

test('a key that is revoked ends what it has open, and its files are not taken', async () => {
  const again = await connectSftp(drop, care)
  const ended = { clientId: 'csc-drop', keyId: undefined }
  await revokeCredentialKey(database, { operator: 'ann' }, ended, 'lost')
  const closed = once(again.client, 'close')
  await assert.rejects(again.put('mine.csv.done', ''))
  await closed
  await assert.rejects(connectSsh(drop, care))
  assert.deepEqual(await readdir(join(drop.folder, 'csc-drop/in')), ['mine.csv'])
  assert.deepEqual(drop.errors, [])
})
