import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import {
  askToken,
  assertionOf,
  bearerOf,
  digestOf,
  NOW,
  registerSystem,
  type TestSystem,
  testInterface,
} from '../../../test/partner-system.ts'
import { CONTACTS_HEADER, contactRow, HEALTH, revokeAgreement } from '../../feeds/fixtures.ts'
import { keepKey } from './idempotency-store.ts'

const { app, database, dataFolder, server } = await testInterface()
const nightly = await registerSystem(database, 'hv-nightly', 'lancs-health-visiting')
const care = await registerSystem(database, 'csc-nightly', 'lancs-csc')
const PERSONS = 'pers_person_id,pers_forename,pers_surname,pers_dob\n1,Sam,Ashton,2015-01-01\n'

const PERSON_FILE = { 'content-disposition': 'attachment; filename="ssd_person.csv"' }

let count = 0
/** A file that never came before. */
const contacts = (...more: Record<string, string>[]) =>
  [CONTACTS_HEADER, contactRow({ local_patient_id: `C${count++}` }), ...more.map(contactRow), ''].join('\n')

async function send(
  system: TestSystem,
  payload: Buffer | string,
  headers: Record<string, string> = {},
  query = '',
) {
  const bearer = await bearerOf(app, system)
  const all = { 'content-type': 'text/csv', ...bearer, ...headers }
  return await app.inject({ method: 'POST', url: `/api/deliveries${query}`, headers: all, payload })
}

async function get(system: TestSystem, url: string, headers: Record<string, string> = {}) {
  return await app.inject({ url, headers: { ...(await bearerOf(app, system)), ...headers } })
}

function multipart(parts: Record<string, string>): { payload: Buffer; headers: Record<string, string> } {
  const texts = Object.entries(parts).map(
    ([name, text]) =>
      `--edge\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n\r\n${text}\r\n`,
  )
  const headers = { 'content-type': 'multipart/form-data; boundary=edge' }
  return { payload: Buffer.from(`${texts.join('')}--edge--\r\n`), headers }
}

test('a file is taken, and the answer says what was and was not; the same data again changes nothing', async () => {
  const file = contacts({ local_patient_id: 'X1', nhs_number: '9434765871' })
  const answer = await send(nightly, file, { 'content-digest': digestOf(file) })
  assert.equal(answer.statusCode, 201, answer.body)
  const { deliveryId, outcome, state, rowsRead, rejections, problems, files } = answer.json()
  assert.deepEqual(
    { outcome, rowsRead, rejections, files },
    { outcome: 'published', rowsRead: 2, rejections: 1, files: ['delivery.csv'] },
  )
  assert.ok(['published', 'linked'].includes(state))
  assert.equal(problems[0].rule, 'nhs-number')
  assert.equal(answer.headers.location, `/api/deliveries/${deliveryId}`)
  assert.equal(answer.headers['cache-control'], 'no-store')
  assert.ok(!answer.body.includes('9434765871') && !answer.body.includes('Khan'))

  const again = await send(nightly, gzipSync(file), { 'content-encoding': 'gzip' })
  assert.equal(again.statusCode, 200, again.body)
  assert.deepEqual([again.json().outcome, again.json().deliveryId], ['alreadyReceived', deliveryId])
  const read = await get(nightly, `/api/deliveries/${deliveryId}`)
  assert.equal(read.statusCode, 200)
  assert.equal(read.json().rowsRead, 2)
  assert.equal('outcome' in read.json(), false)
})

test('several files come as parts, with their note among them, or as parts of no note at all', async () => {
  const note = { ...HEALTH, files: ['contacts.csv'] }
  const noted = multipart({
    'contacts.csv': contacts(),
    'delivery.json': JSON.stringify(note),
    'read me.txt': 'hello',
  })
  const answer = await send(nightly, noted.payload, {
    ...noted.headers,
    'content-digest': digestOf(noted.payload),
  })
  assert.equal(answer.statusCode, 201, answer.body)
  const bare = multipart({ 'ssd_person_2026-11-20.csv': PERSONS })
  assert.equal((await send(care, bare.payload, bare.headers)).statusCode, 201)
  const asOf = await send(
    care,
    PERSONS.replace('Sam', 'Sal'),
    PERSON_FILE,
    '?asOf=2026-11-21&contract=ssd/1.4',
  )
  assert.equal(asOf.json().asOf, '2026-11-21T00:00:00.000Z')
})

