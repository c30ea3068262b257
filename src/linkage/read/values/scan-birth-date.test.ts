import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { linkFiles } from '../../link-files.ts'
import { readModelFile } from '../../model-file.ts'
import { summarise } from '../../report/summarise.ts'
import { BIRTH } from '../../rows/row-layout.ts'
import { type ScannedDate, scanBirthDate, showDate } from './scan-birth-date.ts'

function read(text: string, thisYear = 2026): string {
  const into: ScannedDate = { packed: 0, order: 0, isImpossible: false }
  const bytes = Buffer.from(`${text}\n`)
  scanBirthDate(bytes, 0, bytes.length - 1, into, thisYear)
  assert.equal(into.isImpossible, into.packed === 0 && text !== '', text)
  return into.packed === 0 ? '' : showDate(into.packed)
}

test('a birth date is read in all usual ways of writing it, with a time behind or not', () => {
  const ways = [
    '2015-04-23',
    '2015/4/23',
    '20150423',
    '23042015',
    '23/04/2015',
    '23.4.15',
    '4/23/2015',
    '23 April 2015',
    '23-Apr-2015',
    '23APR15',
    '23rd April 2015',
    '23rd of April 2015',
    'April 23 2015',
    'Apr. 23rd, 2015',
    'Thursday, 23 April 2015',
    'Thu Apr 23 2015',
    '2015 April 23',
  ]
  const times = ['', ' 00:00', ' 00:00:00.000', 'T00:00:00Z', ' 9:15 am']
  for (const way of ways) {
    if (way.includes(' of ')) continue
    for (const time of times) assert.equal(read(way + time), '2015-04-23', way + time)
  }
  assert.equal(read('20150423091500'), '2015-04-23')
  assert.equal(read('1st May 2010'), '2010-05-01')
  assert.equal(read('22nd Sept 1985'), '1985-09-22')
})

test('a year or a month may stand alone, with zeros for what is not told', () => {
  for (const text of ['2015', '2015.0', 'c. 2015', '2015-00-00', '00/00/2015', '20150000'])
    assert.equal(read(text), '2015-00-00', text)
  for (const text of ['2015-04', '04/2015', 'April 2015', 'Apr-2015', '2015-04-00', '00/04/2015'])
    assert.equal(read(text), '2015-04-00', text)
})

test('what is no date, or only a number, is none', () => {
  for (const text of [
    'unknown',
    '31/02/2015',
    '23 Aprl',
    '42117',
    '23xx April 2015',
    '99/99/9999',
    '34',
    '2015 or so',
    '2015-13',
    '2015-00-23',
    '1789-07-14',
  ])
    assert.equal(read(text), '', text)
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789/-. ', 'th', 'May') }), text => {
      assert.match(read(text), /^$|^(1[89]|20|2100)\d*-(00-00|(0[1-9]|1[0-2])-([0-3]0|[0-2][1-9]|31))$/)
    }),
  )
})

test('a year of two digits is the last that the year of the run has reached', () => {
  assert.equal(read('23/04/26', 2026), '2026-04-23')
  assert.equal(read('23/04/27', 2026), '1927-04-23')
  assert.equal(read('23/04/27', 2027), '2027-04-23')
  assert.equal(read('23/04/31', 2035), '2031-04-23')
  assert.equal(read('23 April 85', 2026), '1985-04-23')
})

const MODEL = readModelFile(
  JSON.stringify({
    columns: { id: 'id', source: 'source', given: 'given', family: 'family', birthDate: 'born' },
  }),
  'm',
)

/** The birth dates that a run reads from cells of sources. */
async function settled(cells: [source: string, born: string][]): Promise<{ dates: string[]; notes: string }> {
  const records = cells.map(([source, born], at) => ({
    id: `r${at}`,
    source,
    given: 'Ann',
    family: 'Lee',
    born,
  }))
  const linked = await linkFiles([{ name: 'cells', records }], MODEL, { threads: 0, today: '2026-11-22' })
  const { rows, layout } = linked.records.people
  return {
    dates: cells.map((_, row) => showDate(rows[row * layout.stride + BIRTH]!)),
    notes: summarise(linked).notes.join(' '),
  }
}

test('whether a year of two digits stands first or last is decided by what its source shows', async () => {
  const { dates, notes } = await settled([
    ['first', '15-04-23'],
    ['first', '85-11-02'],
    ['last', '15-04-23'],
    ['last', '02-11-85'],
    ['children', '15-04-23'],
    ['children', '12-03-30'],
    ['neither', '15-04-23'],
    ['first', '03-05-07'],
  ])
  assert.deepEqual(dates, [
    '2015-04-23',
    '1985-11-02',
    '2023-04-15',
    '1985-11-02',
    '2015-04-23',
    '2012-03-30',
    '2023-04-15',
    '2003-05-07',
  ])
  assert.match(notes, /children writes the year before the day, in two digits. first writes the year before/)
})

test('a named month is never exchanged with the day where a source writes the month first', async () => {
  const { dates } = await settled([
    ['s', '4/23/2015'],
    ['s', '3 April 2015'],
    ['s', '3/4/2015'],
  ])
  assert.deepEqual(dates, ['2015-04-23', '2015-04-03', '2015-03-04'])
})
