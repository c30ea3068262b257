import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { practitioner, testWebServer } from '../../test/web-server.ts'
import { html } from '../kit/html.ts'
import type { Answer, Route } from './route.ts'

const database = await testDatabase()
const page = (title: string): Answer => ({ page: { title, body: html`<h1>${title}</h1>` } })

const ROUTES: Route[] = [
  { method: 'GET', path: '/', access: 'signed-in', handler: () => page('Home') },
  { method: 'GET', path: '/open', access: 'public', handler: () => page('Open') },
  { method: 'POST', path: '/find', access: 'signed-in', handler: () => ({ redirectTo: '/find/opaque' }) },
  { method: 'GET', path: '/feeds', access: { roles: ['steward'] }, handler: () => page('Feeds') },
  {
    method: 'GET',
    path: '/file',
    access: 'public',
    handler: () => ({ body: 'x', type: 'text/csv', fileName: 'a"b\r\n.csv' }),
  },
  {
    method: 'GET',
    path: '/child/:id',
    access: 'signed-in',
    handler: () => {
      throw new Error('row of Mohammed SMITH 999 123 4567')
    },
  },
  {
    method: 'GET',
    path: '/down',
    access: 'public',
    handler: () => {
      throw Object.assign(new Error('terminating connection'), { code: '57P01' })
    },
  },
  { method: 'GET', path: '/often', access: 'public', perMinute: 2, handler: () => page('Often') },
  {
    method: 'POST',
    path: '/upload',
    access: 'signed-in',
    upload: true,
    handler: async (_request, { parts }) => {
      let bytes = 0
      for await (const part of parts)
        if (part.type === 'file') for await (const chunk of part.file) bytes += chunk.length
      return { body: String(bytes), type: 'text/plain' }
    },
  },
]

const server = await testWebServer(database, { routes: ROUTES })
const { app, people } = server
people.set('asha', [practitioner('asha', 'health-visitor')])
people.set('two', [practitioner('one', 'key-worker'), practitioner('two', 'steward')])

const get = (url: string, cookie = '') => app.inject({ url, headers: { cookie } })
const post = (url: string, cookie: string, payload: Record<string, string>) =>
  app.inject({
    method: 'POST',
    url,
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(payload).toString(),
  })

test('a route that does not say who may open it does not start', async () => {
  const forgotten = { method: 'GET', path: '/x', handler: () => page('X') } as unknown as Route
  const nobody: Route = { method: 'GET', path: '/x', access: { roles: [] }, handler: () => page('X') }
  for (const route of [forgotten, nobody]) {
    await assert.rejects(testWebServer(database, { routes: [route] }), /GET \/x does not say who may open it/)
  }
})

test('every answer forbids scripts, frames, foreign sources and keeping', async () => {
  for (const url of ['/', '/open', '/nowhere', '/down', '/sign-in/callback']) {
    const { headers } = await get(url)
    const csp = String(headers['content-security-policy'])
    assert.match(
      csp,
      /default-src 'none';style-src 'self';img-src 'self';font-src 'self';script-src 'none'/,
      url,
    )
    assert.match(
      csp,
      /form-action 'self' https:\/\/identity\.invalid;frame-ancestors 'none';base-uri 'none'/,
      url,
    )
    assert.doesNotMatch(csp, /unsafe|\*/)
    assert.equal(headers['cache-control'], 'no-store', url)
    assert.equal(headers['referrer-policy'], 'no-referrer', url)
    assert.equal(headers['x-content-type-options'], 'nosniff', url)
  }
})

test('without a session a page answers 401 with the way back, an unknown address 404, both with the numbers', async () => {
  const refused = await get('/feeds')
  assert.equal(refused.statusCode, 401)
  assert.match(refused.body, /href="\/sign-in\?returnTo=%2Ffeeds"/)
  assert.equal((await get('/', 'family-hub-session=short')).statusCode, 401)
  const unknown = await get('/nowhere')
  assert.equal(unknown.statusCode, 404)
  for (const { body } of [refused, unknown]) assert.match(body, /tel:999.*tel:03001236720.*tel:01632960999/s)
})

test('a role opens its own pages only, and two roles must be chosen between first', async () => {
  const asha = await server.signIn('asha')
  assert.equal((await get('/', asha.cookie)).statusCode, 200)
  const refused = await get('/feeds', asha.cookie)
  assert.equal(refused.statusCode, 403)
  assert.match(refused.body, /says nothing about any child/)
  const two = await server.signIn('two')
  assert.equal((await get('/feeds', two.cookie)).headers.location, '/role')
  assert.match((await get('/role', two.cookie)).body, /key worker.*steward/s)
})

test('choosing a role changes the session’s id, and somebody else’s role cannot be chosen', async () => {
  const { cookie, csrfToken } = await server.signIn('two')
  const stolen = await post('/role', cookie, { csrfToken, practitionerId: 'council/asha' })
  assert.equal(stolen.headers.location, '/role')
  const chosen = await post('/role', cookie, { csrfToken, practitionerId: 'council/two' })
  assert.equal(chosen.headers.location, '/')
  const [set] = chosen.cookies
  assert.ok(set?.httpOnly && set.sameSite === 'Lax' && set.path === '/')
  assert.equal((await get('/feeds', cookie)).statusCode, 401)
  assert.equal((await get('/feeds', `family-hub-session=${set.value}`)).statusCode, 200)
})

