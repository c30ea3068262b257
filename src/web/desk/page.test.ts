import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHILD_ID, faultsOf, sent, wordsOf } from '../../../test/practitioner-views.ts'
import { deskPage } from './page.ts'

const item = {
  obligationId: 5,
  madeAt: new Date('2026-11-22T09:32:00Z'),
  practitionerName: 'Asha Patel',
  roleName: 'Health visitor',
  partnerName: 'Lancashire Health Visiting',
  phone: '07700 900001',
  personId: CHILD_ID,
}

test('the desk reads whom to ring, on which number, and opens the record', () => {
  const page = deskPage([item], 'token')
  assert.match(
    wordsOf(page),
    /Ring Asha Patel Number 07700 900001 Who searched Health visitor, Lancashire Health Visiting/,
  )
  assert.match(sent(page), new RegExp(`href="/child/${CHILD_ID}"`))
  assert.match(sent(page), /action="\/desk\/5"/)
  assert.deepEqual(faultsOf(page), [])
})

test('without a number the desk is told whom to ask instead', () => {
  assert.match(
    wordsOf(deskPage([{ ...item, phone: null }], 'token')),
    /None in the register: ask the organisation/,
  )
})

test('an empty answer is told in title, summary and the field of that call only', () => {
  const wrong = { obligationId: 5, text: 'Write what was said' }
  const page = sent(deskPage([item, { ...item, obligationId: 6 }], 'token', { wrong }))
  assert.match(page, /<title>Error: Protected-records desk/)
  assert.match(page, /href="#said-5"/)
  assert.match(page, /id="said-5-error"/)
  assert.doesNotMatch(page, /id="said-6-error"/)
})

test('a desk without calls says so', () => {
  assert.match(
    wordsOf(deskPage([], 'token', { done: true })),
    /The call is recorded\..*Nobody waits for a call/,
  )
})
