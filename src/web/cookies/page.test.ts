import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, wordsOf } from '../../../test/practitioner-views.ts'
import { cookiesPage } from './page.ts'

const page = cookiesPage()
const words = wordsOf(page)

test('the page keeps the form of every page, in sentences under 25 words', () => {
  assert.deepEqual(faultsOf(page), [])
  const long = words.split(/[.:?] /).filter(sentence => sentence.split(' ').length > 25)
  assert.deepEqual(long, [])
})

test('the one cookie is named with its time limits', () => {
  assert.match(words, /family-hub-session/)
  assert.match(words, /15 minutes .* 8 hours/)
})
