import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readModelFile } from '../model-file.ts'
import { MOST_RULES } from '../rows/row-layout.ts'
import { MOST_PARTS, partsOf } from './blocking-rules.ts'
import { type Coverage, capOf, chooseRules, NAME_CAP } from './choose-rules.ts'

const FULL: Coverage = {
  records: 1000,
  given: 1000,
  family: 1000,
  birthDate: 1000,
  postcode: 1000,
  street: 1000,
  home: 1000,
  uprn: 1000,
  phone: 1000,
  email: 1000,
  sameBirthDate: 100,
  sameHome: 100,
}
const named = (count: number, letter: string): string[] =>
  Array.from({ length: count }, (_, at) => `${letter}${at + 1}`)

test('whatever roles, identifiers and texts a file has, its rules fit a run, and the rest is named', () => {
  const arbCoverage = fc.record(
    Object.fromEntries(Object.keys(FULL).map(role => [role, fc.constantFrom(0, 1000)])),
  ) as unknown as fc.Arbitrary<Coverage>
  fc.assert(
    fc.property(arbCoverage, fc.nat(6), fc.nat(8), (coverage, identifiers, texts) => {
      fc.pre(coverage.given + coverage.birthDate + coverage.email > 0 && identifiers + texts > 0)
      const { rules, leftOut } = chooseRules(coverage, named(identifiers, 'i'), named(texts, 't'))
      assert.ok(rules.length > 0 && rules.length <= MOST_RULES && partsOf(rules).length <= MOST_PARTS)
      assert.ok(leftOut.every(rule => !rules.includes(rule)))
      for (const identifier of named(identifiers, 'i')) assert.ok(rules.includes(`identifier ${identifier}`))
    }),
  )
})

test('a file of six identifiers keeps all that tells more than what it leaves out', () => {
  const few = chooseRules(FULL, named(2, 'i'), [])
  assert.deepEqual(few.leftOut, [])
  const many = chooseRules(FULL, named(6, 'i'), [])
  assert.deepEqual(many.leftOut, ['email'])
  assert.equal(many.rules.length, few.rules.length + 3)
  const wide = chooseRules(FULL, named(1, 'i'), named(8, 't'))
  assert.equal(
    wide.rules.length + wide.leftOut.length,
    chooseRules(FULL, named(1, 'i'), []).rules.length + 16,
  )
  assert.ok(wide.leftOut.every(rule => rule.includes('+text ')))
})

test('a text brings records together by itself where nothing else does, and no role at all is refused', () => {
  const nothing = Object.fromEntries(Object.keys(FULL).map(role => [role, 0])) as Coverage
  assert.deepEqual(chooseRules(nothing, [], ['work']).rules, ['text work'])
  assert.throws(() => chooseRules(nothing, [], []), /no way to bring records together/)
})

test('blocks by a name alone are small', () => {
  assert.equal(capOf('given+family', 500), NAME_CAP)
  assert.equal(capOf('given+family', 5), 5)
  assert.equal(capOf('given+birthDate', 500), 500)
})

test('stated rules of too many parts are refused when the model is read, with the parts', () => {
  const texts = named(8, 't')
  const columns = {
    id: 'id',
    given: 'g',
    family: 'f',
    birthDate: 'b',
    postcode: 'p',
    phone: 'n',
    email: 'e',
    text: texts,
  }
  const parts = ['given', 'givenSound', 'family', 'familySound', 'birthDate', 'birthYear', 'postcode']
  const modelOf = (rules: string[]): string => JSON.stringify({ columns, blocking: { rules } })
  const rules = [...parts, ...texts.map(name => `text ${name}`)]
  assert.equal(readModelFile(modelOf([...rules, 'phone', 'email', 'sector']), 'm').columns.text?.length, 8)
  assert.throws(
    () => readModelFile(modelOf([...rules, 'phone', 'email', 'sector', 'district']), 'm'),
    /19 different parts \(given, .*, district\), and 18 is the most/,
  )
  assert.throws(() => readModelFile(modelOf(['givn']), 'm'), /has "givn", which is none of given/)
  assert.throws(() => readModelFile(modelOf(['given+uprn']), 'm'), /"uprn", and the model names no column/)
})

test('where nobody’s postcode is known a street brings together who has a name in common', () => {
  const byStreet = (coverage: Coverage): string[] =>
    chooseRules(coverage, [], []).rules.filter(rule => rule.endsWith('+street'))
  assert.deepEqual(byStreet({ ...FULL, postcode: 0, home: 0 }), ['givenSound+street', 'familySound+street'])
  assert.deepEqual(byStreet(FULL), [])
})
