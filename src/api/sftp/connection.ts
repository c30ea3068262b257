/** One connection to the SFTP drop: a key proves a system, and opens the files of that system and nothing else. */

import type { Socket } from 'node:net'
import ssh2, { type AuthContext, type Connection, type PublicKeyAuthContext } from 'ssh2'
import { admitSystem, noteSystemRefused } from '../../access/note-sign-in.ts'
import type { Database } from '../../kit/database.ts'
import { findLiveKey, findLiveKeys, type LiveKey } from '../../registers/credential-store.ts'
import type { Drops } from './drops.ts'
import { serveFiles } from './files.ts'

const SIGN_IN_MS = 20_000
const MOST_ATTEMPTS = 6
const MOST_OF_ONE_SYSTEM = 8
const MOST_SESSIONS = 4

export type ConnectionOptions = {
  database: Database
  drops: Drops
  /** How many connections each system has. */
  open: Map<string, number>
  onError(error: unknown, says: string): void
}

/**
 * The socket beneath, which the library keeps to itself: it alone knows what the client has not read, and an end that waits
 * for that would keep it in our memory.
 */
function socketOf(client: Connection): Socket {
  return (client as Connection & { _sock: Socket })._sock
}

export function serveConnection(client: Connection, options: ConnectionOptions): void {
  const { open, onError } = options
  let attempts = 0
  let signedIn: LiveKey | undefined
  let isGone = false
  // Answers are small: without this each would wait for the one before to be confirmed.
  ;(client as Connection & { setNoDelay(on: boolean): void }).setNoDelay(true)
  const patience = setTimeout(() => client.end(), SIGN_IN_MS)
  // A client that goes away, or speaks the protocol wrongly, is an ordinary thing.
  client.on('error', () => client.end())
  client.on('close', () => {
    isGone = true
    clearTimeout(patience)
    if (signedIn) open.set(signedIn.clientId, (open.get(signedIn.clientId) ?? 1) - 1)
  })
  client.on('authentication', context => {
    if (++attempts > MOST_ATTEMPTS) {
      client.end()
      return
    }
    signIn(options, context)
      .then(key => {
        if (key === 'go on') return
        if (key === undefined) return context.reject(['publickey'])
        // Whoever went away while the key was checked takes no place among the connections of the system.
        if (isGone || signedIn) return
        signedIn = key
        open.set(key.clientId, (open.get(key.clientId) ?? 0) + 1)
        clearTimeout(patience)
        context.accept()
      })
      .catch(error => {
        onError(error, 'a sign-in by SFTP could not be checked')
        context.reject(['publickey'])
      })
  })
  client.on('ready', () => {
    if (signedIn) serveSessions(client, signedIn, options)
  })
}

/** The key that has proved itself; `go on` where the client only asks whether a key would do. */
async function signIn(
  { database, open }: ConnectionOptions,
  context: AuthContext,
): Promise<LiveKey | 'go on' | undefined> {
  if (context.method !== 'publickey') return undefined
  const { username } = context
  const keys = await findLiveKeys(database.reader, username, 'ssh')
  const key = keys.find(one => one.publicKey.split(' ')[1] === context.key.data.toString('base64'))
  if (key !== undefined && context.signature === undefined) {
    context.accept()
    return 'go on'
  }
  if (key !== undefined && hasSigned(key, context) && (open.get(username) ?? 0) < MOST_OF_ONE_SYSTEM)
    return await admitSystem(database, key, { by: 'SFTP', keyId: key.keyId }, async () => key)
  const because = key === undefined ? 'the key is not one of this system today' : 'the signature is wrong'
  const clientId = keys.length > 0 ? username : undefined
  await noteSystemRefused(database, { by: 'SFTP', because, clientId })
  return undefined
}

function hasSigned({ publicKey }: LiveKey, { blob, signature, hashAlgo }: PublicKeyAuthContext): boolean {
  const parsed = ssh2.utils.parseKey(publicKey)
  if (parsed instanceof Error || blob === undefined || signature === undefined) return false
  // Without a name of its own the hash of an RSA signature is SHA-1 (RFC 8332).
  if (parsed.type === 'ssh-rsa' && hashAlgo === undefined) return false
  return parsed.verify(blob, signature, hashAlgo) === true
}

/** What has no listener here, such as a shell, a command or a forwarded port, is refused by the library. */
function serveSessions(
  client: Connection,
  key: LiveKey,
  { database, drops, onError }: ConnectionOptions,
): void {
  let sessions = 0
  client.on('session', (accept, reject) => {
    if (++sessions > MOST_SESSIONS) {
      reject()
      return
    }
    // Accepted when its folders are open, and from then on without waiting: OpenSSH sends its first message together with
    // the request for files, and that message would find nobody to answer.
    drops
      .open(key.clientId)
      .then(root => {
        const session = accept()
        session.on('close', () => void sessions--)
        session.on('sftp', acceptFiles =>
          serveFiles(acceptFiles(), {
            root,
            isLive: async () => (await findLiveKey(database.reader, key.keyId)) !== undefined,
            onChange: () => drops.notice(root),
            unread: () => socketOf(client).writableLength,
            cutOff: () => void socketOf(client).destroy(),
          }),
        )
      })
      .catch(error => {
        onError(error, 'a drop could not be opened')
        client.end()
      })
  })
}
