import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { html } from '../../src/kit/html.ts'
import { buildStyles } from '../../src/web/styles.ts'
import { findFaults, openBrowser, openContext } from '../browser.ts'
import { testDatabase } from '../database.ts'
import { freePort, practitioner, testWebServer } from '../web-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'family-hub-styles-'))
after(() => rm(folder, { recursive: true, force: true }))
const port = await freePort()
const publicUrl = `http://localhost:${port}`
const says = 'Works with families in Preston.'
const { app, people } = await testWebServer(await testDatabase(), {
  publicUrl,
  styles: await buildStyles(folder),
  provider: {
    demonstrationPeople: ['asha', 'two', 'stranger'].map(subject => ({
      subject,
      name: `Person ${subject}`,
      email: `${subject}@example.org`,
      says,
    })),
  },
  navigation: () => [
    { text: 'Home', href: '/' },
    { text: 'Feeds', href: '/feeds' },
  ],
  routes: [
    {
      method: 'GET',
      path: '/',
      access: 'signed-in',
      handler: () => ({
        page: { title: 'Home', body: html`<h1 class="govuk-heading-l">Your families</h1>` },
      }),
    },
    {
      method: 'GET',
      path: '/feeds',
      access: { roles: ['steward'] },
      handler: () => ({ page: { title: 'Feeds', body: html`<h1 class="govuk-heading-l">Feeds</h1>` } }),
    },
  ],
})
people.set('asha', [practitioner('asha', 'health-visitor')])
people.set('two', [practitioner('one', 'key-worker', 'Dan Kay'), practitioner('two', 'steward', 'Dan Kay')])
await app.listen({ port, host: 'localhost' })
const browser = await openBrowser()

test('without a script: sign in with the demonstration’s provider, be refused a page, sign out, be out', async () => {
  const { context, page, complaints } = await openContext(browser, publicUrl)
  const heading = () => page.locator('h1').innerText()
  assert.equal((await page.goto('/'))?.status(), 401)
  assert.deepEqual(await findFaults(page), [])

  await page.getByRole('button', { name: 'Sign in' }).click()
  assert.equal(await heading(), 'Who do you want to be?')
  assert.deepEqual(await findFaults(page), [])

  await page.getByRole('button', { name: /Person asha/ }).click()
  await page.waitForURL(`${publicUrl}/`)
  assert.equal(await heading(), 'Your families')
  assert.match(await page.locator('header').innerText(), /Asha Patel · health visitor · The Council/)
  assert.equal(await page.locator('[aria-current=page]').innerText(), 'Home')
  assert.deepEqual(await findFaults(page), [])

  assert.equal((await page.goto('/feeds'))?.status(), 403)
  assert.deepEqual(await findFaults(page), [])
  assert.equal((await page.goto('/nowhere'))?.status(), 404)
  assert.deepEqual(await findFaults(page), [])

  await page.goto('/')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(`${publicUrl}/signed-out`)
  assert.deepEqual(await findFaults(page), [])
  await page.goBack()
  assert.equal(await heading(), 'Sign in first')
  assert.deepEqual(complaints, [])
  await context.close()
})

test('without a script: two roles are chosen between and changed, each under a new session', async () => {
  const { context, page, complaints } = await openContext(browser, publicUrl)
  const cookie = async () =>
    (await context.cookies()).find(({ name }) => name === 'family-hub-session')?.value
  await page.goto('/sign-in')
  await page.getByRole('button', { name: /Person two/ }).click()
  await page.waitForURL(`${publicUrl}/role`)
  assert.deepEqual(await findFaults(page), [])
  const undecided = await cookie()

  await page.getByRole('button', { name: /key worker/ }).click()
  await page.waitForURL(`${publicUrl}/`)
  const keyWorker = await cookie()
  assert.equal((await page.goto('/feeds'))?.status(), 403)

  await page.getByRole('link', { name: 'Change role' }).click()
  assert.deepEqual(await findFaults(page), [])
  await page.getByRole('button', { name: /steward/ }).click()
  await page.waitForURL(`${publicUrl}/`)
  assert.equal((await page.goto('/feeds'))?.status(), 200)
  assert.equal(new Set([undecided, keyWorker, await cookie()]).size, 3)
  assert.deepEqual(complaints, [])
  await context.close()
})

test('without a script: a stranger is told so, may sign in as somebody else, and is never signed in silently', async () => {
  const { context, page } = await openContext(browser, publicUrl)
  await page.goto('/sign-in?returnTo=/feeds')
  await page.getByRole('button', { name: /Person stranger/ }).click()
  assert.equal(await page.locator('h1').innerText(), 'You are not registered')
  assert.deepEqual(await findFaults(page), [])
  await page.getByRole('button', { name: 'Sign in as somebody else' }).click()
  assert.equal(await page.locator('h1').innerText(), 'Who do you want to be?')
  await page.getByRole('button', { name: /Person asha/ }).click()
  await page.waitForURL(`${publicUrl}/`)
  assert.equal(await page.locator('h1').innerText(), 'Your families')
  await page.goto('/sign-in')
  assert.equal(await page.locator('h1').innerText(), 'Who do you want to be?')
  await context.close()
})

test('by another name of this machine one still comes to sign in', async () => {
  const { context, page } = await openContext(browser, publicUrl)
  await page.goto(`http://127.0.0.1:${port}/sign-in`)
  await page.getByRole('button', { name: /Person asha/ }).click()
  await page.waitForURL(`${publicUrl}/`)
  await context.close()
})

test('the provider’s addresses are those of the public address, whatever a client says of itself', async () => {
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }
  const response = await app.inject({
    url: '/demonstration-identity/.well-known/openid-configuration',
    headers,
  })
  assert.doesNotMatch(response.body, /evil/)
  const metadata = response.json<Record<string, unknown>>()
  assert.equal(metadata['issuer'], `${publicUrl}/demonstration-identity`)
  assert.equal(metadata['token_endpoint'], `${publicUrl}/demonstration-identity/token`)
})
