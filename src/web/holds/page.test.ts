import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHILD_ID, faultsOf, sent, wordsOf } from '../../../test/practitioner-views.ts'
import { holdsPage } from './page.ts'

const person = { personId: CHILD_ID, cause: 'domestic abuse', since: '2026-11-18' }

test('whoever answers for protection reads why an address is held, and says how they know that it is safe', () => {
  const page = holdsPage({ people: [person], mayOpen: true }, 'token')
  assert.match(wordsOf(page), /Why it is held A police notice of domestic abuse Since 18 November 2026/)
  assert.match(sent(page), new RegExp(`action="/holds/${CHILD_ID}"`))
  assert.deepEqual(faultsOf(page), [])
})

test('an empty answer is told in title, summary and field', () => {
  const wrong = { personId: CHILD_ID, text: 'Write how you know that it is safe' }
  const page = sent(holdsPage({ people: [person], mayOpen: true }, 'token', { wrong }))
  assert.match(page, /<title>Error: Held addresses/)
  assert.match(page, new RegExp(`href="#how-${CHILD_ID}"`))
})

test('where nothing is held the page says so', () => {
  assert.match(
    wordsOf(holdsPage({ people: [], mayOpen: true }, 'token', { done: true })),
    /The address is shown again\..*No address is held/,
  )
})

test('whoever sees no families gets no link to one', () => {
  const page = sent(holdsPage({ people: [person], mayOpen: false }, 'token'))
  assert.doesNotMatch(page, /href="\/child\//)
})
