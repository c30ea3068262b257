import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { linkFiles } from '../../src/linkage/link-files.ts'
import { makeReport, writeReport } from '../../src/linkage/report/write-report.ts'
import { findFaults, openBrowser, openContext, WIDTHS } from '../browser.ts'
import { fileOf, folder, linesOf, MODEL, peopleOf } from './people.ts'

const people = await peopleOf(150)
const run = await linkFiles([people], MODEL, { threads: 2, withAsides: true, by: 'culture' })
const path = join(folder, 'report.html')
writeReport(path, run, { files: ['people.csv'], model: 'county-people.json', day: '2026-11-22' })
const ADDRESS = 'http://report.example/'

test('the report’s page has no fault that axe finds and does not scroll sideways, wide or narrow, and needs no script', async () => {
  const { page, complaints } = await openContext(await openBrowser(), ADDRESS)
  const text = readFileSync(path, 'utf8')
  await page.route(ADDRESS, route => route.fulfill({ contentType: 'text/html; charset=utf-8', body: text }))
  await page.goto(ADDRESS)
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    const shots = process.env['REPORT_SHOTS']
    if (shots) await page.screenshot({ path: join(shots, `report-${width}.png`), fullPage: true })
  }
  assert.deepEqual(await findFaults(page), [])
  assert.deepEqual(complaints, [])
  assert.ok((await page.locator('svg').count()) > 5)
})

test('examples end at the weight they tell and quote no record', () => {
  const { examples } = makeReport(run)
  assert.ok(examples.length >= 3, String(examples.length))
  for (const { start, steps, bits } of examples)
    assert.ok(Math.abs(steps.reduce((sum, step) => sum + step.bits, start) - bits) < 1e-9)
  const text = readFileSync(path, 'utf8')
  const cells = linesOf(people).slice(1)
  const names = new Set(cells.flatMap(line => [line.split(',')[2]!, line.split(',')[4]!]))
  const quoted = [...names].filter(name => name.length > 4 && text.includes(name))
  assert.deepEqual(quoted, [])
})

test('records that hold nothing but a sex cannot be linked, and are counted', async () => {
  const [header = '', ...lines] = linesOf(people)
  const empty = [1, 2, 3].map(at => `empty${at},school,,,,,,F,,,,,,,,,,t${at},`)
  const more = await linkFiles([fileOf([header, ...lines, ...empty])], MODEL, { threads: 1 })
  assert.ok(makeReport(more).unlinkable >= 3)
  assert.ok(makeReport(more).unlinkable < lines.length / 2, String(makeReport(more).unlinkable))
})

test('it says what was linked by what, and tells nothing of a column that the file lacks', async () => {
  const text = readFileSync(path, 'utf8').replace(/<[^>]+>/g, '|')
  for (const says of [
    /Day\|+2026-11-22/,
    /Files\|+people.csv/,
    /Model\|+county-people.json/,
    /Engine\|+\d/,
    /Linked from\|+0 bits/,
    /For review from\|+-3 bits/,
    /Where two compared records begin\|+-?\d+\.\d bits/,
    /kept apart by different numbers\|+\d/,
    /initial or middle/,
  ])
    assert.match(text, says)
  assert.doesNotMatch(text, /[a-z]Or[A-Z]/)
  const records = ['a', 'b', 'c'].map(id => ({
    rec_id: id,
    first_name: 'Ann',
    surname: 'Lee',
    dob: '2015-04-23',
  }))
  const few = await linkFiles([{ name: 'few', records }], MODEL, { threads: 0 })
  assert.deepEqual(
    makeReport(few).weights.map(({ comparison }) => comparison),
    ['given', 'family', 'birthDate'],
  )
})
