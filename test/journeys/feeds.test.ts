import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { csvParser } from '../../src/kit/csv.ts'
import { findPractitioner } from '../../src/registers/practitioner-store.ts'
import { readRegisterFiles } from '../../src/registers/register-files.ts'
import { routes } from '../../src/routes.ts'
import { navigationFor } from '../../src/web/navigation.ts'
import { buildStyles } from '../../src/web/styles.ts'
import { findFaults, openBrowser, openContext, WIDTHS } from '../browser.ts'
import { countyDatabase } from '../county-database.ts'
import { freePort, testWebServer } from '../web-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'family-hub-feeds-'))
after(() => rm(folder, { recursive: true, force: true }))
const county = await countyDatabase()
const { database } = county
const publicUrl = `http://localhost:${await freePort()}`
const { app, people, signIn } = await testWebServer(database, {
  publicUrl,
  routes: routes(database, folder),
  styles: await buildStyles(folder),
  navigation: navigationFor(await readRegisterFiles()),
})
for (const subject of ['paul.hesketh', 'tom.ainscough']) {
  const known = await findPractitioner(database.owner, (await county.who(subject)).practitionerId)
  people.set(subject, known ? [known] : [])
}
await app.listen({ port: Number(new URL(publicUrl).port), host: 'localhost' })
const browser = await openBrowser()

/** Somebody at a desk, signed in, at one width; `look` asserts the heading and collects what is wrong with the page. */
async function sitDown(subject: string, width: number) {
  const { cookie } = await signIn(subject)
  const { page, context, complaints } = await openContext(browser, publicUrl)
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: publicUrl }])
  await page.setViewportSize({ width, height: 800 })
  const faults: string[] = []
  const look = async (heading: RegExp) => {
    assert.match(await page.locator('h1').innerText(), heading)
    faults.push(...(await findFaults(page)))
  }
  const getUp = async () => {
    assert.deepEqual(faults, [])
    // A page that turns out to be a download ends as a page.
    assert.deepEqual(
      complaints.filter(one => !/\.csv net::ERR_ABORTED$|\/contacts net::ERR_ABORTED$/.test(one)),
      [],
    )
    await context.close()
  }
  return { page, look, getUp }
}

async function download(page: Page, link: RegExp): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: link }).click(),
  ])
  return await readFile(await file.path(), 'utf8')
}

/** The template’s one row with other values in some of its columns. */
function rowFrom(template: string, values: Record<string, string>): string {
  const parser = csvParser()
  const [header, sample] = [...parser.push(template.replace(/^\uFEFF/, '')), ...parser.end()]
  const cells = header?.cells?.map((column, at) => values[column] ?? sample?.cells?.[at] ?? '') ?? []
  return cells.map(cell => `"${cell}"`).join(',')
}

async function openFeeds(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Feeds' }).click()
}

async function upload(page: Page, name: string, rows: string[]): Promise<void> {
  const path = join(folder, name)
  await writeFile(path, `${rows.join('\r\n')}\r\n`)
  await openFeeds(page)
  await page.getByRole('button', { name: 'Upload a delivery' }).click()
  await page.getByLabel('Files, or one zip').setInputFiles(path)
  await page.getByRole('button', { name: 'Send and check' }).click()
}

for (const [run, width] of WIDTHS.entries())
  test(`a partner’s administrator begins from the template, mends what is wrong, approves, and reads the scorecard, at ${width}, without a script`, async () => {
    const { page, look, getUp } = await sitDown('paul.hesketh', width)
    await page.goto('/home')
    await look(/Home/)
    await openFeeds(page)
    await look(/Feeds/)
    assert.doesNotMatch(await page.locator('main').innerText(), /Police|Social Care/)
    await page.getByRole('link', { name: 'What to send, with templates' }).click()
    await look(/What to send/)
    await page.getByRole('link', { name: /^Health visiting/ }).click()
    await look(/Health visiting/)
    const template = await download(page, /^Download the template/)
    const [header = ''] = template.split(/\r?\n/)

    const whole = rowFrom(template, { local_patient_id: `NEW${run}`, given_name: 'Tamsin' })
    const wrong = { local_patient_id: `BAD${run}`, nhs_number: '9990000001', birth_date: '31/11/2023' }
    await upload(page, 'contacts.csv', [header, whole, rowFrom(template, wrong)])
    await look(/Delivery from Lancashire Health Visiting/)
    const says = await page.locator('main').innerText()
    assert.match(says, /This is no NHS number/)
    assert.match(says, /This is no day of the calendar/)
    await page.getByRole('link', { name: /^How it mostly comes about.*nhs number$/ }).click()
    await look(/Mend a file/)
    assert.equal(new URL(page.url()).hash, '#nhs-number')
    assert.match(await page.locator('main').innerText(), /Two digits are swapped/)
    await page.goBack()
    const fixes = await download(page, /^Download 2 rejections/)
    assert.match(fixes, /contacts\.csv,3,birth_date,date-format,/)
    assert.doesNotMatch(fixes, /9990000001|31\/11\/2023/)
    await page.getByRole('button', { name: /^Withdraw/ }).click()
    assert.match(await page.locator('main').innerText(), /The delivery was withdrawn/)

    const mended = { ...wrong, nhs_number: '', birth_date: '2023-11-30' }
    await upload(page, 'contacts.csv', [header, whole, rowFrom(template, mended)])
    await look(/Delivery from Lancashire Health Visiting/)
    await page.getByText('New: 2, by your own reference').click()
    assert.ok(await page.getByText(`NEW${run}/`).isVisible())
    await page.getByRole('button', { name: /^Approve/ }).click()
    await look(/Delivery from Lancashire Health Visiting/)
    assert.match(await page.locator('main').innerText(), /The delivery was published/)

    await openFeeds(page)
    await page.getByRole('link', { name: /^Lancashire Health Visiting/ }).click()
    await look(/Feed of Lancashire Health Visiting/)
    assert.equal(await page.locator('svg[role="img"]').count(), 2)
    await getUp()
  })

test('a steward changes from when on a feed is held, and is told what is wrong with the number', async () => {
  const { page, look, getUp } = await sitDown('tom.ainscough', 1280)
  await page.goto('/feeds/of/lancs-health-visiting/health-visiting/1')
  await page.getByRole('link', { name: /^When its deliveries are held/ }).click()
  await look(/When deliveries of Lancashire Health Visiting are held/)
  await page.getByRole('link', { name: /Change.*Far more rows than before/ }).click()
  await page.getByRole('textbox', { name: /^From 1 to/ }).fill('5000')
  await page.getByRole('button', { name: 'Change' }).click()
  await look(/Change: far more rows/)
  assert.match(await page.title(), /^Error: /)
  await getUp()
})
