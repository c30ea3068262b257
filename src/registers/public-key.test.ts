import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'
import ssh2 from 'ssh2'
import { readPublicKey } from './public-key.ts'

const pem = (key: KeyObject) => key.export({ format: 'pem', type: 'spki' }).toString()
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed25519 = generateKeyPairSync('ed25519')

test('a key is the same key as PEM and as JWK, and nothing beside the key itself is kept', async () => {
  for (const { publicKey } of [rsa, p256, ed25519]) {
    const fromPem = await readPublicKey(pem(publicKey))
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'ours', note: 'ring Ann' }
    const fromJwk = await readPublicKey(JSON.stringify(jwk))
    assert.ok('keyId' in fromPem && fromPem.kind === 'jwk')
    assert.deepEqual(fromJwk, fromPem)
    assert.ok(!fromPem.publicKey.includes('Ann'))
  }
})

test('the line of a .pub file is taken without its comment', async () => {
  for (const pair of [
    ssh2.utils.generateKeyPairSync('ed25519', { comment: 'ann@example.org' }),
    ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }),
    ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }),
  ]) {
    const key = await readPublicKey(`${pair.public}\n`)
    assert.ok('keyId' in key && key.kind === 'ssh', JSON.stringify(key))
    assert.match(key.keyId, /^SHA256:[\w+/]{43}$/)
    assert.ok(!key.publicKey.includes('example'))
  }
})

test('a private key, a secret and a weak or strange key are refused with what to do', async () => {
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey
  const privatePem = p256.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const cases: [text: string, says: RegExp][] = [
    [privatePem, /private key/],
    [JSON.stringify(ed25519.privateKey.export({ format: 'jwk' })), /private key/],
    [JSON.stringify({ kty: 'oct', k: 'c2VjcmV0' }), /private key, or a secret/],
    [ssh2.utils.generateKeyPairSync('ed25519').private, /private key/],
    [pem(short), /at least 2048 bits/],
    [ssh2.utils.generateKeyPairSync('rsa', { bits: 1024 }).public, /at least 2048 bits/],
    [pem(p384), /P-256/],
    [JSON.stringify({ keys: [] }), /a file of its own/],
    ['{', /not JSON/],
    ['{"kty":"EC"}', /no public key/],
    ['-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', /damaged/],
    ['ssh-ed25519 AAAA', /damaged/],
    ['Dear hub,', /no known form/],
    ['', /no known form/],
  ]
  for (const [text, says] of cases) {
    const read = await readPublicKey(text)
    assert.match('refused' in read ? read.refused : 'taken', says, text.slice(0, 40))
  }
})
