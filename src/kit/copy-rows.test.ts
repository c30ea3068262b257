import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { test } from 'node:test'
import { from as copyFrom } from 'pg-copy-streams'
import { testDatabase } from '../../test/database.ts'
import {
  addInstant,
  addInteger,
  addNull,
  addPeriod,
  addText,
  addUuidLater,
  beginRow,
  copyOf,
  instantAt,
  newCopyRows,
  nextField,
  numbersAt,
  rowsInOrder,
  setHashUuid,
} from './copy-rows.ts'
import { inTransaction } from './database.ts'
import { hashBytes, hashUuid } from './hash-uuid.ts'

test('PostgreSQL reads back what was written, in the order that was asked for', async () => {
  const rows = newCopyRows(1)
  const expected: unknown[] = []
  const add = (
    text: string,
    number: number,
    at: string,
    [from, to]: [string | undefined, string | undefined],
    valid: [string | null, string | null],
  ) => {
    beginRow(rows, 6)
    const id = rows.used
    addUuidLater(rows, expected.length, 4_294_967_295)
    addText(rows, text)
    addInteger(rows, number)
    const instant = rows.used
    addInstant(rows, Date.parse(at))
    assert.equal(nextField(rows.bytes, instant), rows.used)
    assert.equal(instantAt(rows.bytes, instant).getTime(), Date.parse(at))
    addPeriod(rows, from, to)
    addNull(rows)
    assert.deepEqual(numbersAt(rows.bytes, id), [expected.length, 4_294_967_295])
    setHashUuid(rows.bytes, id, hashBytes(text))
    expected.push({
      id: hashUuid(text),
      text,
      number,
      at: new Date(at).toISOString(),
      starts: valid[0],
      ends: valid[1],
      nothing: null,
    })
  }
  add(
    'Zoë Łuczak 👶\t\\N',
    1,
    '2026-11-20T18:00:00.123Z',
    ['2024-02-29', '2024-03-01'],
    ['2024-02-29', '2024-03-02'],
  )
  add('', -5, '1969-12-31T23:59:59Z', ['0024-01-01', undefined], ['0024-01-01', null])
  add('x'.repeat(70_000), 2 ** 40 + 7, '0001-01-01', [undefined, '1999-12-31'], [null, '2000-01-01'])
  add('open', 0, '2000-01-01', ['', ''], [null, null])

  const database = await testDatabase()
  const found = await inTransaction(database.owner, async client => {
    await client.query(
      'create temporary table t (id uuid, text text, number bigint, at timestamptz, valid daterange, nothing text)',
    )
    const places = [3, 1, 0, 2]
    const sent = copyOf(rowsInOrder(rows, places))
    await pipeline(Readable.from(sent), client.query(copyFrom('copy t from stdin (format binary)')))
    return await client.query(
      'select id, text, number, at, lower(valid) as starts, upper(valid) as ends, nothing from t order by ctid',
    )
  })
  assert.deepEqual(
    found.rows.map(row => ({ ...row, at: row.at.toISOString() })),
    [3, 1, 0, 2].map(place => expected[place]),
  )
})
