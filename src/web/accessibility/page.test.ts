import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, wordsOf } from '../../../test/practitioner-views.ts'
import { accessibilityPage } from './page.ts'

const page = accessibilityPage()
const words = wordsOf(page)

test('the page keeps the form of every page, in sentences under 25 words', () => {
  assert.deepEqual(faultsOf(page), [])
  const long = words.split(/[.:?] /).filter(sentence => sentence.split(' ').length > 25)
  assert.deepEqual(long, [])
})

test('the statement claims no more than was checked', () => {
  assert.match(words, /we do not claim to meet the standard/)
})
