import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, found, NUMBERS, OTHER_ID, sent, wordsOf } from '../../../test/practitioner-views.ts'
import type { FindView } from '../../access/find.ts'
import { checkPage } from './answer.ts'
import { resultsPage } from './page.ts'

const query = { names: ['mohamed', 'smithe'], birthDate: undefined, postcode: 'PR2', identifiers: [] }
const CLOSING =
  /Some records are kept apart for safety\. If you are worried about a child, ring the protected-records desk: 01632 960 199\./

function results(result: Partial<FindView>) {
  const whole = { found: [], needsAnotherFact: false, more: false, ...result }
  return resultsPage(
    { searchId: 'opaque', query, purposeName: 'New referral', result: whole, receiptId: 'RECEIPT2' },
    NUMBERS,
  )
}

test('a result shows who it may be, the band in a word, why, and part of the address at most', () => {
  const page = results({ found: [found()] })
  const words = wordsOf(page)
  assert.match(words, /^One person may match You searched: mohamed smithe, PR2 · New referral/)
  assert.match(words, /Mohammed SMITH Strong aged 11 \(born 12 March 2015\) · PR2 3 · NHS number on file/)
  assert.match(words, /Why this result: the names are the same/)
  assert.doesNotMatch(sent(page), /Fir Street|PR2 3XY|%|999 123/)
})

test('rule 4: the closing words end every page of results, whatever was found', () => {
  const pages = [
    results({}),
    results({ needsAnotherFact: true }),
    results({ found: [found()], more: true }),
    results({ found: [found({ isNearTwin: true }), found({ isNearTwin: true, personId: OTHER_ID })] }),
  ]
  for (const page of pages) assert.match(wordsOf(page), CLOSING)
  for (const page of pages) assert.match(wordsOf(page), /does not mean that nobody helps this child/)
})

test('an empty result says what it means, what to try and whom to ring', () => {
  const words = wordsOf(results({}))
  assert.match(words, /^No match in what we can show you/)
  assert.match(words, /What to try, and what an empty result means/)
  assert.match(words, /Children’s services: 0300 123 6720/)
})

test('a narrow role is asked for the fact that tells most, and shown nobody', () => {
  assert.match(wordsOf(results({ needsAnotherFact: true })), /^One child may match: give the date of birth/)
})

test('near twins interrupt: neither opens before both were seen side by side', () => {
  const twins = [
    found({ name: 'Amira HUSSAIN', isNearTwin: true }),
    found({ name: 'Ameera HUSSAIN', isNearTwin: true, personId: OTHER_ID }),
  ]
  const page = results({ found: twins })
  const notice =
    /Two children have nearly the same name and the same date of birth\. Check the date of birth and address with the family\./
  assert.match(wordsOf(page), notice)
  assert.doesNotMatch(sent(page), /href="\/(?:family|child)\//)
  const check = checkPage('opaque', twins, NUMBERS)
  assert.match(wordsOf(check), notice)
  assert.match(sent(check), new RegExp(`href="/family/${OTHER_ID}"`))
  assert.deepEqual(faultsOf(check), [])
})

test('an adult’s page is not called a child’s', () => {
  assert.match(wordsOf(results({ found: [found({ age: 34 })] })), /Family of Mohammed SMITH Person of/)
})

test('one heading, no name in the title or in an address, and no script', () => {
  assert.deepEqual(faultsOf(results({ found: [found()] })), [])
})
