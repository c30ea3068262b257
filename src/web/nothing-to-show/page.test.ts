import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, NUMBERS, sent, wordsOf } from '../../../test/practitioner-views.ts'
import { nothingToShowPage } from './page.ts'

test('rule 4: without a reason of policy the page says nothing of any person, and only the receipt differs', () => {
  const one = sent(nothingToShowPage(undefined, 'RECEIPT2', NUMBERS))
  const other = sent(nothingToShowPage(undefined, 'RECEIPT3', NUMBERS))
  assert.equal(one.replace('RECEIPT2', ''), other.replace('RECEIPT3', ''))
  assert.match(one, /It does not tell you whether there is a record/)
})

test('rule 9: the page never discourages: it says whom to ring and that no page is needed for it', () => {
  const words = wordsOf(nothingToShowPage(undefined, 'RECEIPT2', NUMBERS))
  assert.match(words, /Ring the service that you want to ask/)
  assert.match(words, /Immediate danger: 999/)
  assert.match(words, /0300 123 6720/)
  assert.match(words, /01632 960 199/)
})

test('a reason that policy gives to everyone is told with what to do', () => {
  const refusal = { says: 'Each role sees only what its work needs.', remedy: 'Ring the service and ask.' }
  assert.match(
    wordsOf(nothingToShowPage(refusal, 'RECEIPT2', NUMBERS)),
    /Why Each role sees only what its work needs\. Ring the service and ask\./,
  )
  assert.deepEqual(faultsOf(nothingToShowPage(refusal, 'RECEIPT2', NUMBERS)), [])
})
