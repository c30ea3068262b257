import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { after, test } from 'node:test'
import { countyDatabase } from '../../test/county-database.ts'
import { systemClock } from '../kit/clock.ts'
import { numbersFor } from '../registers/emergency-numbers.ts'
import { findPractitioner, findPractitioners } from '../registers/practitioner-store.ts'
import { routes } from '../routes.ts'
import { buildServer } from './server.ts'
import { newSecret, sha256 } from './session.ts'
import { insertSession } from './session-store.ts'

const county = await countyDatabase()
const { database } = county
const ISSUER = 'http://localhost/demonstration-identity'
const ABSENT = '99999999-9999-4999-8999-999999999999'
const MALFORMED = 'no-id-at-all'

const app = await buildServer({
  publicUrl: 'http://localhost:3000',
  routes: routes(database, tmpdir()),
  styles: { css: '', hash: 'none' },
  clock: systemClock,
  database: database.reader,
  numbers: () => numbersFor(database.reader, new Date()),
  navigation: () => [],
  findPractitioners: (issuer, subject) => findPractitioners(database.reader, issuer, subject),
  provider: { issuer: 'https://identity.invalid', clientId: 'hub' },
})
after(() => app.close())

type Answer = { status: number; body: string; location: string; headers: Record<string, unknown> }

