import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchQuery } from './match-query.ts'
import { parseQuery } from './query.ts'

const mohammed = {
  names: ['mohammed', 'smith', 'smithies'],
  birthDates: ['2015-03-12'],
  postcodes: ['PR2 3XY'],
  identifiers: ['9434765870'],
}

test('“Mohamed Smithe” finds Mohammed Smith and says why', () => {
  const match = matchQuery(parseQuery('Mohamed Smithe 12/3/2015 pr2'), mohammed)
  assert.equal(match?.band, 'strong')
  assert.match(match?.why.join(' ') ?? '', /date of birth is the same/)
})

test('a swapped day and month is found as possible, not as strong', () => {
  const match = matchQuery(parseQuery('Mohamed Smithe 3/12/2015'), mohammed)
  assert.ok(match !== undefined && match.why.some(words => words.includes('swapped')))
})

test('a word that fits none of the names rules someone out', () => {
  assert.equal(matchQuery(parseQuery('Gwendoline Smith 12/3/2015'), mohammed), undefined)
})

test('a family name alone is weak', () => {
  assert.equal(matchQuery(parseQuery('Smith'), mohammed)?.band, 'weak')
})

test('a field that the searcher may not see adds nothing', () => {
  const hidden = { ...mohammed, postcodes: [], identifiers: [] }
  assert.equal(matchQuery(parseQuery('PR2 3XY'), hidden), undefined)
  assert.equal(matchQuery(parseQuery('9434765870'), hidden), undefined)
})

test('an identifier finds on its own', () => {
  assert.equal(matchQuery(parseQuery('943 476 5870'), mohammed)?.band, 'strong')
})

test('a name that shares a key but not a sound is not offered', () => {
  assert.equal(matchQuery(parseQuery('Matthew Smith'), mohammed), undefined)
})
