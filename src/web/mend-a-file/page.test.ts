import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { faultsOf, sent, wordsOf } from '../../../test/practitioner-views.ts'
import { FIELD_RULES, ROW_RULES } from '../../feeds/checks/all.ts'
import { HOLDING_RULES } from '../../feeds/holding/rules.ts'
import { REFUSALS } from '../../feeds/refusals.ts'
import { mendHref, mendPage } from './page.ts'

const page = mendPage()

test('the page tells of every check, every rule of rows, every rule that holds, and how each mostly comes about', () => {
  assert.deepEqual(faultsOf(page), [])
  const words = wordsOf(page).replaceAll('&quot;', '"')
  const told = [
    ...[...FIELD_RULES, ...ROW_RULES].flatMap(({ says, remedy, mostly }) => [says, remedy, mostly]),
    ...HOLDING_RULES.flatMap(({ title, says }) => [title, says]),
    ...REFUSALS.flatMap(({ says, mostly }) => [says, mostly]),
  ]
  // Words are compared as they are printed, so without white space before a sign.
  for (const text of told) assert.ok(words.includes(text.replace(/ ([.,:;)])/g, '$1')), text)
})

test('every rule that the corpus of bad input is told has its place on the page', async () => {
  const cases = join(import.meta.dirname, '../../../test/bad-input/cases')
  const rules = new Set<string>()
  for (const name of await readdir(cases)) {
    const { rules: told = {} } = JSON.parse(await readFile(join(cases, name, 'expect.json'), 'utf8'))
    for (const rule of Object.keys(told)) rules.add(rule)
  }
  assert.ok(rules.size > 15)
  for (const rule of rules) {
    const place = mendHref(rule)?.split('#')[1]
    assert.ok(place !== undefined && sent(page).includes(`id="${place}"`), rule)
  }
  assert.equal(mendHref('a-rule-of-long-ago'), undefined)
})
