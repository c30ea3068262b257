import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isEmpty, parseQuery, queryOf, realDay } from './query.ts'

test('a line with name, date and postcode is taken apart whatever the order', () => {
  const expected = { names: ['mohamed', 'smithe'], birthDate: '2015-03-12', postcode: 'PR2', identifiers: [] }
  for (const line of [
    'mohamed smithe 12/3/2015 pr2',
    'PR2 12.03.2015 Mohamed Smithe',
    '2015-03-12 mohamed pr2 smithe',
    'Mohamed Smithe, 12 March 2015, PR2',
  ])
    assert.deepEqual(parseQuery(line), expected, line)
})

test('an NHS number and a UPN are recognised by their check characters, other digits are not', () => {
  assert.deepEqual(parseQuery('943 476 5870').identifiers, ['9434765870'])
  assert.deepEqual(parseQuery('B801200005001 khan').identifiers, ['B801200005001'])
  assert.deepEqual(parseQuery('943 476 5871').identifiers, [])
})

test('a whole postcode is kept whole', () => {
  assert.equal(parseQuery('khan pr2 3xy').postcode, 'PR23XY')
})

test('separate fields give the same query as the one line', () => {
  const fields = {
    given: 'Mohamed',
    family: 'Smithe',
    birthDate: '2015-03-12',
    postcode: 'pr2',
    identifier: '',
  }
  assert.deepEqual(queryOf(fields), parseQuery('mohamed smithe 12/3/2015 pr2'))
})

test('no text makes the parser fail, and every date that it finds exists', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
      const query = parseQuery(text)
      if (query.birthDate !== undefined)
        assert.equal(new Date(query.birthDate).toISOString().slice(0, 10), query.birthDate)
    }),
  )
  assert.ok(isEmpty(parseQuery('  ')))
  assert.equal(realDay('2015', '2', '30'), undefined)
})
