import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conditionsMet } from './subject-conditions.ts'

const met = (birthDate: string | null, day: string, isCareLeaver = false) =>
  conditionsMet({ birthDate, day, isCareLeaver, isHelpedAsAdult: false })

test('Childcare Act 2006: a young child until 1 September after the fifth birthday', () => {
  const words = 'until 1 September after the fifth birthday'
  assert.ok(met('2021-08-31', '2026-08-31').includes(words))
  assert.ok(!met('2021-08-31', '2026-09-01').includes(words))
  assert.ok(met('2021-09-01', '2027-08-31').includes(words))
  assert.ok(!met('2021-09-01', '2027-09-01').includes(words))
})

test('Children and Families Act 2014 s.23: under compulsory school age, and no longer', () => {
  const words = 'under compulsory school age'
  assert.ok(met('2021-02-10', '2026-03-31').includes(words))
  assert.ok(!met('2021-02-10', '2026-04-01').includes(words))
  assert.ok(met('2021-10-10', '2026-12-31').includes(words))
  assert.ok(!met('2021-10-10', '2027-01-01').includes(words))
})

test('a care leaver is one whom a source says to be one; without a birth date no age condition is met', () => {
  assert.deepEqual(met(null, '2026-11-22', true), ['care leaver'])
  assert.deepEqual(met(null, '2026-11-22'), [])
})

test('Care Act 2014 s.1: whom a service for adults helps may have needs for care and support', () => {
  const facts = { birthDate: null, day: '2026-11-22', isCareLeaver: false, isHelpedAsAdult: true }
  assert.deepEqual(conditionsMet(facts), [
    'has, or may have, needs for care and support, or cares for an adult who has',
  ])
})
