import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { testDatabase } from '../../../test/database.ts'
import { type Lie, startHostileProvider } from '../../../test/hostile-provider.ts'
import { practitioner, testWebServer } from '../../../test/web-server.ts'
import { html } from '../../kit/html.ts'
import type { Route } from '../route.ts'
import { ownPath } from './routes.ts'

const PUBLIC = 'http://localhost:3000'
const HOST = { host: 'localhost:3000' }
const ROUTES: Route[] = [
  {
    method: 'GET',
    path: '/',
    access: 'signed-in',
    handler: () => ({ page: { title: 'Home', body: html`<h1>Home</h1>` } }),
  },
]

const database = await testDatabase()
const provider = await startHostileProvider('hub')
const { issuer } = provider
const server = await testWebServer(database, { routes: ROUTES, provider: { issuer, clientId: 'hub' } })
const { app, people } = server
people.set('asha', [practitioner('asha', 'health-visitor')])

const cookieOf = (response: { cookies: { name: string; value: string }[] }, name: string) => {
  const found = response.cookies.find(cookie => cookie.name === name)
  return found && `${name}=${found.value}`
}
const sessions = async () => (await database.owner.query('select 1 from web.session')).rowCount

/** Goes to the provider; returns the browser's cookie and what the provider would answer. */
async function begin(query = '', at = app) {
  const response = await at.inject({ url: `/sign-in${query}`, headers: HOST })
  const answer = provider.authorise(String(response.headers.location))
  return {
    browser: cookieOf(response, 'family-hub-sign-in') ?? '',
    answer,
    url: new URL(String(response.headers.location)),
  }
}

const comeBack = (answer: URLSearchParams, cookie: string, at = app) =>
  at.inject({ url: `/sign-in/callback?${answer}`, headers: { ...HOST, cookie } })

async function signIn(lie: Lie = {}) {
  provider.lie = lie
  const { browser, answer } = await begin()
  const response = await comeBack(answer, browser)
  provider.lie = {}
  return response
}

test('an honest provider’s subject is signed in, and goes where it wanted to go', async () => {
  const { browser, answer, url } = await begin('?returnTo=/find/abc')
  assert.equal(url.searchParams.get('code_challenge_method'), 'S256')
  assert.equal(url.searchParams.get('redirect_uri'), `${PUBLIC}/sign-in/callback`)
  const response = await comeBack(answer, browser)
  assert.equal(response.statusCode, 303)
  assert.equal(response.headers.location, '/find/abc')
  const cookie = cookieOf(response, 'family-hub-session') ?? ''
  assert.equal((await app.inject({ url: '/', headers: { cookie } })).statusCode, 200)
})

const LIES: Record<string, Lie> = {
  'another nonce': { claims: claims => ({ ...claims, nonce: 'other' }) },
  'no nonce': { claims: claims => ({ ...claims, nonce: undefined }) },
  'another audience': { claims: claims => ({ ...claims, aud: 'other' }) },
  'several audiences without ours as the party': { claims: claims => ({ ...claims, aud: ['hub', 'other'] }) },
  'another issuer': { claims: claims => ({ ...claims, iss: 'https://evil.example' }) },
  'a token that has expired': { claims: claims => ({ ...claims, exp: Math.floor(Date.now() / 1000) - 60 }) },
  'a token without an end': { claims: claims => ({ ...claims, exp: undefined }) },
  'no subject': { claims: claims => ({ ...claims, sub: undefined }) },
  'no signature': { alg: 'none' },
  'a signature with the public key as a secret': { alg: 'HS256' },
  'a signature of another kind': { alg: 'PS256' },
  'a key that is not published': { strangeKey: true },
  'a subject changed after signing': { tamper: true },
  'no identity token': { noIdToken: true },
}

for (const [name, lie] of Object.entries(LIES)) {
  test(`a hostile provider is not believed: ${name}`, async () => {
    const before = await sessions()
    const response = await signIn(lie)
    assert.equal(response.statusCode, 401)
    assert.equal(cookieOf(response, 'family-hub-session'), undefined)
    assert.equal(await sessions(), before)
    assert.match(response.body, /tel:999/)
    assert.match(server.log.at(-2) ?? '', /a sign-in was refused/)
  })
}

test('an answer is good once, in the browser that asked, with the state that it was given, for 10 minutes', async () => {
  const once = await begin()
  assert.equal((await comeBack(once.answer, once.browser)).statusCode, 303)
  assert.equal((await comeBack(once.answer, once.browser)).statusCode, 401)

  const [victim, attacker] = [await begin(), await begin()]
  assert.equal((await comeBack(attacker.answer, victim.browser)).statusCode, 401)
  assert.equal((await comeBack(attacker.answer, '')).statusCode, 401)

  const tampered = await begin()
  tampered.answer.set('state', 'x')
  assert.equal((await comeBack(tampered.answer, tampered.browser)).statusCode, 401)

  const late = await begin()
  server.setMinutes(11)
  assert.equal((await comeBack(late.answer, late.browser)).statusCode, 401)
  server.setMinutes(0)

  const refused = await begin()
  const error = new URLSearchParams({ error: 'access_denied', state: refused.answer.get('state') ?? '' })
  assert.equal((await comeBack(error, refused.browser)).statusCode, 401)
  assert.equal((await app.inject({ url: '/sign-in/callback', headers: HOST })).statusCode, 401)
})

