import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Content } from '../feeds/sections.ts'
import { goldenFields, goldenRecord } from './golden-record.ts'
import type { PersonRecord } from './person-record.ts'

function record(partnerId: string, contract: string, asOf: string, content: Content): PersonRecord {
  return {
    personId: 'p',
    recordId: `${partnerId}${asOf}`,
    partnerId,
    contract,
    identity: partnerId,
    objectPersonId: undefined,
    content,
    validFrom: undefined,
    validTo: undefined,
    asOf: new Date(asOf),
  }
}

const health = record('lancs-health-visiting', 'health-visiting/1', '2026-11-01', {
  identity: { givenName: 'Mohamed', familyName: 'Smithe', birthDate: '2023-03-12', sex: 'male' },
  identifiers: { nhsNumber: '9990000018' },
  address: { line: '2 Old Road', postcode: 'PR1 1AA', from: '2020-01-01' },
})
const care = record('lancs-csc', 'ssd/1.4', '2026-11-20', {
  identity: {
    givenName: 'Mohammed',
    familyName: 'Smith',
    birthDate: '2023-12-03',
    formerFamilyName: 'Smithies',
  },
  address: { line: '14 Fir Street', postcode: 'PR2 3XY', from: '2024-06-01' },
})
const school = record('school-8882001', 'ctf/21', '2026-11-13', {
  identity: { givenName: 'Mohammed', familyName: 'Smith', birthDate: '2023-12-03' },
  address: { line: '14 Fir St', postcode: 'PR2 3XY' },
})

test('the name that most sources use is chosen and the others stay visible', () => {
  const golden = goldenRecord([health, care, school])
  assert.equal(golden.name?.shown, 'Mohammed SMITH')
  assert.deepEqual(
    golden.name?.others.map(o => o.shown),
    ['Mohamed SMITHE'],
  )
  assert.deepEqual(golden.formerNames, ['Mohamed SMITHE', 'Mohammed SMITHIES'])
})

test('health’s date of birth comes before a majority, because it is notified at birth', () => {
  assert.equal(goldenRecord([health, care, school]).birthDate?.value, '2023-03-12')
})

test('the address into which someone moved last is chosen', () => {
  assert.equal(goldenRecord([health, care]).address?.value.postcode, 'PR2 3XY')
})

test('two spellings of one address count as one', () => {
  assert.equal(goldenRecord([care, school]).address?.others.length, 0)
})

test('every field says its rule, source and date, and the order of records changes nothing', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([health, care, school], { minLength: 3 }), records => {
      const golden = goldenRecord(records)
      assert.deepEqual(golden, goldenRecord([health, care, school]))
      for (const field of goldenFields(golden)) {
        assert.match(field.rule, /\.$/)
        assert.ok(field.from.length > 0)
      }
    }),
  )
})
