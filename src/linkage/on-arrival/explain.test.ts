import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explainPair } from './explain.ts'
import { linkBatch } from './link.ts'
import { defaultModel } from './model.ts'
import type { LinkRecord } from './record.ts'

const model = defaultModel()
const NHS = '9434765870'
const aisha: LinkRecord = {
  id: 'a',
  source: 'school',
  given: 'Aisha',
  family: 'Khan',
  birthDate: '2015-04-23',
  sex: 'female',
  addressLine: '12 High Street',
  postcode: 'PR1 2AB',
  nhsNumber: NHS,
}

test('evidence is told in words, the strongest first', () => {
  const evidence = explainPair(aisha, { ...aisha, id: 'b', source: 'care', family: 'Kahn' }, model)
  assert.equal(evidence?.decision, 'join')
  assert.equal(evidence?.words[0], 'Same NHS number.')
  assert.ok(evidence?.words.includes('Same date of birth.'))
  assert.ok(evidence?.words.includes('Family name differs by one letter: Khan, Kahn.'))
  assert.ok(evidence?.words.includes('Same address.'))
})

test('the words quote no identifier of a person', () => {
  const evidence = explainPair(aisha, { ...aisha, id: 'b', nhsNumber: '9434765919' }, model)
  assert.ok(evidence)
  assert.ok(!JSON.stringify(evidence).includes(NHS))
  assert.ok(evidence.words.includes('NHS numbers differ.'))
})

test('the bits and the decision are those of the link', () => {
  const other = { ...aisha, id: 'b', source: 'care', given: 'Ayesha', nhsNumber: undefined }
  const [link] = linkBatch([aisha, other], model).links
  assert.equal(explainPair(aisha, other, model)?.bits, link?.bits)
  assert.equal(explainPair(other, aisha, model)?.bits, link?.bits)
})

test('a pair for people says why it was not joined and what would change that', () => {
  const sister = { ...aisha, id: 'b', source: 'care', given: 'Zara', birthDate: '2018-11-20' }
  const evidence = explainPair(aisha, sister, model)
  assert.equal(evidence?.decision, 'review')
  assert.deepEqual(evidence?.whatWouldChange, [
    'The number agrees and the person does not: it may be a brother’s or sister’s.',
    'A decision that they are the same person would join them.',
  ])
})

test('nothing is computed about a sealed and an open record', () => {
  assert.equal(explainPair(aisha, { ...aisha, id: 'b', sealGroup: 'sealed-1' }, model), undefined)
})