test('a planted session id is not taken over, and the session it named is dead', async () => {
  const planted = (await server.signIn('asha')).cookie
  const { browser, answer } = await begin()
  const response = await comeBack(answer, `${browser}; ${planted}`)
  const fresh = cookieOf(response, 'family-hub-session') ?? ''
  assert.notEqual(fresh, planted)
  assert.equal((await app.inject({ url: '/', headers: { cookie: planted } })).statusCode, 401)
  assert.equal((await app.inject({ url: '/', headers: { cookie: fresh } })).statusCode, 200)
  const made = `family-hub-session=${'A'.repeat(43)}`
  const next = await begin()
  const begun = await comeBack(next.answer, `${next.browser}; ${made}`)
  assert.equal(begun.statusCode, 303)
  assert.notEqual(cookieOf(begun, 'family-hub-session'), made)
})

test('only the hash of a session’s id is stored', async () => {
  const { cookie } = await server.signIn('asha')
  const id = cookie.split('=')[1] ?? ''
  const { rows } = await database.owner.query<{ row: string }>('select s::text as row from web.session s')
  assert.ok(rows.length > 0)
  for (const { row } of rows) {
    assert.ok(!row.includes(id) && !row.includes(Buffer.from(id, 'base64url').toString('hex')))
  }
})

test('a stranger learns that he is not registered and nothing else; whoever was signed in before is out', async () => {
  const before = (await server.signIn('asha')).cookie
  provider.lie = { claims: claims => ({ ...claims, sub: 'stranger' }) }
  const { browser, answer } = await begin()
  const response = await comeBack(answer, `${browser}; ${before}`)
  provider.lie = {}
  assert.equal(response.statusCode, 403)
  assert.match(response.body, /You are signed in but not registered with this service/)
  assert.doesNotMatch(response.body, /Asha|stranger/)
  assert.equal((await app.inject({ url: '/', headers: { cookie: before } })).statusCode, 401)
})

test('an assurance that is asked for must be stated', async () => {
  const strict = await testWebServer(database, {
    routes: ROUTES,
    provider: { issuer, clientId: 'hub', assurance: 'high' },
  })
  strict.people.set('asha', [practitioner('asha', 'health-visitor')])
  for (const [acr, status] of [
    ['high', 303],
    ['low', 401],
    [undefined, 401],
  ] as const) {
    provider.lie = { claims: claims => (acr === undefined ? claims : { ...claims, acr }) }
    const { browser, answer, url } = await begin('', strict.app)
    assert.equal(url.searchParams.get('acr_values'), 'high')
    assert.equal((await comeBack(answer, browser, strict.app)).statusCode, status)
  }
  provider.lie = {}
})

test('signing out deletes the session and ends the provider’s', async () => {
  const cookie = cookieOf(await signIn(), 'family-hub-session') ?? ''
  const home = await app.inject({ url: '/', headers: { cookie } })
  const csrfToken = /name="csrfToken" value="([^"]+)"/.exec(home.body)?.[1] ?? ''
  const response = await app.inject({
    method: 'POST',
    url: '/sign-out',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: `csrfToken=${csrfToken}`,
  })
  const url = new URL(String(response.headers.location))
  assert.equal(url.origin + url.pathname, `${issuer}/end`)
  assert.equal(url.searchParams.get('post_logout_redirect_uri'), `${PUBLIC}/signed-out`)
  assert.ok(url.searchParams.get('id_token_hint'))
  assert.equal((await app.inject({ url: '/', headers: { cookie } })).statusCode, 401)
  assert.match((await app.inject('/signed-out')).body, /You are signed out/)
})

test('a provider that is down is an outage page with the numbers; when it is back, so are we', async () => {
  const patient = await testWebServer(database, { provider: { issuer, clientId: 'hub' } })
  provider.working = false
  const down = await patient.app.inject({ url: '/sign-in', headers: HOST })
  assert.equal(down.statusCode, 503)
  assert.match(down.body, /tel:999/)
  provider.working = true
  assert.equal((await patient.app.inject({ url: '/sign-in', headers: HOST })).statusCode, 303)
})

test('by https the cookies are bound to the host and to https', async () => {
  const publicUrl = 'https://share.example.gov.uk'
  const secure = await testWebServer(database, { publicUrl, provider: { issuer, clientId: 'hub' } })
  secure.people.set('asha', [practitioner('asha', 'health-visitor')])
  const started = await secure.app.inject('/sign-in')
  const answer = provider.authorise(String(started.headers.location))
  const cookie = cookieOf(started, '__Host-family-hub-sign-in') ?? assert.fail('no cookie')
  const response = await comeBack(answer, cookie, secure.app)
  for (const set of [...started.cookies, ...response.cookies]) {
    assert.ok(set.name.startsWith('__Host-') && set.secure && set.httpOnly && set.path === '/', set.name)
    assert.equal(set.sameSite, 'Lax')
  }
  assert.match(String(response.headers['strict-transport-security']), /max-age=31536000/)
})

test('a sign-in is no springboard to another site', () => {
  const elsewhere = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'evil',
    '/\t/evil.example',
    '',
    '/.//evil.example',
  ]
  for (const wanted of [...elsewhere, undefined, ['/find']])
    assert.equal(ownPath(wanted, PUBLIC), undefined, String(wanted))
  assert.equal(ownPath('/find/abc?page=2', PUBLIC), '/find/abc?page=2')
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('/', '\\', '.', 'e', ':', '@', '?', '#', '\t', '%') }),
      typed => {
        const path = ownPath(`/${typed}`, PUBLIC)
        return path === undefined || new URL(path, PUBLIC).origin === PUBLIC
      },
    ),
    { numRuns: 5000 },
  )
})
