/** A real SFTP client for tests, and a drop for it to speak to. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import ssh2, { type Client, type ClientChannel, type SFTPWrapper } from 'ssh2'
import { addCredentialKey } from '../src/access/credentials.ts'
import { openSftp, type SftpOptions, type SftpServer } from '../src/api/sftp/server.ts'
import { openTurns } from '../src/api/turns.ts'
import type { Database } from '../src/kit/database.ts'
import { readPublicKey } from '../src/registers/public-key.ts'

const HOST_KEY = ssh2.utils.generateKeyPairSync('ed25519')

export async function dropFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'family-hub-drop-'))
  after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export type TestDrop = SftpServer & { folder: string; errors: unknown[] }

/** Closed with the test file; `close` closes it before, as a stop of the service would. */
export async function testDrop(database: Database, options: Partial<SftpOptions> = {}): Promise<TestDrop> {
  const folder = options.folder ?? (await dropFolder())
  const errors: unknown[] = []
  const server = await openSftp({
    database,
    clock: () => new Date(),
    inTurn: openTurns(2),
    onError: error => errors.push(error),
    host: '127.0.0.1',
    port: 0,
    hostKey: HOST_KEY.private,
    ...options,
    folder,
  })
  let closing: Promise<void> | undefined
  const close = async () => await (closing ??= server.close())
  // A delivery that is never done, as some tests have it, keeps nobody waiting.
  after(() => Promise.race([close(), wait(1000)]))
  return { ...server, close, folder, errors }
}

export type SftpSystem = { clientId: string; privateKey: string; keyId: string }

export async function registerSftpSystem(
  database: Database,
  clientId: string,
  partnerId: string,
  kind: 'ed25519' | 'rsa' | 'ecdsa' = 'ed25519',
): Promise<SftpSystem> {
  const pair =
    kind === 'rsa'
      ? ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 })
      : kind === 'ecdsa'
        ? ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })
        : ssh2.utils.generateKeyPairSync('ed25519')
  const key = await readPublicKey(pair.public)
  if ('refused' in key) throw new Error(key.refused)
  const toAdd = { clientId, partnerId, contracts: [], key }
  const added = await addCredentialKey(database, { operator: 'test' }, toAdd, 'for a test')
  if (added.outcome === 'refused') throw new Error(added.says)
  return { clientId, privateKey: pair.private, keyId: key.keyId }
}

/** Connects; rejects where the key is not believed. */
export async function connectSsh(drop: TestDrop, system: SftpSystem, username?: string): Promise<Client> {
  const client = new ssh2.Client()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  client.on('ready', () => resolve()).on('error', reject)
  const { privateKey } = system
  client.connect({ host: '127.0.0.1', port: drop.port, username: username ?? system.clientId, privateKey })
  await promise
  client.setNoDelay(true)
  after(() => client.end())
  return client
}

export type Sftp = {
  client: Client
  raw: SFTPWrapper
  put(name: string, content: string | Buffer): Promise<void>
  list(folder: string): Promise<string[]>
  get(path: string): Promise<string>
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
}

export async function connectSftp(drop: TestDrop, system: SftpSystem): Promise<Sftp> {
  const client = await connectSsh(drop, system)
  const raw = await promisify(
    client.sftp.bind(client) as (done: (e: Error | undefined, s: SFTPWrapper) => void) => void,
  )()
  return {
    client,
    raw,
    put: async (name, content) => await promisify(raw.writeFile.bind(raw) as never)(`/in/${name}`, content),
    list: async folder => {
      const entries = (await promisify(raw.readdir.bind(raw) as never)(folder)) as { filename: string }[]
      return entries.map(entry => entry.filename).toSorted()
    },
    get: async path => String(await promisify(raw.readFile.bind(raw) as never)(path)),
    rename: async (from, to) => await promisify(raw.rename.bind(raw))(from, to),
    remove: async path => await promisify(raw.unlink.bind(raw))(path),
  }
}

/** The receipt of a delivery, once it is there. */
export async function receiptOf(sftp: Sftp, name: string): Promise<Record<string, never>> {
  for (let tries = 0; tries < 1000; tries++) {
    if ((await sftp.list('/receipts')).includes(`${name}.json`))
      return JSON.parse(await sftp.get(`/receipts/${name}.json`)) as Record<string, never>
    await wait(20)
  }
  throw new Error(`no receipt ${name}.json`)
}

/** Whether the server refuses something that is asked on a connection of its own. */
export async function isRefused(
  ask: (done: (error: Error | undefined, channel?: ClientChannel) => void) => unknown,
) {
  return await new Promise<boolean>(resolve => ask(error => resolve(error !== undefined)))
}
