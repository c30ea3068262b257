import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flatChance } from '../../../test/linkage/flat-chance.ts'
import {
  BIRTH_LEVEL,
  GIVEN_LEVEL,
  listComparisons,
  OF,
  PLACE_LEVEL,
  SOURCE_LEVEL,
} from '../compare/comparisons.ts'
import { begin } from '../learn/estimate.ts'
import { limitsOf } from './limits.ts'

const comparisons = listComparisons({ identifiers: ['number'], relatives: ['child'] })
const place = Object.fromEntries(comparisons.map(one => [one.name, one.place]))
const estimates = begin(comparisons, flatChance(comparisons), true)
const { limitOf } = limitsOf(comparisons, estimates, { link: 0, review: -3, nameAlone: 7, numberAlone: 14 })

/** The pattern of a pair whose names agree exactly and for the rest has these levels. */
function patternOf(levels: Record<string, number>): [number, number] {
  const pattern: [number, number] = [0, 0]
  for (const [name, level] of Object.entries({ given: 1, family: 1, ...levels })) {
    const at = place[name]!
    pattern[at < 10 ? 0 : 1] |= level << (3 * (at % 10))
  }
  return pattern
}

const whyOf = (levels: Record<string, number>): string | undefined => limitOf(...patternOf(levels))?.why

test('names alone are held to the bits that a model states, where a birth date is missing', () => {
  assert.deepEqual(limitOf(...patternOf({})), { leastBits: 7, why: 'nameAlone' })
  assert.equal(whyOf({ place: PLACE_LEVEL.different, phone: 2 }), 'nameAlone')
})

test('a birth date, a home, a telephone, an e-mail, a relative or a number is more than a name', () => {
  for (const levels of [
    { birthDate: BIRTH_LEVEL.exact },
    { place: PLACE_LEVEL.sameHome },
    { phone: 1 },
    { email: 1 },
    { relatives: 1 },
    { 'identifier number': 1 },
  ])
    assert.equal(whyOf(levels), undefined, JSON.stringify(levels))
})

test('two whom one list ties to one child are two, unless they share a home or a telephone', () => {
  const contacts = { relatives: 1, source: SOURCE_LEVEL.sameUndated }
  assert.deepEqual(limitOf(...patternOf(contacts)), {
    leastBits: Number.POSITIVE_INFINITY,
    why: 'twoContacts',
  })
  assert.equal(whyOf({ ...contacts, source: SOURCE_LEVEL.differentUndated }), undefined)
  assert.equal(whyOf({ ...contacts, place: PLACE_LEVEL.sameHome }), undefined)
  assert.equal(whyOf({ ...contacts, phone: 1 }), undefined)
})

test('a child and an adult are never joined, and with one number only if much speaks for it', () => {
  assert.equal(whyOf({ birthDate: BIRTH_LEVEL.otherGeneration, phone: 1 }), 'birthDateDiffers')
  const numbered = { 'identifier number': 1 }
  const brothersNumber = { leastBits: 14, why: 'identifierAlone' }
  for (const other of [{ birthDate: BIRTH_LEVEL.otherGeneration }, { given: GIVEN_LEVEL.different }])
    assert.deepEqual(limitOf(...patternOf({ ...numbered, ...other })), brothersNumber)
  assert.equal(whyOf({ ...numbered, birthDate: BIRTH_LEVEL.different }), undefined)
})

test('another sex keeps apart whose names are only alike, and nobody whose names agree', () => {
  const born = { birthDate: BIRTH_LEVEL.exact, sex: 2 }
  for (const given of [GIVEN_LEVEL.variant, GIVEN_LEVEL.close, GIVEN_LEVEL.like])
    assert.equal(whyOf({ ...born, given }), 'sexDiffers')
  for (const given of [GIVEN_LEVEL.exact, GIVEN_LEVEL.swapped, 0])
    assert.equal(whyOf({ ...born, given }), undefined)
})

test('a file without households is held to none of this', () => {
  const strangers = limitsOf(comparisons, begin(comparisons, flatChance(comparisons), false), {
    link: 0,
    review: -3,
    nameAlone: 7,
  })
  for (let level = 0; level < 8; level++)
    assert.equal(strangers.limitOf(level << (3 * OF.birthDate), 0), undefined)
})

test('two of a list that holds a person once are two if their names are two forms of one, with a slip in a birth date too', () => {
  const same = estimates.same.with(OF.source, [1, 0.01, 0.99, 0.1, 0.9])
  const once = limitsOf(comparisons, { ...estimates, same }, { link: 0, review: -3 })
  const inOneList = { given: GIVEN_LEVEL.close, place: PLACE_LEVEL.sameHome, source: SOURCE_LEVEL.same }
  for (const birthDate of [BIRTH_LEVEL.exact, BIRTH_LEVEL.dayMonthSwapped, BIRTH_LEVEL.oneSlip])
    assert.equal(once.mayBeTwins(...patternOf({ ...inOneList, birthDate })), true)
  assert.equal(once.mayBeTwins(...patternOf({ ...inOneList, birthDate: BIRTH_LEVEL.sameYear })), false)
  assert.equal(once.mayBeTwins(...patternOf({ ...inOneList, birthDate: 1, source: 2 })), false)
})
