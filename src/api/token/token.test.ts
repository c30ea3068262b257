import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { SignJWT, UnsecuredJWT } from 'jose'
import {
  askToken,
  assertionOf,
  bearerOf,
  NOW,
  PUBLIC_URL,
  registerSystem,
  testInterface,
} from '../../../test/partner-system.ts'
import { revokeCredentialKey } from '../../access/credentials.ts'

const { app, server, database } = await testInterface()
const system = await registerSystem(database, 'hv-nightly', 'lancs-health-visiting')
const seconds = Math.floor(NOW / 1000)

test('each of the four signatures is believed, and the metadata says where and how', async () => {
  for (const alg of ['ES256', 'EdDSA', 'PS256', 'RS256'] as const) {
    const other = await registerSystem(database, `csc-${alg.toLowerCase()}`, 'lancs-csc', { alg })
    const answer = await askToken(app, await assertionOf(other), { client_id: other.clientId })
    assert.equal(answer.statusCode, 200, answer.body)
    assert.equal(answer.headers['cache-control'], 'no-store')
    const { access_token: token, ...rest } = answer.json()
    assert.match(token, /^[\w-]{43}$/)
    assert.deepEqual(rest, { token_type: 'Bearer', expires_in: 600 })
  }
  const metadata = (await app.inject('/.well-known/oauth-authorization-server')).json()
  assert.equal(metadata.token_endpoint, `${PUBLIC_URL}/api/token`)
  assert.deepEqual(metadata.token_endpoint_auth_methods_supported, ['private_key_jwt'])
  for (const aud of [PUBLIC_URL, [`${PUBLIC_URL}/api/token`]])
    assert.equal((await askToken(app, await assertionOf(system, { aud }))).statusCode, 200)
})

test('a hostile statement gets one constant answer, whatever is wrong with it', async () => {
  const strange = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const rsa = await registerSystem(database, 'hv-rsa', 'lancs-health-visiting', { alg: 'RS256' })
  const claims = { iss: 'hv-nightly', sub: 'hv-nightly', aud: PUBLIC_URL, jti: 'x', exp: seconds + 60 }
  const signed = async (changes: Record<string, unknown>) => await assertionOf(system, changes)
  const publicBytes = Buffer.from(
    generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'pem', type: 'spki' }),
  )
  const hmac = (iss: string) =>
    new SignJWT({ ...claims, iss, sub: iss }).setProtectedHeader({ alg: 'HS256' }).sign(publicBytes)
  const right = await signed({})
  const [head = '', body = '', signature = ''] = right.split('.')
  const cases: Record<string, string> = {
    'no signature': new UnsecuredJWT(claims).encode(),
    'no signature, and says ES256': `${head}.${body}.`,
    'a public key used as a secret': await hmac(rsa.clientId),
    'the key of somebody else': await assertionOf({ ...system, privateKey: strange }),
    'another kind of signature than the key': await assertionOf({ ...rsa, clientId: 'hv-nightly' }),
    'signed by one system, about another': await assertionOf(
      { ...rsa, clientId: 'hv-nightly' },
      { iss: 'hv-rsa' },
    ),
    'meant for somebody else': await signed({ aud: 'https://elsewhere.example' }),
    'meant for several': await signed({ aud: [PUBLIC_URL, 'https://elsewhere.example'] }),
    'another issuer': await signed({ iss: 'hv-rsa' }),
    'another subject': await signed({ sub: 'hv-rsa' }),
    'no such system': await signed({ iss: 'nobody', sub: 'nobody' }),
    'a name that no text of the database can be': await signed({ iss: 'a\0b', sub: 'a\0b' }),
    'run out': await signed({ exp: seconds - 31 }),
    'good for a year': await signed({ exp: seconds + 31_536_000 }),
    'no end': await signed({ exp: undefined }),
    'not yet begun': await signed({ nbf: seconds + 120 }),
    'made in the future': await signed({ iat: seconds + 120 }),
    'no id': await signed({ jti: undefined }),
    'an empty id': await signed({ jti: '' }),
    'a body that was changed': `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`,
    'too long': await signed({ more: 'x'.repeat(9000) }),
    'no statement at all': 'a.b.c',
  }
  const answers = new Set<string>()
  for (const [what, assertion] of Object.entries(cases)) {
    const answer = await askToken(app, assertion)
    assert.equal(answer.statusCode, 401, `${what}: ${answer.body}`)
    answers.add(answer.body)
  }
  assert.equal((await askToken(app, right, { client_id: 'hv-rsa' })).statusCode, 401)
  assert.equal(answers.size, 1)
  assert.equal((await askToken(app, right)).statusCode, 200)
  const again = await askToken(app, right)
  assert.ok(answers.has(again.body), 'a statement counts once')
})

