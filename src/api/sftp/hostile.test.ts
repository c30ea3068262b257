import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import ssh2 from 'ssh2'
import { testDatabase } from '../../../test/database.ts'
import { connectSftp, registerSftpSystem, type Sftp, testDrop } from '../../../test/sftp-client.ts'
import { registerPartners } from '../../feeds/fixtures.ts'
import { seedRegisters } from '../../registers/seed.ts'

const database = await testDatabase()
await seedRegisters(database.owner, { demonstration: true })
await registerPartners(database)
const drop = await testDrop(database)
const health = await registerSftpSystem(database, 'hv-hostile', 'lancs-health-visiting')
const MB = 1024 ** 2

type Inside = { _sock: Socket }
type Wire = {
  _protocol: { channelWindowAdjust(channel: number, by: number): void }
  outgoing: { id: number }
}

/** Asks for the same receipt over and over and reads nothing of the answers; gives what the service kept of them. */
async function askWithoutReading(widen: (one: Sftp) => void): Promise<number> {
  const one = await connectSftp(drop, health)
  await one.list('/receipts')
  await writeFile(join(drop.folder, 'hv-hostile/receipts/large.csv'), Buffer.alloc(MB))
  const handle = await new Promise<Buffer>((resolve, reject) =>
    one.raw.open('/receipts/large.csv', 'r', (error, opened) => (error ? reject(error) : resolve(opened))),
  )
  widen(one)
  await one.list('/in')
  const socket = (one.client as unknown as Inside)._sock
  socket.pause()
  one.client.on('error', () => {})
  const before = process.memoryUsage().arrayBuffers
  const into = Buffer.alloc(32_768)
  for (let at = 0; at < 8000 && socket.writable; at++) {
    one.raw.read(handle, into, 0, into.length, 0, () => {})
    if (at % 500 === 0) await wait(20)
  }
  let most = 0
  for (let tries = 0; tries < 50; tries++) {
    most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    await wait(50)
  }
  socket.destroy()
  return most
}

test('a client that asks and does not read is cut off before its answers fill the memory', async () => {
  const kept = await askWithoutReading(() => {})
  assert.ok(kept < 96 * MB, `${Math.round(kept / MB)} MB`)
})

test('nor does a window as wide as the protocol allows let it', async () => {
  const kept = await askWithoutReading(({ raw }) => {
    const { _protocol, outgoing } = raw as unknown as Wire
    _protocol.channelWindowAdjust(outgoing.id, 2 ** 31)
  })
  assert.ok(kept < 96 * MB, `${Math.round(kept / MB)} MB`)
})

test('a client with thousands of requests under way is cut off: each may ask the database', async () => {
  const one = await connectSftp(drop, health)
  one.client.on('error', () => {})
  const closed = new Promise(resolve => one.client.on('close', () => resolve(undefined)))
  for (let at = 0; at < 5000; at++) one.raw.opendir('/in', () => {})
  await closed
  assert.deepEqual(await (await connectSftp(drop, health)).list('/'), ['in', 'receipts'])
})

test('a long list of what to mend is read to its end, however slowly', async () => {
  const one = await connectSftp(drop, health)
  const socket = (one.client as unknown as Inside)._sock
  const pausing = setInterval(() => {
    socket.pause()
    setTimeout(() => socket.resume(), 20)
  }, 60)
  await writeFile(join(drop.folder, 'hv-hostile/receipts/large.csv'), 'x'.repeat(48 * MB))
  assert.equal((await one.get('/receipts/large.csv')).length, 48 * MB)
  clearInterval(pausing)
})

test('connections that went away while their key was checked take no place of later ones', async () => {
  const hasty = Array.from({ length: 10 }, async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const client = new ssh2.Client()
    client.on('error', () => {}).on('close', resolve)
    client.connect({
      host: '127.0.0.1',
      port: drop.port,
      username: health.clientId,
      privateKey: health.privateKey,
      debug: line => {
        // The signed request has just gone out: nobody waits for its answer.
        if (line.endsWith('Outbound: Sending USERAUTH_REQUEST (publickey)'))
          setImmediate(() => (client as unknown as Inside)._sock.destroy())
      },
    })
    await promise
  })
  await Promise.all(hasty)
  await wait(500)
  assert.deepEqual(await (await connectSftp(drop, health)).list('/'), ['in', 'receipts'])
})