test('what cannot be taken is refused with a type that stays and a remedy, and leaves no byte', async () => {
  const csv = contacts()
  const twice = multipart({ 'a.csv': 'x', 'A.csv': 'y' })
  const zips = multipart({ 'a.csv': 'x', 'b.zip': 'y' })
  const torn = multipart({ 'a.csv': csv })
  const cases: [status: number, type: string, payload: Buffer | string, headers?: Record<string, string>][] =
    [
      [415, 'unsupported-type', csv, { 'content-type': 'application/pdf' }],
      [415, 'unsupported-type', '{}', { 'content-type': 'application/json' }],
      [415, 'unsupported-type', csv, { 'content-encoding': 'br' }],
      [400, 'digest-differs', csv, { 'content-digest': digestOf('other') }],
      [400, 'bad-digest', csv, { 'content-digest': 'sha-256=abc' }],
      [422, 'unsuitable-files', csv, { 'content-disposition': 'attachment; filename=".hidden"' }],
      [422, 'unsuitable-files', twice.payload, twice.headers],
      [422, 'unsuitable-files', zips.payload, zips.headers],
      [400, 'bad-request', torn.payload.subarray(0, -20), torn.headers],
      [422, 'delivery-refused', ''],
      [422, 'delivery-refused', 'Dear hub,'],
      [422, 'delivery-refused', 'no archive', { 'content-type': 'application/zip' }],
      [422, 'delivery-refused', gzipSync(csv).subarray(0, 60), { 'content-encoding': 'gzip' }],
    ]
  for (const [status, type, payload, headers] of cases) {
    const answer = await send(nightly, payload, headers)
    assert.equal(answer.statusCode, status, `${type}: ${answer.body}`)
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
    const problem = answer.json()
    assert.equal(problem.type, `urn:family-hub:problem:${type}`)
    assert.ok(
      problem.title.length > 10 && problem.detail.length > 10 && /^[0-9a-f]{32}$/.test(problem.traceId),
    )
  }
  const name = await send(nightly, csv, { 'content-disposition': 'attachment; filename="../../etc/passwd"' })
  assert.equal(name.json().files?.[0], 'passwd')
  assert.deepEqual(await readdir(join(dataFolder, 'interface')), [])
})

test('a digest of another kind is no ground to refuse, and SHA-512 is checked as well', async () => {
  const csv = contacts()
  assert.equal((await send(nightly, csv, { 'content-digest': 'md5=:AAAA:' })).statusCode, 201)
  const wrong = await send(nightly, contacts(), { 'content-digest': `${digestOf(csv)}, sha-512=:AAAA:` })
  assert.equal(wrong.statusCode, 400)
})

test('of two at once under one key with different bytes only one is taken', async () => {
  const key = { clientId: nightly.clientId, keyHash: Buffer.alloc(32, 1), endsAt: new Date(NOW + 3_600_000) }
  const first = await database.reader.connect()
  await first.query('begin')
  await keepKey(first, { ...key, bodyHash: Buffer.alloc(32, 2) })
  const second = keepKey(database.reader, { ...key, bodyHash: Buffer.alloc(32, 3) })
  await wait(300)
  await first.query('commit')
  first.release()
  assert.deepEqual((await second).bodyHash, Buffer.alloc(32, 2))
})

test('a system that sends many deliveries at once is asked to wait: they would fill the disk for everybody', async () => {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const { authorization } = await bearerOf(app, nightly)
  const begun = Array.from({ length: 9 }, () => {
    const socket = connect(port, '127.0.0.1')
    socket.write(
      `POST /api/deliveries HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\nlocal`,
    )
    return socket
  })
  const refused = await Promise.race(begun.map(async socket => String((await once(socket, 'data'))[0])))
  assert.match(refused, /^HTTP\/1.1 429 /)
  for (const socket of begun) socket.destroy()
  let again = await send(nightly, contacts())
  for (let tries = 0; again.statusCode === 429 && tries < 20; tries++) {
    await wait(100)
    again = await send(nightly, contacts())
  }
  assert.equal(again.statusCode, 201)
})

test('an idempotency key gets the same answer for the same bytes and none for others', async () => {
  const csv = contacts()
  const key = { 'idempotency-key': 'night-of-the-21st' }
  const first = await send(nightly, csv, key)
  assert.equal(first.statusCode, 201)
  const second = await send(nightly, csv, key)
  assert.deepEqual([second.statusCode, second.json().deliveryId], [200, first.json().deliveryId])
  const ofAnotherDay = await send(nightly, csv, key, '?asOf=2026-11-01')
  assert.equal(ofAnotherDay.json().type, 'urn:family-hub:problem:key-reused')
  const other = await send(nightly, contacts(), key)
  assert.equal(other.json().type, 'urn:family-hub:problem:key-reused')
  assert.equal(
    (await send(care, PERSONS.replace('Sam', 'Sue'), { ...key, ...PERSON_FILE }, '?asOf=2026-11-19'))
      .statusCode,
    201,
  )
  server.setMinutes(25 * 60)
  const later = await bearerAt(25 * 60)
  const payload = contacts()
  const headers = { ...later, ...key, 'content-type': 'text/csv' }
  const dayAfter = await app.inject({ method: 'POST', url: '/api/deliveries', headers, payload })
  server.setMinutes(0)
  assert.equal(dayAfter.statusCode, 201, dayAfter.body)
})

