import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BIRTH_LEVEL, FAMILY_LEVEL, GIVEN_LEVEL, OF } from '../compare/comparisons.ts'
import { noPatterns, numberOfPattern } from '../compare/patterns.ts'
import { showsTwins } from './shown-twins.ts'

const SEX = { unknown: 0, same: 1, different: 2 }

/** Pairs of people born on one day: with another given name, by their sexes, and with another family name. */
function bornOnOneDay(otherGiven: Partial<Record<keyof typeof SEX, number>>, otherFamily: number) {
  const patterns = noPatterns()
  const add = (given: number, family: number, sex: number, pairs: number): void => {
    const birthDate = BIRTH_LEVEL.exact << (3 * OF.birthDate)
    const low = given | (family << (3 * OF.family)) | birthDate | (sex << (3 * OF.sex))
    patterns.pairs[numberOfPattern(patterns, low, 0, 1)]! += pairs
  }
  for (const [sex, level] of Object.entries(SEX))
    add(GIVEN_LEVEL.different, FAMILY_LEVEL.exact, level, otherGiven[sex as keyof typeof SEX] ?? 0)
  add(GIVEN_LEVEL.exact, FAMILY_LEVEL.different, SEX.unknown, otherFamily)
  return patterns
}

test('people of one family name and birthday who are often a boy and a girl are twins; those of one sex are badly written', () => {
  assert.equal(showsTwins(bornOnOneDay({ same: 70, different: 30 }, 50)), true)
  assert.equal(showsTwins(bornOnOneDay({ same: 98, different: 2 }, 5)), false)
})

test('where no sex is known, other given names show twins only if they are much commoner than other family names', () => {
  assert.equal(showsTwins(bornOnOneDay({ unknown: 400 }, 20)), true)
  assert.equal(showsTwins(bornOnOneDay({ unknown: 400 }, 300)), false)
  // A few sexes say nothing.
  assert.equal(showsTwins(bornOnOneDay({ unknown: 400, different: 5 }, 300)), false)
})
