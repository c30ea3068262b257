import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CsvRow, csvParser } from './csv.ts'

function parse(text: string, piece = text.length || 1, longest?: number): CsvRow[] {
  const parser = csvParser(longest)
  const rows: CsvRow[] = []
  for (let at = 0; at < text.length; at += piece) rows.push(...parser.push(text.slice(at, at + piece)))
  return [...rows, ...parser.end()]
}

const cells = (text: string) => parse(text).map(row => row.cells ?? row.fault)

test('a comma, a quote or a line end inside quotes belongs to the cell', () => {
  assert.deepEqual(cells('a,b\n1,"ha ""ha"" ha"\n'), [
    ['a', 'b'],
    ['1', 'ha "ha" ha'],
  ])
  assert.deepEqual(cells('"1, High Street","x\r\ny"\r\n'), [['1, High Street', 'x\r\ny']])
  assert.deepEqual(cells('a,"",\n'), [['a', '', '']])
})

test('LF, CRLF and CR end a row alike, and the last row needs none', () => {
  assert.deepEqual(cells('a,b\r\nc,d\re,f\ng,h'), [
    ['a', 'b'],
    ['c', 'd'],
    ['e', 'f'],
    ['g', 'h'],
  ])
})

test('empty rows are left out and still counted', () => {
  assert.deepEqual(
    parse('a\n\nb\n').map(row => row.number),
    [1, 3],
  )
})

test('a stray quote costs its own row only', () => {
  assert.deepEqual(cells('a,"b"x,c\nd,e,f\n'), ['stray-quote', ['d', 'e', 'f']])
  assert.deepEqual(cells('a,"b\nc,d\ne,f\n'), ['open-quote', ['c', 'd'], ['e', 'f']])
  assert.deepEqual(cells('a,b"c\n'), [['a', 'b"c']])
})

test('a row beyond the limit is passed over and the next is read', () => {
  const rows = parse(`a,b\n${'x'.repeat(5000)},y\nc,d\n`, 64, 1000)
  assert.deepEqual(
    rows.map(row => row.cells ?? row.fault),
    [['a', 'b'], 'too-long', ['c', 'd']],
  )
})

test('any table that is written is read back the same, in pieces of any size', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', '\r', ' ', '😀') })
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 })
  fc.assert(
    fc.property(
      table,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      (rows, piece, end) => {
        const text = rows
          .map(row => row.map(value => `"${value.replaceAll('"', '""')}"`).join(',') + end)
          .join('')
        assert.deepEqual(
          parse(text, piece).map(row => row.cells),
          rows,
        )
      },
    ),
  )
})

test('a row of a million cells that comes in small pieces is read once, and not again with each piece', () => {
  const text = `${','.repeat(1_000_000)}\n`
  const processorTime = (piece: number) => {
    const parser = csvParser()
    const { user } = process.cpuUsage()
    for (let at = 0; at < text.length; at += piece) parser.push(text.slice(at, at + piece))
    assert.deepEqual(parser.end(), [])
    return process.cpuUsage().user - user
  }
  processorTime(text.length)
  const [whole, pieces] = [processorTime(text.length), processorTime(4096)]
  assert.ok(pieces < 20 * whole, `${pieces} µs in pieces, ${whole} µs at once`)
})