async function bearerAt(minutes: number) {
  const answer = await askToken(app, await assertionOf(nightly, {}, NOW + minutes * 60_000))
  return { authorization: `Bearer ${answer.json().access_token}` }
}

test('a delivery of another partner reads as absent, whatever is asked of it', async () => {
  const { deliveryId } = (await send(nightly, contacts({ nhs_number: '1' }))).json()
  const absent = await get(care, '/api/deliveries/999999999')
  for (const url of [`/api/deliveries/${deliveryId}`, `/api/deliveries/${deliveryId}/rejections`]) {
    for (const headers of [{}, { accept: 'text/csv' }]) {
      const answer = await get(care, url, headers)
      assert.equal(answer.statusCode, 404)
      assert.equal(answer.body.replace(/"traceId":"\w+"/, ''), absent.body.replace(/"traceId":"\w+"/, ''))
    }
    assert.equal((await get(nightly, url)).statusCode, 200)
    assert.equal((await app.inject(url)).statusCode, 401)
  }
  const bound = await registerSystem(database, 'hv-bound', 'lancs-health-visiting', {
    contracts: ['ssd/1.4'],
  })
  assert.equal((await get(bound, `/api/deliveries/${deliveryId}`)).statusCode, 404)
  const refused = await send(bound, contacts())
  assert.match(refused.json().detail, /may not send files of this kind/)
  const { rows } = await database.owner.query(
    `select practitioner_id as who, partner_id as partner, outcome from audit.entry
     where detail ->> 'action' = 'see-own-deliveries' and detail ->> 'deliveryId' = $1 order by entry_id limit 1`,
    [String(deliveryId)],
  )
  assert.deepEqual(rows, [{ who: 'credential/csc-nightly', partner: 'lancs-csc', outcome: 'refused' }])
})

test('rejections come page by page, or whole as CSV in which no cell is a formula', async () => {
  const bad = Array.from({ length: 7 }, (_, i) => ({
    local_patient_id: `B${i}`,
    nhs_number: '1',
    birth_date: '2199-01-01',
  }))
  const { deliveryId } = (
    await send(nightly, contacts(...bad), { 'content-disposition': 'attachment; filename="+contacts.csv"' })
  ).json()
  const url = `/api/deliveries/${deliveryId}/rejections`
  const seen: unknown[] = []
  let next: string | null = ''
  while (next !== null) {
    const page: { rejections: unknown[]; next: string | null } = (
      await get(nightly, `${url}?most=4${next ? `&after=${next}` : ''}`)
    ).json()
    seen.push(...page.rejections)
    next = page.next
  }
  assert.equal(seen.length, 14)
  assert.equal(new Set(seen.map(one => JSON.stringify(one))).size, 14)
  const csv = await get(nightly, url, { accept: 'text/csv' })
  assert.equal(csv.body.trim().split('\r\n').length, 15)
  assert.match(csv.body, /\n'\+contacts\.csv,/)
  assert.equal((await get(nightly, url, { accept: 'application/xml' })).statusCode, 406)
  for (const query of ['?most=0', '?most=5000', '?after=x', '?page=2', '?after=1.1.99999'])
    assert.equal((await get(nightly, `${url}${query}`)).statusCode, 400, query)
})

test('a sending that breaks off leaves nothing, and is simply sent again', async () => {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const { authorization } = await bearerOf(app, nightly)
  const before = await database.owner.query('select from feeds.delivery')
  for (const type of ['text/csv', 'multipart/form-data; boundary=edge']) {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    const head = `POST /api/deliveries HTTP/1.1\r\nHost: hub\r\nAuthorization: ${authorization}\r\nContent-Type: ${type}\r\nContent-Length: 100000\r\n\r\n`
    const part = `--edge\r\nContent-Disposition: form-data; name="f"; filename="contacts.csv"\r\n\r\n`
    socket.write(`${head}${type === 'text/csv' ? '' : part}${contacts()}`)
    while ((await readdir(join(dataFolder, 'interface'))).length === 0) await wait(5)
    socket.destroy()
    while ((await readdir(join(dataFolder, 'interface'))).length > 0) await wait(5)
  }
  const after = await database.owner.query('select from feeds.delivery')
  assert.equal(after.rowCount, before.rowCount)
})

test('without a live agreement nothing is taken, and a body of bytes is not read by whoever may not send', async () => {
  const anonymous = await app.inject({ method: 'POST', url: '/api/deliveries', payload: contacts() })
  assert.equal(anonymous.statusCode, 401)
  await revokeAgreement(database)
  const refused = await send(nightly, contacts())
  assert.equal(refused.statusCode, 422)
  assert.match(refused.json().detail, /^No sharing agreement/)
  assert.ok(refused.json().deliveryId > 0)
})
