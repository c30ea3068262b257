import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, NUMBERS, wordsOf } from '../../../test/practitioner-views.ts'
import { helpPage } from './page.ts'

const page = helpPage(NUMBERS)
const words = wordsOf(page)

test('help begins with the numbers for this hour', () => {
  assert.ok(words.indexOf('0300 123 6720') < words.indexOf('Your search found nobody'))
  assert.match(words, /01632 960 199/)
})

test('help names the seven states of a panel, and never says that a child is not known', () => {
  for (const state of [
    'Not permitted',
    'Not asked',
    'Not covered',
    'Stale or unavailable',
    'Involved',
    'Possible record, not confirmed',
    'No record matched',
  ])
    assert.ok(words.includes(state), state)
  assert.match(words, /never means that a child is not known to anybody/)
})

test('help does not stand in the way of telling somebody', () => {
  assert.match(words, /You do not need a sharing agreement or this service to do that/)
  assert.deepEqual(faultsOf(page), [])
})
