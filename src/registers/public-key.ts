/** Reading a public key that a partner has given: a JWK, a PEM file, or the line of an OpenSSH `.pub` file. */

import { createHash, createPublicKey, type JsonWebKeyInput, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, type JWK } from 'jose'
import ssh2 from 'ssh2'
import type { NewKey } from './credential-store.ts'

/** NIST SP 800-131A: 112 bits of strength, which is 2048 bits for RSA. */
const SHORTEST_RSA_BITS = 2048

const SSH_KINDS = /^(ssh-ed25519|ecdsa-sha2-nistp(256|384|521)|ssh-rsa)$/

const PRIVATE =
  'This is a private key, or a secret. It must never leave the partner. Ask for the public key; nothing was stored.'

/** The key with its id, or a sentence that says what is wrong with it. Never keeps anything but the public part. */
export async function readPublicKey(text: string): Promise<NewKey | { refused: string }> {
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  if (/PRIVATE KEY|PuTTY-User-Key-File/.test(trimmed)) return { refused: PRIVATE }
  if (trimmed.startsWith('{')) return await readJwk(trimmed)
  if (trimmed.startsWith('-----BEGIN PUBLIC KEY-----')) return await readPem(trimmed)
  if (/^(ssh|ecdsa)-/.test(trimmed)) return readSshKey(trimmed)
  return {
    refused:
      'The key is of no known form. Give a JWK, a PEM file that begins “BEGIN PUBLIC KEY”, or a .pub file.',
  }
}

async function readJwk(text: string): Promise<NewKey | { refused: string }> {
  let jwk: Record<string, unknown>
  try {
    jwk = JSON.parse(text) as Record<string, unknown>
  } catch {
    return { refused: 'The JWK is not JSON.' }
  }
  if ('keys' in jwk) return { refused: 'This is a set of keys. Give each key in a file of its own.' }
  if (jwk['d'] !== undefined || jwk['k'] !== undefined) return { refused: PRIVATE }
  try {
    return await keyOf(createPublicKey({ key: jwk as JsonWebKeyInput['key'], format: 'jwk' }))
  } catch {
    return { refused: 'The JWK is no public key of a known kind.' }
  }
}

async function readPem(text: string): Promise<NewKey | { refused: string }> {
  try {
    return await keyOf(createPublicKey(text))
  } catch {
    return { refused: 'The PEM file is damaged, or holds no public key of a known kind.' }
  }
}

/** Written out anew from the key itself, so that nothing else that stood in the file is kept. */
async function keyOf(key: KeyObject): Promise<NewKey | { refused: string }> {
  const type = key.asymmetricKeyType
  const details = key.asymmetricKeyDetails
  const isFit =
    (type === 'rsa' && (details?.modulusLength ?? 0) >= SHORTEST_RSA_BITS) ||
    (type === 'ec' && details?.namedCurve === 'prime256v1') ||
    type === 'ed25519'
  if (!isFit)
    return {
      refused: `Use an RSA key of at least ${SHORTEST_RSA_BITS} bits, a P-256 key, or an Ed25519 key.`,
    }
  const jwk = key.export({ format: 'jwk' }) as JWK
  return { kind: 'jwk', keyId: await calculateJwkThumbprint(jwk), publicKey: JSON.stringify(jwk) }
}

function readSshKey(text: string): NewKey | { refused: string } {
  const parsed = ssh2.utils.parseKey(text)
  if (parsed instanceof Error || parsed.isPrivateKey())
    return { refused: 'The OpenSSH key is damaged. Give the .pub file as it is, on one line.' }
  const details = createPublicKey(parsed.getPublicPEM()).asymmetricKeyDetails
  if (!SSH_KINDS.test(parsed.type) || (details?.modulusLength ?? SHORTEST_RSA_BITS) < SHORTEST_RSA_BITS)
    return { refused: `Use an Ed25519, ECDSA or RSA key, RSA of at least ${SHORTEST_RSA_BITS} bits.` }
  const blob = parsed.getPublicSSH()
  const keyId = `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
  return { kind: 'ssh', keyId, publicKey: `${parsed.type} ${blob.toString('base64')}` }
}
