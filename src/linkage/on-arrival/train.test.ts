import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nhsCheckDigit } from '../../kit/identifiers.ts'
import { linkBatch } from './link.ts'
import { defaultModel, parseModel } from './model.ts'
import type { LinkRecord } from './record.ts'
import { trainModel } from './train.ts'

const NAMES = ['Aisha', 'Bilal', 'Clara', 'Dylan', 'Esme', 'Farah', 'George', 'Hana', 'Isaac', 'Jamila']

/** Children in two sources with one NHS number each; every third is called Khan. */
function children(count: number): LinkRecord[] {
  return Array.from({ length: count }, (_, n) => {
    const nine = `9990${String(n * 7).padStart(5, '0')}`
    const check = nhsCheckDigit(nine)
    const birthDate = `20${10 + (n % 12)}-${String(1 + (n % 9)).padStart(2, '0')}-${String(10 + (n % 19))}`
    const child: Omit<LinkRecord, 'id' | 'source'> = {
      given: NAMES[n % 10],
      family: n % 3 === 0 ? 'Khan' : `Family${String.fromCodePoint(97 + (n % 26), 97 + (n % 25))}`,
      birthDate,
      addressLine: `${n} High Street`,
      postcode: 'PR1 2AB',
      ...(check === undefined ? {} : { nhsNumber: nine + check }),
    }
    return [
      { ...child, id: `h${n}`, source: 'health' },
      { ...child, id: `s${n}`, source: 'school', ...(n % 10 === 0 ? { birthDate: '2012-01-01' } : {}) },
    ]
  }).flat()
}

test('training gives the same sound model whatever the order of records', () => {
  const records = children(300)
  const { model } = trainModel(records, defaultModel(), 'v1')
  assert.deepEqual(trainModel(records.toReversed(), defaultModel(), 'v1').model, model)
  assert.equal(parseModel(structuredClone(model)).kind, 'read')
  assert.equal(model.version, 'v1')
})

test('agreement on a common family name earns fewer bits than on a rare one', () => {
  const { model } = trainModel(children(300), defaultModel(), 'v1')
  const pair = (family: string): LinkRecord[] =>
    ['a', 'b'].map(id => ({ id, source: id, given: 'Aisha', family, birthDate: '2015-04-23' }))
  const bits = (family: string): number => linkBatch(pair(family), model).links[0]?.bits ?? 0
  assert.ok(bits('Swarbrick') > bits('Khan') + 3, `${bits('Swarbrick')} ${bits('Khan')}`)
})

test('a date that one source holds far too often becomes a default date of that source', () => {
  const { model } = trainModel(children(600), defaultModel(), 'v1')
  assert.ok(model.defaultDates.some(({ date, source }) => date === '2012-01-01' && source === 'school'))
})

test('where no identifiers anchor the training, the base model stands and the notes say so', () => {
  const records = children(60).map(record => ({ ...record, nhsNumber: undefined }))
  const { model, notes } = trainModel(records, defaultModel(), 'v1')
  assert.deepEqual(notes, [
    'Only few pairs are known to be one person, so the base model’s figures stand for them.',
    'Only few pairs are known to be two people of one household, so the base model’s figures stand for them.',
  ])
  assert.equal(model.comparisons.sex['same']?.same, defaultModel().comparisons.sex['same']?.same)
})