test('a form without the token of its own session is not obeyed', async () => {
  const [one, other] = [await server.signIn('asha'), await server.signIn('asha')]
  for (const csrfToken of ['', 'x', other.csrfToken]) {
    const refused = await post('/find', one.cookie, { csrfToken })
    assert.equal(refused.statusCode, 403)
    assert.match(refused.body, /nothing was sent/)
  }
  assert.equal((await post('/sign-out', one.cookie, {})).statusCode, 403)
  assert.equal(
    (await post('/find', one.cookie, { csrfToken: one.csrfToken })).headers.location,
    '/find/opaque',
  )
  assert.equal((await post('/find', '', { csrfToken: one.csrfToken })).statusCode, 401)
})

test('an upload is read as a stream, and only after its token', async () => {
  const { cookie, csrfToken } = await server.signIn('asha')
  const send = async (fields: [string, string | Blob][]) => {
    const form = new FormData()
    for (const [name, value] of fields) form.append(name, value)
    const request = new Request('http://x', { method: 'POST', body: form })
    const payload = Buffer.from(await request.arrayBuffer())
    const type = request.headers.get('content-type') ?? ''
    return app.inject({ method: 'POST', url: '/upload', headers: { cookie, 'content-type': type }, payload })
  }
  const file = new Blob(['a'.repeat(5_000_000)])
  assert.equal(
    (
      await send([
        ['csrfToken', csrfToken],
        ['file', file],
      ])
    ).body,
    '5000000',
  )
  assert.equal(
    (
      await send([
        ['file', file],
        ['csrfToken', csrfToken],
      ])
    ).statusCode,
    403,
  )
  assert.equal(
    (
      await send([
        ['csrfToken', 'x'],
        ['file', file],
      ])
    ).statusCode,
    403,
  )
  assert.equal((await post('/upload', cookie, { csrfToken })).statusCode, 403)
})

test('15 minutes without a page, 8 hours in all: then 401', async () => {
  const idle = await server.signIn('asha')
  const busy = await server.signIn('asha')
  server.setMinutes(14.9)
  assert.equal((await get('/', idle.cookie)).statusCode, 200)
  server.setMinutes(29.9)
  const over = await get('/', idle.cookie)
  assert.equal(over.statusCode, 401)
  assert.match(over.body, /Sign in again/)
  const again = await server.signIn('asha')
  for (let minutes = 29.9; minutes < 29.9 + 480; minutes += 10) {
    server.setMinutes(minutes)
    assert.equal((await get('/', again.cookie)).statusCode, 200, `${minutes}`)
  }
  server.setMinutes(29.9 + 480)
  assert.equal((await get('/', again.cookie)).statusCode, 401)
  assert.equal((await get('/', busy.cookie)).statusCode, 401)
  server.setMinutes(0)
})

test('a leaver is out at the next request, and so is whoever loses the role', async () => {
  people.set('leaver', [practitioner('leaver', 'steward')])
  const { cookie } = await server.signIn('leaver')
  assert.equal((await get('/feeds', cookie)).statusCode, 200)
  people.set('leaver', [practitioner('other', 'key-worker')])
  assert.equal((await get('/feeds', cookie)).headers.location, '/role')
  people.delete('leaver')
  const out = await get('/feeds', cookie)
  assert.equal(out.statusCode, 403)
  assert.match(out.body, /You are not registered/)
  people.set('leaver', [practitioner('leaver', 'steward')])
  assert.equal((await get('/feeds', cookie)).statusCode, 401)
})

test('a fault becomes a plain page with a reference and the numbers; page and log carry nobody’s data', async () => {
  const { cookie } = await server.signIn('asha')
  const failed = await get('/child/7f3a?name=Mohammed', cookie)
  assert.equal(failed.statusCode, 500)
  const reference =
    /(?<![\w-])[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}(?![\w-])/.exec(failed.body)?.[0] ??
    assert.fail('no reference')
  assert.match(failed.body, /tel:999/)
  const log = server.log.join('')
  assert.match(log, new RegExp(`"reference":"${reference}"`))
  assert.match(log, /"route":"\/child\/:id","status":500/)
  assert.doesNotMatch(failed.body + log, /SMITH|Mohammed|999 123|7f3a/)
  assert.doesNotMatch(log, new RegExp(cookie.slice(-20)))
})

test('a database that is down answers 503, and the numbers stay when the register cannot be read', async () => {
  let broken = false
  const numbers = async () => {
    if (broken) throw new Error('no database')
    return { now: [], desk: { label: 'desk', phone: '01632 960 001' } }
  }
  const fragile = await testWebServer(database, { routes: ROUTES, numbers })
  broken = true
  const down = await fragile.app.inject('/down')
  assert.equal(down.statusCode, 503)
  assert.match(down.body, /tel:01632960001/)
})

test('what cannot be read and what comes too often are plain pages too', async () => {
  const { cookie } = await server.signIn('asha')
  const wrong = await app.inject({
    method: 'POST',
    url: '/find',
    headers: { cookie, 'content-type': 'application/json' },
    payload: '{"a":',
  })
  assert.equal(wrong.statusCode, 400)
  assert.match(wrong.body, /This could not be read/)
  await get('/often')
  await get('/often')
  const often = await get('/often')
  assert.equal(often.statusCode, 429)
  assert.match(often.body, /Too many requests/)
})

test('a NUL in an address or a form, which no text of the database can hold, is answered as what cannot be read', async () => {
  const { cookie, csrfToken } = await server.signIn('asha')
  const asked = [
    await get('/child/a%00b', cookie),
    await get('/open?show=a%00', cookie),
    await get('/open?show=a&show=%00', cookie),
    await post('/find', cookie, { csrfToken, reason: 'a\0b' }),
  ]
  assert.deepEqual(
    asked.map(answer => answer.statusCode),
    [400, 400, 400, 400],
  )
})

test('a file’s name cannot break out of its header', async () => {
  assert.equal((await get('/file')).headers['content-disposition'], 'attachment; filename="a-b--.csv"')
})
