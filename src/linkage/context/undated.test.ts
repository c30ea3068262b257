import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BIRTH, layRows, SOURCE } from '../rows/row-layout.ts'
import { probabilityOf } from '../weigh/weigh-patterns.ts'
import { addAges } from './undated-ages.ts'
import { gatherUndated, listDates } from './undated-links.ts'
import { shareRivals } from './undated-rivals.ts'

const layout = layRows({})

/** Rows with these birth dates, 0 for none, all of one source. */
function rowsOf(dates: number[]): Int32Array {
  const rows = new Int32Array(dates.length * layout.stride)
  for (const [row, date] of dates.entries()) {
    rows[row * layout.stride + BIRTH] = date
    rows[row * layout.stride + SOURCE] = 1
  }
  return rows
}

function linksOf(pairs: { a: number; b: number; bits: number }[]): Parameters<typeof gatherUndated>[0] {
  return {
    a: Uint32Array.from(pairs, ({ a }) => a),
    b: Uint32Array.from(pairs, ({ b }) => b),
    bits: Float64Array.from(pairs, ({ bits }) => bits),
    patterns: new Int32Array(pairs.length),
    tied: new Uint8Array(pairs.length),
    joiningBits: Float64Array.from(pairs, ({ bits }) => bits),
    count: pairs.length,
  }
}

/** Days of years far apart, so that no slip of the pen makes one of another. */
const DATES = [0x19310204, 0x19580917, 0x19861123, 0x20140530]

test('a record without a birth date is one of its candidates at most: their probabilities never add up to more than 1', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -10, max: 40, noNaN: true }), { minLength: 1, maxLength: 4 }),
      all => {
        const pairs = all.map((bits, at) => ({ a: 0, b: at + 1, bits }))
        const rows = rowsOf([0, ...DATES.slice(0, all.length)])
        const links = linksOf(pairs)
        const { joiningBits } = links
        shareRivals(joiningBits, gatherUndated(links, listDates(rows, layout)))
        const sum = joiningBits.reduce((total, bits) => total + probabilityOf(bits), 0)
        assert.ok(sum <= 1 + 1e-9, String(sum))
        for (const [at, bits] of joiningBits.entries()) assert.ok(bits <= all[at]!)
      },
    ),
  )
})

test('two records of one birth date, or a slip from it, are no rivals, and pairs of dated records keep their bits', () => {
  const rows = rowsOf([0, 0x19860423, 0x19860423, 0x19860428, 0x19310204])
  const links = linksOf([
    { a: 0, b: 1, bits: 7 },
    { a: 0, b: 2, bits: 6 },
    { a: 0, b: 3, bits: 5 },
    { a: 1, b: 4, bits: 3 },
  ])
  const { joiningBits } = links
  shareRivals(joiningBits, gatherUndated(links, listDates(rows, layout)))
  assert.deepEqual([...joiningBits], [7, 6, 5, 3])
})

test('where those without a birth date are adults, an adult gains what a child loses', () => {
  const [adult, child] = [0x19800101, 0x20150101]
  const known = Array.from({ length: 200 }, (_, at) => ({ a: 2 * at, b: 2 * at + 1, bits: 20 }))
  const dates = known.flatMap(() => [0, adult])
  const children = Array.from({ length: 200 }, () => child)
  const rows = rowsOf([...dates, ...children, 0, adult, child])
  const last = dates.length + children.length
  const links = linksOf([...known, { a: last, b: last + 1, bits: 1 }, { a: last, b: last + 2, bits: 1 }])
  const { joiningBits } = links
  addAges(joiningBits, gatherUndated(links, listDates(rows, layout)), listDates(rows, layout))
  assert.ok(joiningBits.at(-2)! > 1.5, String(joiningBits.at(-2)))
  assert.ok(joiningBits.at(-1)! < -1, String(joiningBits.at(-1)))
})
