import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, NUMBERS, sent, wordsOf } from '../../../test/practitioner-views.ts'
import { startPage } from './page.ts'

test('the first page says what the service is, leads to sign-in by a link, and carries the numbers', () => {
  const page = startPage(NUMBERS)
  assert.match(wordsOf(page), /Find out who is helping a child or a family in Lancashire/)
  assert.match(sent(page), /<a href="\/sign-in"/)
  assert.match(wordsOf(page), /0300 123 6720/)
  assert.deepEqual(faultsOf(page), [])
})
