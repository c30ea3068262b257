import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkFiles } from '../link-files.ts'
import { readModelFile } from '../model-file.ts'
import { summarise } from '../report/summarise.ts'

const MODEL = readModelFile(
  '{"columns": {"id": "id", "given": "given", "family": "family", "phone": "phone"}}',
  'm',
)
const GIVEN = 'Ann Bob Cai Dee Eve Flo Gus Hal Ida Joy Kit Lou Max Nan Oz Pam'.split(' ')
const FAMILY = 'Lee Kay Orr Poe Roe Shaw Tew Ure Vane Wood'.split(' ')

/** Two hundred families of three, each person twice. */
const records = Array.from({ length: 1200 }, (_, at) => {
  const person = at % 600
  const family = Math.floor(person / 3)
  return {
    id: `r${at}`,
    given: GIVEN[(5 * person + family) % 16]!,
    family: `${FAMILY[family % 10]}${'aeiou'[Math.floor(family / 10) % 5]}${'lnrt'[Math.floor(family / 50)]}`,
    phone: `07700 900${String(family).padStart(3, '0')}`,
  }
})

test('a telephone shows who is of one household where neither homes nor birth dates are known', async () => {
  const { stories, persons } = summarise(
    await linkFiles([{ name: 'people', records }], MODEL, { threads: 0 }),
  )
  assert.match(stories, /^Three stories/)
  assert.ok(persons > 500, `${persons} persons of 600`)
})
