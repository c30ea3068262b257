/**
 * The SFTP drop: partners' systems put files into `in` and find what became of them in `receipts`. A key opens two
 * folders of one system and nothing else: no shell, no command, no forwarding, no file of the machine.
 */

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import ssh2, { type Connection } from 'ssh2'
import { Fault } from '../../kit/faults.ts'
import { serveConnection } from './connection.ts'
import { openDrops } from './drops.ts'
import type { TakeOptions } from './take.ts'

export type SftpOptions = TakeOptions & {
  host: string
  /** 0 takes any free port. */
  port: number
  /** The private key by which partners know the hub again. */
  hostKey: string
  /** The folder of all drops. */
  folder: string
}

export type SftpServer = { port: number; close(): Promise<void> }

const MOST_CONNECTIONS = 64
const KEEP_ALIVE_MS = 30_000

/** Opens the drop and listens. Throws the fault `setting-wrong` where the host key is none. */
export async function openSftp(options: SftpOptions): Promise<SftpServer> {
  const { host, port, hostKey, folder, database, onError } = options
  const key = ssh2.utils.parseKey(hostKey)
  if (key instanceof Error || !key.isPrivateKey())
    throw new Fault(
      'setting-wrong',
      'SFTP_HOST_KEY_FILE must hold a private key in OpenSSH form, without a password.',
    )
  const drops = await openDrops(folder, options)
  const connections = new Set<Connection>()
  const open = new Map<string, number>()
  const server = new ssh2.Server({
    hostKeys: [hostKey],
    ident: 'FamilyHub',
    keepaliveInterval: KEEP_ALIVE_MS,
    keepaliveCountMax: 3,
    // What rests on SHA-1 is not offered (RFC 9142), nor is compression, which could be a bomb.
    algorithms: {
      kex: { append: [], prepend: [], remove: ['diffie-hellman-group-exchange-sha256'] },
      hmac: { append: [], prepend: [], remove: ['hmac-sha1', 'hmac-sha1-etm@openssh.com'] },
      serverHostKey: { append: [], prepend: [], remove: ['ssh-rsa'] },
      compress: ['none'],
    },
  })
  server.on('connection', client => {
    if (connections.size >= MOST_CONNECTIONS) {
      client.end()
      return
    }
    connections.add(client)
    client.on('close', () => connections.delete(client))
    serveConnection(client, { database, drops, open, onError })
  })
  server.listen(port, host)
  await once(server, 'listening').catch(cause => {
    throw new Fault('port-in-use', `(SFTP_PORT=${port})`, { cause })
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      for (const client of connections) client.end()
      await closed
      await drops.close()
    },
  }
}
