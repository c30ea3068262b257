import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, NUMBERS, receipt, wordsOf } from '../../../test/practitioner-views.ts'
import { receiptPage } from './page.ts'

const NAMES = new Map([['identity', 'Name and date of birth']])

test('a receipt says when, who, why, by which law and agreement, and which fields, in plain words', () => {
  const page = wordsOf(
    receiptPage(receipt({ fields: ['identity.givenName', 'identity.birthDate'] }), NAMES, NUMBERS),
  )
  assert.match(page, /22 November 2026 at 9:32am/)
  assert.match(page, /Asha Patel, Health visitor, Lancashire Health Visiting/)
  assert.match(page, /Children Act 2004 s\.10 · agreement “Early help network” version 3/)
  assert.match(page, /Name and date of birth: given name, birth date/)
  assert.match(page, /Everything that was asked for was permitted/)
})

test('what was not shown stands with the reason and what to do, and the numbers to ring', () => {
  const notShown = [
    {
      category: 'Police notices',
      rule: 'role-may-see',
      because: 'Roles differ.',
      remedy: 'Ring and ask.',
      curable: false,
    },
  ]
  const page = wordsOf(receiptPage(receipt({ notShown }), NAMES, NUMBERS))
  assert.match(page, /Police notices Why Roles differ\. What you can do Ring and ask\./)
  assert.match(page, /Children’s services: 0300 123 6720/)
})

test('rule 4: the receipt of a refusal claims nothing about a record', () => {
  const page = wordsOf(receiptPage(receipt({ because: [], fields: [], notShown: [] }), NAMES, NUMBERS))
  assert.match(page, /This says nothing about whether there is a record/)
  assert.doesNotMatch(page, /was permitted/)
})

test('one heading, no name in the title or in an address, and no script', () => {
  assert.deepEqual(faultsOf(receiptPage(receipt(), NAMES, NUMBERS)), [])
})
