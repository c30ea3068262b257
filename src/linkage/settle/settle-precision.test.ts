import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Linked } from '../judge-pairs.ts'
import { linkFiles } from '../link-files.ts'
import { readModelFile } from '../model-file.ts'
import { openScorer } from '../one-record/record-scorer.ts'
import { showDate } from '../read/values/scan-birth-date.ts'
import { summarise } from '../report/summarise.ts'
import { BIRTH } from '../rows/row-layout.ts'
import { freeze } from '../trained/freeze.ts'

const MODEL = readModelFile(
  '{"columns": {"id": "id", "given": "given", "family": "family", "birthDate": "born", "postcode": "postcode"}}',
  'm',
)
const GIVEN = 'Ann Bob Cai Dee Eve Flo Gus Hal Ida Joy'.split(' ')
const FAMILY = 'Lee Kay Orr Poe Roe Shaw Tew Ure Vane Wood'.split(' ')
/** A hundred people twice, with birth dates as the function writes them. */
const recordsOf = (born: (person: number, time: number) => string): Record<string, string>[] =>
  Array.from({ length: 200 }, (_, at) => {
    const person = at % 100
    const [given, family] = [GIVEN[person % 10]!, FAMILY[Math.floor(person / 10)]!]
    const postcode = at < 100 ? `PR1 ${person % 10}AA` : `LA2 ${person % 7}BB`
    return { id: `r${at}`, given, family, born: born(person, at < 100 ? 0 : 1), postcode }
  })
const link = (records: Record<string, string>[]): Promise<Linked> =>
  linkFiles([{ name: 'people', records }], MODEL, { threads: 0, today: '2026-11-22' })
const datesOf = ({ records: { people } }: Linked): string[] =>
  Array.from({ length: 200 }, (_, row) => showDate(people.rows[row * people.layout.stride + BIRTH]!))
const yearOf = (person: number): number => 1900 + ((7 * person) % 100)

test('where most birth dates are years alone all are compared by year, also such as stand on a first of January', async () => {
  for (const born of [
    (person: number) => `${yearOf(person)}`,
    (person: number) => `${yearOf(person)}-01-01`,
    (person: number, time: number) => (time === 0 ? `${yearOf(person)}` : `23/04/${yearOf(person)}`),
  ]) {
    const run = await link(recordsOf(born))
    assert.deepEqual(datesOf(run).slice(100, 103), ['1900-00-00', '1907-00-00', '1914-00-00'])
    const { notes, persons } = summarise(run)
    assert.match(notes.join(' '), /Most birth dates tell the year alone/)
    assert.ok(persons < 130, `${persons} persons of 100`)
  }
})

test('a month may be all that birth dates tell', async () => {
  const run = await link(recordsOf(person => `01/0${1 + (person % 9)}/${yearOf(person)}`))
  assert.deepEqual(datesOf(run).slice(0, 2), ['1900-01-00', '1907-02-00'])
})

test('beside whole dates a year alone is missing, and one date on very many records makes no years of the others', async () => {
  const whole = (person: number): string => `${yearOf(person)}-0${1 + (person % 9)}-${11 + (person % 17)}`
  const few = await link(
    recordsOf((person, time) => (time === 1 && person < 60 ? `${yearOf(person)}` : whole(person))),
  )
  assert.deepEqual(datesOf(few).slice(100, 101), ['0000-00-00'])
  assert.match(summarise(few).notes.join(' '), /60 birth dates tell no day and count as missing/)
  const defaults = await link(recordsOf((person, time) => (time === 1 ? '1900-01-01' : whole(person))))
  assert.deepEqual(datesOf(defaults).slice(1, 2), ['1907-02-12'])
})

test('a model that was trained on years weighs one record as the batch does, whatever its date tells', async () => {
  const model = freeze(await link(recordsOf(person => `${yearOf(person)}`)))
  const records = recordsOf((person, time) => (time === 0 ? `${yearOf(person)}` : `23/04/${yearOf(person)}`))
  const run = await linkFiles([{ name: 'people', records }], model, { threads: 0 })
  assert.deepEqual(datesOf(run).slice(100, 101), ['1900-00-00'])
  const scorer = openScorer(model)
  const [one, other] = [records[3]!, records[103]!]
  const { a, b, bits, count } = run.links
  const at = Array.from({ length: count }, (_, link) => link).find(
    link => [a[link], b[link]].includes(3) && [a[link], b[link]].includes(103),
  )
  assert.equal(scorer.score(one, other).bits, bits[at!])
})
