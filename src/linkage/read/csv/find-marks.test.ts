import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { marksOf, NO_MARK, openMarkFinder } from './find-marks.ts'

const until = (places: Int32Array): number[] => [...places.subarray(0, places.indexOf(NO_MARK) + 1)]

test('sixteen bytes at a time find the marks that one at a time finds, whatever stands behind the end', () => {
  const finder = openMarkFinder()
  const sign = fc.constantFrom(...Buffer.from(',;"\n\rab\u00e9 '))
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(sign, { maxLength: 300 }),
      fc.constantFrom(44, 59, 9, 124),
      (noise, signs, delimiter) => {
        const text = Uint8Array.from([...signs, ...noise])
        const room = finder.room(text.length)
        room.fill(34)
        room.set(text)
        assert.deepEqual(
          until(finder.find(text.length, delimiter)),
          until(marksOf(text, text.length, delimiter)),
        )
      },
    ),
  )
})

test('a stretch of nothing but marks fits, and room grows', () => {
  const finder = openMarkFinder()
  for (const length of [0, 1, 15, 16, 17, 70_000, 3_000_000]) {
    finder.room(length).fill(44, 0, length)
    const places = finder.find(length, 44)
    assert.equal(places[length], NO_MARK)
    if (length > 0) assert.equal(places[length - 1], length - 1)
  }
})
