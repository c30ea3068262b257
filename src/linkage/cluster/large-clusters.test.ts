import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkFiles } from '../link-files.ts'
import { readModelFile } from '../model-file.ts'
import { summarise } from '../report/summarise.ts'

const MODEL = readModelFile(
  JSON.stringify({
    columns: { id: 'id', given: 'given', family: 'family', birthDate: 'born', postcode: 'postcode' },
  }),
  'm',
)

/** Everybody of one name, with birth dates and postcodes that many share. */
const records = Array.from({ length: 2000 }, (_, at) => {
  const person = at >> 1
  const born = `${1950 + (person % 50)}-0${1 + (person % 9)}-${10 + (person % 19)}`
  return {
    id: `r${at}`,
    given: 'Ann',
    family: 'Lee',
    born,
    postcode: `PR${1 + (person % 9)} ${person % 9}AA`,
  }
})

// Before refusals were remembered this took minutes.
test('large clusters with a link between almost any two members are weighed once, not once a link', {
  timeout: 30_000,
}, async () => {
  const linked = await linkFiles([{ name: 'people', records }], MODEL, { threads: 0 })
  const { refused, persons, linkedPairs } = summarise(linked)
  assert.ok(linkedPairs > 10_000 && refused.incoherent > 10_000, JSON.stringify({ refused, linkedPairs }))
  assert.ok(persons > 5 && persons < 200, String(persons))
})
