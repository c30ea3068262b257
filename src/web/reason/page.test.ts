import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHILD_ID, faultsOf, NUMBERS, OTHER_ID, sent, wordsOf } from '../../../test/practitioner-views.ts'
import { reasonPage } from './page.ts'

const view = {
  personId: CHILD_ID,
  to: 'family',
  purposeName: 'Safeguarding concern',
  csrfToken: 'token',
} as const

test('the question is the same for anybody: it names nobody and its words do not depend on the id', () => {
  const one = sent(reasonPage(view, NUMBERS))
  const other = sent(reasonPage({ ...view, personId: OTHER_ID }, NUMBERS))
  assert.equal(one.replaceAll(CHILD_ID, 'id'), other.replaceAll(OTHER_ID, 'id'))
})

test('an empty answer is told in title, summary and field; danger comes before forms', () => {
  const page = reasonPage({ ...view, error: 'Write why you need to see this child or person' }, NUMBERS)
  const document = sent(page)
  assert.match(document, /<title>Error: Why this child – Find –/)
  assert.match(document, /<a href="#reason">Write why/)
  assert.match(document, /id="reason-error"/)
  assert.match(wordsOf(page), /If someone is in danger now, ring first/)
  assert.match(wordsOf(page), /0300 123 6720/)
})

test('one heading, no name in the title or in an address, and no script', () => {
  assert.deepEqual(faultsOf(reasonPage(view, NUMBERS)), [])
})
