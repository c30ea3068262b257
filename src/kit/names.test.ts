import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import {
  damerauLevenshtein,
  jaroWinkler,
  normaliseName,
  normalisePostcode,
  phoneticKey,
  placeKey,
} from './names.ts'

test('a name is the same with or without diacritics, apostrophes, hyphens, titles and capitals', () => {
  assert.equal(normaliseName("Mrs Zoë O'Brien-Łukasz"), 'zoe obrien lukasz')
  assert.equal(normaliseName('  O’BRIEN '), normaliseName("o'brien"))
  assert.equal(normaliseName('Jürgen Groß'), 'jurgen gross')
  assert.equal(normaliseName('Anne-Marie'), 'anne marie')
  assert.equal(normaliseName('Zoe\u0308'), normaliseName('Zo\u00eb'))
  assert.equal(normaliseName('An\u200bna\u202e'), 'anna')
  assert.equal(normaliseName(undefined), '')
  assert.equal(normaliseName('  - 12 '), '')
  assert.equal(normaliseName('Master'), 'master', 'Master alone is a family name')
})

test('normalising a name twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      const once = normaliseName(text)
      assert.equal(normaliseName(once), once)
    }),
  )
})

test('spellings of one spoken name share a phonetic key', () => {
  const spellings = [
    ['khan', 'kahn'],
    ['aisha', 'ayesha'],
    ['mohammed', 'muhammad'],
    ['philip', 'filip'],
    ['wright', 'right'],
    ['hussain', 'husain'],
    ['catherine', 'kathryn'],
  ]
  for (const names of spellings) assert.equal(new Set(names.map(phoneticKey)).size, 1, names.join())
  assert.notEqual(phoneticKey('patel'), phoneticKey('khan'))
})

test("Jaro-Winkler gives Winkler's published values", () => {
  assert.equal(jaroWinkler('martha', 'marhta').toFixed(3), '0.961')
  assert.equal(jaroWinkler('dwayne', 'duane').toFixed(3), '0.840')
  assert.equal(jaroWinkler('dixon', 'dicksonx').toFixed(3), '0.813')
  assert.equal(jaroWinkler('', ''), 0)
  assert.equal(jaroWinkler('a', 'b'), 0)
})

test('both likenesses are the same whichever word comes first', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 })
  fc.assert(
    fc.property(word, word, (a, b) => {
      assert.equal(jaroWinkler(a, b), jaroWinkler(b, a))
      assert.equal(damerauLevenshtein(a, b), damerauLevenshtein(b, a))
    }),
  )
})

test('a slip of the keyboard is one step', () => {
  assert.equal(damerauLevenshtein('khan', 'kahn'), 1)
  assert.equal(damerauLevenshtein('smith', 'smyth'), 1)
  assert.equal(damerauLevenshtein('smith', 'smit'), 1)
  assert.equal(damerauLevenshtein('', 'abc'), 3)
})

test('a postcode or telephone number is the same in any spacing, and nonsense is none', () => {
  assert.equal(normalisePostcode('pr12ab'), 'PR1 2AB')
  assert.equal(normalisePostcode(' BB11  1aa'), 'BB11 1AA')
  assert.equal(normalisePostcode('unknown'), undefined)
})

test('one home has one key, its neighbours and its other flats have others', () => {
  assert.equal(placeKey('12 High Street', 'PR1 2AB'), 'PR1 2AB/12')
  assert.equal(placeKey('12, High St, Preston', 'pr12ab'), 'PR1 2AB/12')
  assert.equal(placeKey('Flat 3, 12 High Street', 'PR1 2AB'), 'PR1 2AB/12/3')
  assert.equal(placeKey('12 High Street Flat 3', 'PR1 2AB'), 'PR1 2AB/12/3')
  assert.equal(placeKey('Rose Cottage, Mill Lane', 'PR1 2AB'), 'PR1 2AB/rosecottage')
  assert.equal(placeKey('12 High Street', 'PR1 2AB', '0100012345'), 'uprn:100012345')
  assert.equal(placeKey('12 High Street', undefined), undefined)
})