/** Someone signed in, with the two things that a browser can do. */
async function signIn(practitionerId: string) {
  const [id, csrfToken] = [newSecret(), newSecret()]
  const subject = county.signIns.find(one => one.practitioners.includes(practitionerId))?.subject ?? ''
  const now = new Date()
  const endsAt = new Date(now.getTime() + 60 * 60_000)
  const session = {
    sessionHash: sha256(id),
    issuer: ISSUER,
    subject,
    practitionerId,
    csrfToken,
    idToken: null,
  }
  await insertSession(database.reader, { ...session, now, endsAt })
  const cookie = `family-hub-session=${id}`
  const send = async (
    method: 'GET' | 'POST',
    url: string,
    fields?: Record<string, string>,
  ): Promise<Answer> => {
    const form = { headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' } }
    const payload = fields && new URLSearchParams({ csrfToken, ...fields }).toString()
    const answer = await app.inject(
      payload === undefined ? { method, url, headers: { cookie } } : { method, url, ...form, payload },
    )
    const { statusCode: status, body, headers } = answer
    return {
      status,
      body: body.replaceAll(csrfToken, 'token'),
      location: String(headers.location ?? ''),
      headers,
    }
  }
  const get = (url: string) => send('GET', url)
  const post = (url: string, fields: Record<string, string>) => send('POST', url, fields)
  const search = async (text: string, purpose = 'caseload') => {
    const asked = await post('/find', { purpose, text })
    return { ...(await get(asked.location)), address: asked.location }
  }
  const choose = (purpose: string) => post('/why', { purpose, next: '/home' })
  return { get, post, search, choose, csrfToken }
}

const asha = () => signIn('lancs-health-visiting/HV001')

async function storyPerson(story: string, partner: string): Promise<string> {
  const [first] = await county.personsOf(story, partner)
  assert.ok(first !== undefined, story)
  return first
}

const smith = await storyPerson('smith', 'lancs-health-visiting')
const restricted = await storyPerson('restricted', 'lancs-health-visiting')
const PAGES = [
  '/family/ID',
  '/child/ID',
  '/child/ID/people',
  '/child/ID/sources',
  '/child/ID/people/meeting.ics',
]

/** What may differ between two answers: the receipt of each. */
const masked = (answer: Answer) => answer.body.replace(/<strong class="hub-reference">\w{8}</, '<strong><')

test('rule 4: a protected child, one that does not exist and no id at all give the same bytes on every page', async () => {
  const { get, choose } = await asha()
  await choose('caseload')
  for (const page of PAGES) {
    const [kept, absent, malformed] = await Promise.all(
      [restricted, ABSENT, MALFORMED].map(id => get(page.replace('ID', id))),
    )
    assert.ok(kept && absent && malformed)
    assert.equal(kept.status, 404, page)
    assert.match(kept.body, /There is nothing that we can show you here/)
    assert.equal(masked(kept), masked(absent), page)
    assert.equal(masked(kept), masked(malformed), page)
    assert.match(kept.body, /href="tel:999"/)
  }
})

test('rule 4: where a reason is asked first, the question and the refusal are the same for all three', async () => {
  const { get, post, choose } = await asha()
  await choose('safeguarding-concern')
  const answers: string[] = []
  for (const id of [restricted, ABSENT]) {
    const asked = await get(`/child/${id}`)
    assert.deepEqual([asked.status, asked.location], [303, `/reason/${id}?to=child`])
    const question = await get(asked.location)
    const given = await post(`/reason/${id}`, { reason: 'A neighbour rang.', to: 'child' })
    assert.equal(given.location, `/child/${id}`)
    answers.push(question.body.replaceAll(id, 'ID') + masked(await get(given.location)))
  }
  assert.equal(answers[0], answers[1])
})

test('rule 4: a search that meets a protected child reads like one that meets nobody', async () => {
  const { search } = await asha()
  const mask = (answer: Answer & { address: string }, words: string) =>
    answer.body
      .replaceAll(words, 'WORDS')
      .replaceAll(answer.address.slice('/find/'.length), 'SEARCH')
      .replaceAll(/\/receipt\/\w{8}|receipt \w{8}/g, 'RECEIPT')
  const met = mask(await search('jonah fairweather'), 'jonah fairweather')
  assert.match(met, /No match in what we can show you/)
  assert.equal(met, mask(await search('zebedee quuxbottom'), 'zebedee quuxbottom'))
})

test('a misspelt name finds the child, by a redirect to an address without a name, and again after going back', async () => {
  const { search, get } = await asha()
  const found = await search('mohamed smithe pr2')
  assert.match(found.address, /^\/find\/[\w-]{22}$/)
  assert.match(found.body, new RegExp(`href="/family/${smith}"`))
  assert.doesNotMatch(found.body, /<title>[^<]*(?:smith|1)/i)
  const again = await get(found.address)
  assert.equal(again.status, 200)
  assert.match(
    (await get(`/find?again=${found.address.slice('/find/'.length)}`)).body,
    /value="mohamed smithe PR2"/,
  )
})

test('a search of another session is the same page as one that never was', async () => {
  const one = await asha()
  const { address } = await one.search('mohamed smithe')
  const other = await asha()
  const foreign = await other.get(address)
  const unknown = await other.get('/find/AAAAAAAAAAAAAAAAAAAAAA')
  assert.equal(foreign.status, 404)
  assert.equal(foreign.body, unknown.body)
})

test('the family, the child, the people and the sources open, and each says why', async () => {
  const { get, choose } = await asha()
  await choose('caseload')
  for (const page of PAGES.slice(0, 4)) {
    const { status, body } = await get(page.replace('ID', smith))
    assert.equal(status, 200, page)
    assert.match(body, /You see this because: Family on my caseload/)
    assert.doesNotMatch(/<title>(.*?)<\/title>/.exec(body)?.[1] ?? '', /smith/i)
  }
  const family = await get(`/family/${smith}`)
  const { href } = /href="(?<href>\/receipt\/\w{8})"/.exec(family.body)?.groups ?? {}
  assert.match((await get(href ?? '')).body, /Children Act 2004/)
  assert.equal((await (await signIn('lancs-csc/SW001')).get(href ?? '')).status, 404)
})

test('the reason for a child is asked once for a child, a purpose and a session', async () => {
  const { get, post, choose } = await signIn('lancs-csc/SW001')
  await choose('safeguarding-concern')
  const asked = await get(`/child/${smith}/people`)
  assert.equal(asked.location, `/reason/${smith}?to=people`)
  const empty = await post(`/reason/${smith}`, { reason: '  ', to: 'people' })
  assert.equal(empty.status, 400)
  assert.match(empty.body, /<title>Error: Why this child/)
  const given = await post(`/reason/${smith}`, { reason: 'The school rang.', to: 'people' })
  assert.equal(given.location, `/child/${smith}/people`)
  for (const page of PAGES) assert.equal((await get(page.replace('ID', smith))).status, 200, page)
  const { rows } = await database.owner.query(
    `select count(*)::integer as count from audit.entry where reason = 'The school rang.'`,
  )
  assert.ok(Number(rows[0]?.count) >= 5, 'the reason stands in the audit')
  assert.equal((await get(`/child/${ABSENT}`)).status, 303)
  const later = await signIn('lancs-csc/SW001')
  await later.choose('safeguarding-concern')
  assert.equal((await later.get(`/child/${smith}`)).status, 303)
})

test('without a reason chosen a page asks for one first, and goes on only to a page of ours', async () => {
  const { get, post } = await asha()
  const asked = await get(`/family/${smith}`)
  assert.equal(asked.status, 200)
  assert.match(asked.body, /Why are you looking\?/)
  assert.doesNotMatch(asked.body, /smith/i)
  assert.equal((await post('/why', { purpose: 'caseload', next: 'https://evil.invalid/' })).location, '/home')
  assert.equal((await post('/why', { purpose: 'caseload', next: '//evil.invalid' })).location, '/home')
  assert.equal((await post('/why', { purpose: 'new-referral', next: '/home' })).status, 400)
  const next = `/family/${smith}`
  assert.equal((await post('/why', { purpose: 'caseload', next })).location, next)
  assert.equal((await get(next)).status, 200)
})

test('no form is taken without its token', async () => {
  const { post } = await asha()
  for (const url of ['/find', '/why', `/reason/${smith}`]) {
    const { status, body } = await post(url, {
      csrfToken: 'forged',
      purpose: 'caseload',
      text: 'smith',
      reason: 'x',
    })
    assert.equal(status, 403, url)
    assert.match(body, /href="tel:999"/)
  }
})

test('the calendar file is a download that no cache keeps and that does not name the child', async () => {
  const { get, choose } = await asha()
  await choose('caseload')
  const file = await get(`/child/${smith}/people/meeting.ics`)
  assert.equal(file.headers['cache-control'], 'no-store')
  assert.match(String(file.headers['content-disposition']), /attachment; filename="meeting\.ics"/)
  assert.match(file.body, /Joanne Kay/)
  assert.doesNotMatch(file.body, /smith/i)
})

test('nobody arrives home and finds nothing to do, whatever their role', async () => {
  const ids = county.signIns.flatMap(one => one.practitioners)
  assert.ok(ids.length >= 14)
  for (const id of ids) {
    const { status, body } = await (await signIn(id)).get('/home')
    const role = (await findPractitioner(database.reader, id))?.role
    assert.equal(status, 200, id)
    const main = body.slice(body.indexOf('<main'), body.indexOf('</main>'))
    assert.match(main, /href="\/(?:find|feeds|who-looked|desk|how-we-decide)"/, `${id} ${role}`)
    assert.match(main, /href="tel:999"/)
  }
})

test('an agreement that is revoked empties the page at the next request', async () => {
  const { get, choose } = await asha()
  await choose('caseload')
  assert.match((await get(`/child/${smith}`)).body, /Joanne Kay/)
  await database.owner.query(
    `update registers.agreement set revoked_at = clock_timestamp(), revoked_by = 'test', revoked_reason = 'test'
     where revoked_at is null`,
  )
  const { status, body } = await get(`/child/${smith}`)
  assert.equal(status, 404)
  assert.doesNotMatch(body, /Joanne|smith/i)
})