test('a statement counts once until the last moment at which it is believed', async () => {
  const brief = await assertionOf(system, { exp: seconds + 60.9 })
  assert.equal((await askToken(app, brief)).statusCode, 200)
  server.setMinutes((60.9 + 30.05) / 60)
  assert.equal((await askToken(app, await assertionOf(system, {}, NOW + 90_000))).statusCode, 200)
  assert.equal((await askToken(app, brief)).statusCode, 401)
  server.setMinutes(0)
})

test('what is no request for a token is told so, without a word about any system', async () => {
  server.setMinutes(2)
  const right = await assertionOf(system, {}, NOW + 120_000)
  const cases: [more: Record<string, string>, error: string][] = [
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
    [{ client_assertion_type: 'saml' }, 'invalid_request'],
    [{ client_assertion: '' }, 'invalid_request'],
  ]
  for (const [more, error] of cases) {
    const answer = await askToken(app, right, more)
    assert.equal(answer.statusCode, 400)
    assert.equal(answer.json().error, error)
  }
  const json = await app.inject({ method: 'POST', url: '/api/token', payload: { grant_type: 'x' } })
  assert.equal(json.statusCode, 400)
  assert.equal((await app.inject('/api/token')).statusCode, 405)
  server.setMinutes(0)
})

test('a token ends after ten minutes, and with its key at the next request', async () => {
  const other = await registerSystem(database, 'hv-weekly', 'lancs-health-visiting')
  const headers = await bearerOf(app, other)
  const ask = async () => (await app.inject({ url: '/api/deliveries/1', headers })).statusCode
  assert.equal(await ask(), 404)
  server.setMinutes(10)
  assert.equal(await ask(), 401)
  server.setMinutes(0)
  assert.equal(await ask(), 404)
  await revokeCredentialKey(
    database,
    { operator: 'ann' },
    { clientId: 'hv-weekly', keyId: other.keyId },
    'lost',
  )
  assert.equal(await ask(), 401)
  for (const authorization of ['Bearer', 'Bearer x', 'Basic YTpi', `bearer ${'a'.repeat(43)}`]) {
    const answer = await app.inject({ url: '/api/deliveries/1', headers: { authorization } })
    assert.equal(answer.statusCode, 401)
    assert.match(String(answer.headers['www-authenticate']), /^Bearer/)
  }
})

test('the log says which system was let in, and why others were not', async () => {
  const { rows } = await database.owner.query(
    `select practitioner_id as who, partner_id as partner, role_id as role, outcome, detail ->> 'because' as because
     from audit.entry where kind = 'sign-in' and detail ->> 'by' = 'API'`,
  )
  const admitted = {
    partner: 'lancs-health-visiting',
    role: 'partner-system',
    outcome: 'recorded',
    because: null,
  }
  assert.ok(rows.some(row => row.who === 'credential/hv-nightly' && row.outcome === 'recorded'))
  assert.deepEqual(
    rows.find(row => row.who === 'credential/hv-nightly'),
    { who: 'credential/hv-nightly', ...admitted },
  )
  const whys = new Set(rows.filter(row => row.outcome === 'refused').map(row => row.because))
  for (const because of ['it lasts too long', 'it was used before', 'no such system has a key today'])
    assert.ok(whys.has(because), because)
})

test('whoever asks too often is told for how long to wait', async () => {
  let last = await askToken(app, 'a.b.c')
  for (let more = 0; more < 60 && last.statusCode !== 429; more++) last = await askToken(app, 'a.b.c')
  assert.equal(last.statusCode, 429)
  assert.equal(last.json().type, 'urn:family-hub:problem:too-many')
  assert.ok(Number(last.headers['retry-after']) > 0)
  assert.ok('ratelimit-limit' in last.headers)
})
