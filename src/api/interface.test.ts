import assert from 'node:assert/strict'
import { test } from 'node:test'
import fastify from 'fastify'
import { z } from 'zod'
import { bearerOf, registerSystem, testInterface } from '../../test/partner-system.ts'
import { describeInterface } from './openapi.ts'
import { apiRoute } from './route.ts'
import { registerRoutes } from './routing.ts'

const { app, database } = await testInterface()
const system = await registerSystem(database, 'csc-nightly', 'lancs-csc')

type Operation = {
  operationId: string
  security: unknown[]
  parameters: { name: string; in: string; required?: boolean }[]
  requestBody?: { content: Record<string, unknown> }
  responses: Record<string, { description: string; content: Record<string, { schema: object }> }>
}
type Description = { openapi: string; paths: Record<string, Record<string, Operation>> }

test('the description names every address, who may use it, and every answer that it gives', async () => {
  const description = (await app.inject('/api/openapi.json')).json<Description>()
  assert.match(description.openapi, /^3\.1\./)
  assert.deepEqual(
    Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(m => `${m} ${path}`),
    ),
    [
      'post /token',
      'post /deliveries',
      'get /deliveries/{delivery}',
      'get /deliveries/{delivery}/rejections',
    ],
  )
  const operations = Object.values(description.paths).flatMap(methods => Object.values(methods))
  for (const { operationId, security, responses } of operations) {
    assert.equal(security.length, operationId === 'getToken' ? 0 : 1)
    assert.equal('401' in responses, true)
    for (const [status, { description: says, content }] of Object.entries(responses)) {
      assert.ok(says.length > 10 && Object.keys(content).length > 0, `${operationId} ${status}`)
      assert.ok(!JSON.stringify(content).includes('"additionalProperties":true'))
    }
  }
  const handIn = description.paths['/deliveries']?.['post']
  assert.ok(Object.keys(handIn?.requestBody?.content ?? {}).includes('multipart/form-data'))
  assert.deepEqual(
    description.paths['/deliveries/{delivery}']?.['get']?.parameters.map(({ name, required }) => [
      name,
      required,
    ]),
    [['delivery', true]],
  )
})

test('a field, an answer and a problem that a route does not declare do not leave', async () => {
  const other = fastify({ exposeHeadRoutes: false })
  const route = (path: string, answer: () => unknown) =>
    apiRoute({
      method: 'GET',
      path,
      name: path.slice(1),
      says: 'For this test.',
      access: 'public',
      perMinute: 10,
      params: z.object({}),
      query: z.object({}),
      answers: { 200: { says: 'An answer.', body: z.object({ said: z.string() }) } },
      problems: ['not-found'],
      answer: async () => answer() as never,
    })
  const routes = [
    route('/stray', () => ({
      status: 200,
      body: { said: 'yes', familyName: 'Khan', said2: { nhs: '999' } },
    })),
    route('/other', () => ({ status: 418, body: { said: 'yes' } })),
    route('/problem', () => ({ problem: 'no-room' })),
    route('/declared', () => ({ problem: 'not-found' })),
  ]
  registerRoutes(other, routes, async () => undefined)
  assert.equal((await other.inject('/stray')).body, '{"said":"yes"}')
  assert.equal((await other.inject('/other')).statusCode, 500)
  assert.equal((await other.inject('/problem')).statusCode, 500)
  assert.equal((await other.inject('/declared')).statusCode, 404)
  assert.ok(JSON.stringify(describeInterface(routes, '', '1')).includes('/stray'))
  await other.close()
})

test('an address that there is not, a method that is not taken and a wrong question are told apart in words', async () => {
  const headers = await bearerOf(app, system)
  for (const url of [
    '/api',
    '/api/people',
    '/api/deliveries/x',
    '/api/deliveries/0',
    '/api/deliveries/1e3',
  ]) {
    const answer = await app.inject({ url, headers })
    assert.equal(answer.statusCode, 404, url)
    assert.match(String(answer.headers['content-type']), /problem\+json/)
  }
  for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
    const answer = await app.inject({ method, url: '/api/deliveries', headers, payload: 'x' })
    assert.equal(answer.statusCode, 405, method)
    assert.equal(answer.headers['allow'], 'POST')
  }
  const asked = await app.inject({
    method: 'POST',
    url: '/api/deliveries?partner=lancs-csc',
    headers,
    payload: 'x',
  })
  assert.equal(asked.statusCode, 400)
  assert.match(asked.json().detail, /partner/)
  const traced = await app.inject({
    url: '/api/deliveries/1',
    headers: { ...headers, traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` },
  })
  assert.equal(traced.json().traceId, 'ab'.repeat(16))
})

test('a session’s cookie opens nothing here, and a token opens no page', async () => {
  const { authorization } = await bearerOf(app, system)
  const page = await app.inject({ url: '/cookies', headers: { authorization } })
  assert.equal(page.statusCode, 404)
  const answer = await app.inject({ url: '/api/deliveries/1', headers: { cookie: 'family-hub-session=x' } })
  assert.equal(answer.statusCode, 401)
  assert.equal(answer.headers['set-cookie'], undefined)
})

test('when something breaks here the answer says so, and nothing more', async () => {
  await database.owner.query('alter table api.access_token rename to access_token_gone')
  const broken = await app.inject({
    url: '/api/deliveries/1',
    headers: { authorization: `Bearer ${'a'.repeat(43)}` },
  })
  await database.owner.query('alter table api.access_token_gone rename to access_token')
  assert.equal(broken.statusCode, 500)
  assert.equal(broken.json().type, 'urn:family-hub:problem:our-fault')
  assert.ok(!broken.body.includes('access_token_gone') && !broken.body.includes('relation'))
})
