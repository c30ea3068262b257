import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countyDatabase } from '../../../test/county-database.ts'
import { faultsOf, wordsOf } from '../../../test/practitioner-views.ts'
import { testWebServer } from '../../../test/web-server.ts'
import { thresholdsView } from '../../access/feed-thresholds.ts'
import { findPractitioner } from '../../registers/practitioner-store.ts'
import { routes } from '../../routes.ts'
import { thresholdsPage } from './page.ts'

const county = await countyDatabase()
const { database } = county
const { app, people, signIn } = await testWebServer(database, { routes: routes(database, county.folder) })
for (const subject of ['tom.ainscough', 'ruth.holden']) {
  const practitioner = await findPractitioner(database.owner, (await county.who(subject)).practitionerId)
  people.set(subject, practitioner ? [practitioner] : [])
}
const HERE = '/feeds/of/lancs-health-visiting/health-visiting/1/holding'

async function open(subject: string, url: string) {
  const { cookie } = await signIn(subject)
  return await app.inject({ url, headers: { cookie } })
}

async function change(subject: string, rule: string, fields: Record<string, string>) {
  const { cookie, csrfToken } = await signIn(subject)
  const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
  const payload = new URLSearchParams({ csrfToken, ...fields }).toString()
  return await app.inject({ method: 'POST', url: `${HERE}/${rule}`, headers, payload })
}

test('the page says every rule, the number that stands and who set it', async () => {
  const who = await county.who('tom.ainscough')
  const view = await thresholdsView(database, who, {
    partnerId: 'lancs-health-visiting',
    contract: 'health-visiting/1',
  })
  assert.ok(view)
  const page = thresholdsPage(view)
  const words = wordsOf(page)
  assert.match(words, /30 percentage points/)
  assert.match(words, /3 times as many/)
  assert.match(words, /As the service has it/)
  assert.match(words, /A file is not whole.* Always/)
  assert.deepEqual(faultsOf(page), [])
})

test('a steward changes a number with a reason; what is wrong is said at its field, and what was typed stays', async () => {
  const wrong = await change('tom.ainscough', 'fill-changed', {
    how: 'number',
    value: '200',
    reason: 'Because.',
  })
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /<title>Error: /)
  assert.match(wrong.body, /href="#value"/)
  assert.match(wrong.body, /value="200"/)
  const silent = await change('tom.ainscough', 'fill-changed', { how: 'number', value: '45', reason: '' })
  assert.match(silent.body, /href="#reason"/)
  const done = await change('tom.ainscough', 'fill-changed', {
    how: 'number',
    value: '45',
    reason: 'A new system.',
  })
  assert.equal(done.statusCode, 303)
  const page = (await open('tom.ainscough', String(done.headers.location))).body
  assert.match(page, /was changed/)
  assert.match(page, /45 percentage points/)
  assert.match(page, /A new system\./)
  const back = await change('tom.ainscough', 'fill-changed', { how: 'back', reason: 'It was a mistake.' })
  assert.equal(back.statusCode, 303)
  assert.match((await open('tom.ainscough', HERE)).body, /30 percentage points/)
})

test('another partner’s rules are not there, nobody without the role changes one, and no rule is made up', async () => {
  assert.equal((await open('ruth.holden', HERE)).statusCode, 404)
  assert.equal(
    (await change('ruth.holden', 'fill-changed', { how: 'number', value: '1', reason: 'X' })).statusCode,
    404,
  )
  const ruth = await county.who('ruth.holden')
  const own = `/feeds/of/${ruth.partnerId}/ctf/21/holding`
  assert.equal((await open('ruth.holden', own)).statusCode, 200)
  assert.equal((await open('ruth.holden', `${own}/fill-changed`)).statusCode, 403)
  assert.equal((await open('tom.ainscough', `${HERE}/no-such-rule`)).statusCode, 404)
  assert.equal(
    (await change('tom.ainscough', 'cut-off', { how: 'number', value: '1', reason: 'X' })).statusCode,
    404,
  )
})
