import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import type { RejectionRow } from '../../src/access/feeds-view-store.ts'
import { rejectionsCsv } from '../../src/access/rejections-csv.ts'
import { csvParser } from '../../src/kit/csv.ts'
import { meetingFile } from '../../src/web/meeting.ts'
import { NAUGHTY } from './naughty-strings.ts'

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/
const ROOT = new URL('../..', import.meta.url).pathname
const product = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter(path => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map(path => ({ path, source: readFileSync(`${ROOT}/${path}`, 'utf8') }))

test('no cell of a spreadsheet file of rejections is run as a formula, whatever a file and its columns are called', async () => {
  const cells = [
    '=1+1',
    '+1',
    '-1',
    '@A1',
    '\t=1',
    '\r=1',
    '＝1',
    '=HYPERLINK("http://192.0.2.1")',
    ...NAUGHTY,
  ]
  async function* pages(): AsyncGenerator<RejectionRow[]> {
    yield cells.map(cell => ({ file: cell, row: 1, column: cell, rule: 'date-format', remedy: cell }))
  }
  const parser = csvParser()
  const rows = [...parser.push(await text(rejectionsCsv(pages()))), ...parser.end()].slice(1)
  assert.equal(rows.length, cells.length)
  for (const { cells: row } of rows) for (const cell of row ?? []) assert.doesNotMatch(cell, FORMULA)
})

test('every other file of the product that writes CSV makes formulas text too', () => {
  // The county writes partners' files, which hold what partners hold.
  const writers = product.filter(
    ({ path, source }) => source.includes("from 'csv-stringify") && !path.startsWith('src/county/'),
  )
  assert.ok(writers.length >= 2)
  for (const { path, source } of writers)
    assert.equal(
      source.match(/\bstringify\(/g)?.length,
      source.match(/\.\.\.FOR_SPREADSHEETS/g)?.length,
      `${path} writes CSV with formulas in it`,
    )
})

test('no text of a partner begins a line of its own in a calendar', () => {
  const lines = ['Ann\rATTENDEE:mailto:a@example.org', 'Bob\r\nURL:http://192.0.2.1', 'Cy\nX-A:1', ...NAUGHTY]
  const calendar = meetingFile(lines, new Date('2026-11-22T12:00:00Z'))
  for (const line of calendar.split(/\r\n|\r|\n/)) assert.match(line, /^([A-Z-]+:| |$)/)
  const names = calendar.split('\r\n').filter(line => /^(ATTENDEE|URL|X-A)/.test(line))
  assert.deepEqual(names, [])
})
