import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  isTemporaryUpn,
  nhsCheckDigit,
  parseNhsNumber,
  parseUpn,
  showNhsNumber,
  upnCheckLetter,
} from './identifiers.ts'

test('published NHS numbers are valid and a changed digit is found', () => {
  assert.equal(parseNhsNumber('943 476 5870'), '9434765870')
  assert.equal(parseNhsNumber('943-476-5919'), '9434765919')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const digits = [...'9434765870']
      digits[at] = String((Number(digits[at]) + by) % 10)
      assert.equal(parseNhsNumber(digits.join('')), undefined)
    }),
  )
})

test('nine digits whose remainder is ten have no NHS number', () => {
  const without = Array.from({ length: 200 }, (_, i) => `999000${String(i).padStart(3, '0')}`).filter(
    nine => nhsCheckDigit(nine) === undefined,
  )
  assert.ok(without.length > 0)
  for (const nine of without) for (let c = 0; c < 10; c++) assert.equal(parseNhsNumber(nine + c), undefined)
})

test('an NHS number is shown in threes and a four', () => {
  assert.equal(showNhsNumber('9434765870'), '943 476 5870')
})

test('permanent and temporary UPNs carry their check letter', () => {
  assert.equal(parseUpn('B801200005001'), 'B801200005001')
  assert.equal(parseUpn('x888400125001'), 'X888400125001')
  assert.equal(parseUpn('H88840012500A'), 'H88840012500A')
  assert.equal(parseUpn('A801200005001'), undefined)
  assert.equal(upnCheckLetter('801200005001'), 'B')
  assert.ok(isTemporaryUpn('H88840012500A'))
  assert.ok(!isTemporaryUpn('B801200005001'))
})
