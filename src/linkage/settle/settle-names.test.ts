import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Linked } from '../judge-pairs.ts'
import { linkFiles } from '../link-files.ts'
import { readModelFile } from '../model-file.ts'
import { tidyName } from '../read/values/tidy-word.ts'
import { summarise } from '../report/summarise.ts'
import { wordOf } from '../rows/dictionary.ts'
import { FAMILY, GIVEN, MIDDLE } from '../rows/row-layout.ts'
import { freeze } from '../trained/freeze.ts'

const MODEL = readModelFile(
  JSON.stringify({
    columns: {
      id: 'id',
      source: 'source',
      given: 'given',
      middle: 'middle',
      family: 'family',
      birthDate: 'born',
    },
  }),
  'm',
)
type Named = [source: string, given: string, middle: string, family: string, born?: string]

const recordsOf = (people: Named[]): Record<string, string>[] =>
  people.map(([source, given, middle, family, born = ''], at) => ({
    id: `r${at}`,
    source,
    given,
    middle,
    family,
    born,
  }))
const run = async (people: Named[], model: Parameters<typeof linkFiles>[1] = MODEL): Promise<Linked> =>
  linkFiles([{ name: 'people', records: recordsOf(people) }], model, { threads: 0, today: '2026-11-22' })

/** Given, middle and family name of a row, as they are compared. */
function namesOf({ records: { people, dictionary } }: Linked, row: number): string {
  const at = row * people.layout.stride
  return [GIVEN, MIDDLE, FAMILY].map(slot => wordOf(dictionary, people.rows[at + slot]!)).join(',')
}

const letters = (at: number): string => String.fromCharCode(97 + (at % 26), 97 + (Math.floor(at / 26) % 26))
/** People of a source, each of another name. */
const others = (source: string, count: number): Named[] =>
  Array.from({ length: count }, (_, at) => [source, `Ann${letters(at)}`, '', `Lee${letters(at)}`])

test('words that are nobody’s name are none, and a name that is also such a word is kept', () => {
  for (const none of ['Unknown', 'Not known', 'TBC', 'Baby Boy', 'Twin one', 'Baby of Sarah', 'Unborn Baby'])
    assert.equal(tidyName(none), '', none)
  for (const name of ['Na', 'Nan', 'Null', 'Test', 'Miss', 'None', 'Baby', 'Na Yeon', 'Baby Rose'])
    assert.equal(tidyName(name), name.toLowerCase())
})

test('Baby is a child without a name yet, or grown people’s own name', async () => {
  const linked = await run([
    ['health', 'Baby', '', 'Khan', '2026-09-01'],
    ['health', 'Baby', '', 'Khan'],
    ['health', 'Baby', '', 'Nair', '1961-04-23'],
    ['health', 'Baby', 'Rose', 'Nair', '2026-09-01'],
    ['health', 'Infant', '', 'Smith', '1900-01-01'],
  ])
  assert.deepEqual(
    [0, 1, 2, 3, 4].map(row => namesOf(linked, row)),
    [',,khan', ',,khan', 'baby,,nair', 'baby,rose,nair', ',,smith'],
  )
  assert.match(
    summarise(linked).notes.join(' '),
    /3 names of health stand for not known \(baby, infant\) and count as missing/,
  )
})

test('a few people called Na, Nan, Null or Test keep their names; a source that fills empty cells with NA is found out', async () => {
  const people: Named[] = [
    ['school', 'Na', '', 'Li'],
    ['school', 'Nan', '', 'Zhao'],
    ['school', 'Jane', '', 'Null'],
    ['school', 'Na Yeon', '', 'Test'],
    ...others('school', 300),
    ...Array.from({ length: 60 }, (_, at): Named => ['export', `Sue${letters(at)}`, 'NA', 'Poe']),
    ['export', 'NA', 'NA', 'NA'],
    ['export', 'Na', 'Young', 'Li'],
  ]
  const linked = await run(people)
  assert.deepEqual(
    [0, 1, 2, 3, 304, 364, 365].map(row => namesOf(linked, row)),
    ['na,,li', 'nan,,zhao', 'jane,,null', 'na,yeon,test', 'sueaa,,poe', ',,', 'na,young,li'],
  )
  assert.deepEqual(
    summarise(linked).notes.filter(note => /names of/.test(note)),
    ['63 names of export stand for not known (na) and count as missing.'],
  )
  const model = freeze(linked)
  assert.deepEqual(model.settled.notNames, [{ source: 'export', word: 'na', names: 63 }])
  const few = await run([people[0]!, people[364]!, ...others('export', 5)], model)
  assert.deepEqual([namesOf(few, 0), namesOf(few, 1)], ['na,,li', ',,'])
})
