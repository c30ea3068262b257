import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lineWriter, viewOf } from './line-writer.ts'

test('a cell is quoted where it must be and else stands as it is, whatever its bytes and length', () => {
  const byte = fc.oneof(fc.constantFrom(...Buffer.from(',"\n\r+-.;\u00e9')), fc.integer({ min: 0, max: 255 }))
  const bytes = fc
    .uint8Array({ maxLength: 40 })
    .chain(some =>
      fc.array(byte, { minLength: some.length, maxLength: some.length }).map(all => Uint8Array.from(all)),
    )
  fc.assert(
    fc.property(bytes, bytes, fc.nat(3), (before, cell, skipped) => {
      const from = Math.min(skipped, cell.length)
      const pieces: Buffer[] = []
      const out = lineWriter({ write: piece => void pieces.push(Buffer.from(piece)) })
      out.cell(viewOf(before), viewOf(cell), from, cell.length)
      out.flush()
      const plain = Buffer.concat([before, cell.subarray(from)]).toString('latin1')
      const written = /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
      assert.equal(Buffer.concat(pieces).toString('latin1'), `${written},`)
    }),
    { numRuns: 300 },
  )
})
