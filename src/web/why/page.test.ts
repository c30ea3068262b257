import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHILD_ID, faultsOf, NUMBERS, sent, wordsOf } from '../../../test/practitioner-views.ts'
import { whyPage } from './page.ts'

const caseload = {
  purpose: 'caseload',
  name: 'Family on my caseload',
  says: 'You work with them.',
  kind: 'own-work',
  wholeFamily: true,
  needsChildReason: false,
} as const
const view = { purposes: [caseload], next: `/child/${CHILD_ID}`, csrfToken: 'token' }

test('one question, with the page to go on to kept in the form', () => {
  const document = sent(whyPage(view, NUMBERS))
  assert.match(document, new RegExp(`name="next" value="/child/${CHILD_ID}"`))
  assert.match(document, /name="purpose" type="radio" value="caseload"/)
  assert.deepEqual(faultsOf(whyPage(view, NUMBERS)), [])
})

test('without a choice the error stands in title, summary and field', () => {
  const document = sent(whyPage({ ...view, error: 'Choose why you are looking' }, NUMBERS))
  assert.match(document, /<title>Error: Why are you looking\?/)
  assert.match(document, /<a href="#purpose">Choose why you are looking<\/a>/)
  assert.match(document, /id="purpose-error"/)
})

test('a role that does not look at families is told where to go, with the numbers', () => {
  const page = whyPage({ ...view, purposes: [] }, NUMBERS)
  assert.match(wordsOf(page), /Go to home to see what your role can do/)
  assert.match(wordsOf(page), /0300 123 6720/)
  assert.deepEqual(faultsOf(page), [])
})
