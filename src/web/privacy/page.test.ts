import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, wordsOf } from '../../../test/practitioner-views.ts'
import { privacyPage } from './page.ts'

const page = privacyPage()
const words = wordsOf(page)

test('the page keeps the form of every page, in sentences under 25 words', () => {
  assert.deepEqual(faultsOf(page), [])
  const long = words.split(/[.:?] /).filter(sentence => sentence.split(' ').length > 25)
  assert.deepEqual(long, [])
})

test('families read what is not built yet, and to whom they can complain', () => {
  assert.match(words, /You cannot do this on these pages yet/)
  assert.match(words, /Information Commissioner/)
})
