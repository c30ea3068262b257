import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { systemClock } from '../../src/kit/clock.ts'
import { numbersFor } from '../../src/registers/emergency-numbers.ts'
import { findPractitioners } from '../../src/registers/practitioner-store.ts'
import { readRegisterFiles } from '../../src/registers/register-files.ts'
import { routes } from '../../src/routes.ts'
import { navigationFor } from '../../src/web/navigation.ts'
import { buildServer } from '../../src/web/server.ts'
import { buildStyles } from '../../src/web/styles.ts'
import { findFaults, openBrowser, openContext, WIDTHS } from '../browser.ts'
import { countyDatabase } from '../county-database.ts'
import { freePort } from '../web-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'family-hub-journey-'))
after(() => rm(folder, { recursive: true, force: true }))
const { database, signIns } = await countyDatabase()
const publicUrl = `http://localhost:${await freePort()}`
// The sign-ins of the test county belong to the provider that this server mounts.
await database.owner.query('update registers.practitioner_sign_in set issuer = $1', [
  `${publicUrl}/demonstration-identity`,
])
const app = await buildServer({
  publicUrl,
  routes: routes(database, folder),
  styles: await buildStyles(folder),
  clock: systemClock,
  database: database.reader,
  numbers: () => numbersFor(database.reader, new Date()),
  navigation: navigationFor(await readRegisterFiles()),
  findPractitioners: (issuer, subject) => findPractitioners(database.reader, issuer, subject),
  provider: { demonstrationPeople: signIns },
})
after(() => app.close())
await app.listen({ port: Number(new URL(publicUrl).port), host: 'localhost' })
const browser = await openBrowser()

type Opened = Awaited<ReturnType<typeof openContext>>

/** Signs in at the demonstration’s provider and arrives home. */
async function signIn({ page }: Opened, name: RegExp): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name }).click()
  await page.waitForURL(`${publicUrl}/home`)
}

async function search({ page }: Opened, why: string, words: string): Promise<void> {
  await page.goto('/find')
  await page.getByLabel(why, { exact: true }).check()
  await page.getByLabel('Who?').fill(words)
  await page.getByRole('button', { name: 'Find', exact: true }).click()
  await page.waitForURL(/\/find\/[\w-]{22}$/)
}

for (const width of WIDTHS) {
  test(`a health visitor finds a child whose name she misspells and sees who helps the family, at ${width}, without a script`, async () => {
    const opened = await openContext(browser, publicUrl)
    const { page, context, complaints } = opened
    await page.setViewportSize({ width, height: 800 })
    const faults: string[] = []
    const look = async (heading: RegExp) => {
      const name = await page.locator('h1').innerText()
      assert.match(name, heading)
      assert.doesNotMatch(`${await page.title()} ${page.url()}`, /smith|mohamm?ed/i)
      const { clientWidth, scrollWidth } = await page.locator('html').evaluate(html => html)
      if (scrollWidth > clientWidth) faults.push(`${name}: scrolls sideways at ${width}`)
      // Axe looks at both widths each time, so once is enough.
      if (width === WIDTHS[0]) faults.push(...(await findFaults(page)).map(fault => `${name}: ${fault}`))
    }
    const main = () => page.locator('main').innerText()

    await signIn(opened, /Asha Patel/)
    await look(/^Home$/)
    await page.goto('/find')
    await look(/^Who are you looking for\?$/)
    await page.getByRole('button', { name: 'Find', exact: true }).click()
    await look(/^Who are you looking for\?$/)
    assert.match(await page.title(), /^Error: /)

    await search(opened, 'Family on my caseload', 'mohamed smithe pr2')
    await look(/may match$/)
    assert.match(await main(), /Some records are kept apart for safety/)
    await page.getByRole('link', { name: /^Family of Moham/ }).click()
    await look(/^Family of Moham/)
    assert.match(await main(), /Joanne Kay, allocated social worker\. Ring 01632 960102/)
    assert.match(await main(), /Ruth Holden, safeguarding lead/)

    await page.getByRole('link', { name: 'Overview' }).click()
    await look(/^Moham/)
    assert.match(await main(), /Health visiting and school nursing\s+Involved/)
    assert.match(await main(), /No record matched/)
    assert.match(await main(), /Not permitted/)
    await page.getByRole('link', { name: 'People helping' }).click()
    await look(/^Moham/)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download a calendar file' }).click(),
    ])
    assert.match(await readFile(await file.path(), 'utf8'), /^BEGIN:VCALENDAR\r\n/)
    await page.getByRole('link', { name: 'Record sources' }).click()
    await look(/^Moham/)
    assert.match(await main(), /Something wrong\? Tell the source/)
    await page.getByRole('link', { name: /^receipt \w{8}$/ }).click()
    await look(/^Receipt \w{8}$/)
    assert.match(await main(), /Children Act 2004/)
    await page.goBack()
    await page.getByRole('link', { name: 'Back to results' }).click()
    await look(/may match$/)

    assert.deepEqual(faults, [])
    // What the browser saves instead of showing, it reports as a request that it broke off.
    assert.deepEqual(
      complaints.filter(complaint => !complaint.includes('/meeting.ics ')),
      [],
    )
    await context.close()
  })
}

test('dead ends are no dead ends: nobody found, nothing to show, a reason first, near twins', async () => {
  const opened = await openContext(browser, publicUrl)
  const { page, context } = opened
  const faults: string[] = []
  const look = async (heading: string, numbers: boolean) => {
    assert.equal(await page.locator('h1').innerText(), heading)
    if (numbers) assert.equal(await page.locator('main a[href="tel:999"]').count(), 1, heading)
    faults.push(...(await findFaults(page)).map(fault => `${heading}: ${fault}`))
  }
  await signIn(opened, /Asha Patel/)
  await search(opened, 'Family on my caseload', 'zebedee quuxbottom')
  await look('No match in what we can show you', true)

  await search(opened, 'Family on my caseload', 'wren garstang')
  await page.getByRole('link', { name: /^Child of/ }).click()
  assert.match(await page.locator('main').innerText(), /Only that there is a record is shown to you/)
  await page.goto(`${publicUrl}/child/00000000-0000-4000-8000-000000000000`)
  await look('There is nothing that we can show you here', true)

  await search(opened, 'Safeguarding concern', 'mohamed smithe')
  await page
    .getByRole('link', { name: /^Child of/ })
    .first()
    .click()
  await look('Why do you need to see this child or person?', true)
  await page.getByRole('textbox').fill('The nursery rang about a bruise.')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(/\/child\//)
  assert.match(await page.locator('h1').innerText(), /^Moham/)

  await search(opened, 'Family on my caseload', 'amira hussain')
  await page.getByRole('link', { name: /^Check which child before opening Amira/ }).click()
  await look('Check which child you mean', false)
  await page.getByRole('link', { name: 'Family of Amira HUSSAIN' }).click()
  assert.equal(await page.locator('h1').innerText(), 'Family of Amira HUSSAIN')
  assert.deepEqual(faults, [])
  await context.close()
})

test('from home a family opens under the reason "Family on my caseload", which the receipt names', async () => {
  const opened = await openContext(browser, publicUrl)
  const { page, context } = opened
  await signIn(opened, /Asha Patel/)
  await page.getByRole('button', { name: /^Family of Moham\w+ SMITH/ }).click()
  await page.waitForURL(/\/family\//)
  assert.match(await page.locator('main').innerText(), /You see this because: Family on my caseload/)
  assert.equal(await page.getByRole('link', { name: 'Back to home' }).count(), 1)
  await context.close()
})
