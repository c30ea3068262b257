import { generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { addCredentialKey } from '../access/credentials.ts'
import type { Database } from '../kit/database.ts'
import { readPublicKey } from '../registers/public-key.ts'

/** The partner whose system the demonstration plays, under the partner's own name. */
const PARTNER = 'lancs-health-visiting'

const FILES = { api: 'api-key.pem', sftp: 'sftp-key', host: 'sftp-host-key' } as const

/**
 * Plays a partner's system, so that what docs/how-to/send-files.md says can be tried at once: makes its keys in the
 * data folder where they are missing, and registers the public ones, each once. With real partners the service makes
 * no key and never sees a private one.
 */
export async function openDemonstrationKeys(
  database: Database,
  dataFolder: string,
): Promise<{ hostKey: string }> {
  const folder = join(dataFolder, 'keys')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const api = await keptOrMade(join(folder, FILES.api), makePem)
  const sftp = await keptOrMade(join(folder, FILES.sftp), makeSsh)
  const host = await keptOrMade(join(folder, FILES.host), makeSsh)
  for (const publicKey of [api.publicKey, sftp.publicKey]) {
    const key = await readPublicKey(publicKey)
    if ('refused' in key) continue
    const toAdd = { clientId: PARTNER, partnerId: PARTNER, contracts: [], key }
    // Refused where it stands already, or somebody has ended it: then it stays ended.
    await addCredentialKey(database, { operator: 'demonstration' }, toAdd, 'To try the service with')
  }
  return { hostKey: host.privateKey }
}

type Pair = { privateKey: string; publicKey: string }

async function keptOrMade(path: string, make: () => Pair): Promise<Pair> {
  const kept = await Promise.all([readFile(path, 'utf8'), readFile(`${path}.pub`, 'utf8')]).catch(
    () => undefined,
  )
  if (kept) return { privateKey: kept[0], publicKey: kept[1] }
  const made = make()
  await writeFile(path, made.privateKey, { mode: 0o600 })
  await writeFile(`${path}.pub`, made.publicKey)
  return made
}

/** RSA, because every shell has a tool that signs with it: see the how-to page. */
function makePem(): Pair {
  return generateKeyPairSync('rsa', {
    modulusLength: 3072,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

function makeSsh(): Pair {
  const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment: 'demonstration' })
  return { privateKey: pair.private, publicKey: `${pair.public}\n` }
}
