import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkFiles } from '../link-files.ts'
import { readModelFile } from '../model-file.ts'
import type { RawRecord } from '../read/records-as-input.ts'

const MODEL = readModelFile(
  JSON.stringify({
    columns: {
      id: 'id',
      source: 'source',
      given: 'given',
      family: 'family',
      birthDate: 'born',
      addressLine: 'address',
      postcode: 'postcode',
    },
  }),
  'model.json',
)

const GIVEN = 'Sarah Emma Lisa Nicola Karen Saima Agata Julie Paula Gemma'.split(' ')
const CHILDREN = 'Jack Oliver Zara Maya Noah Freya Isaac Holly Ewa Yusuf'.split(' ')
const FAMILY = 'Smith Taylor Khan Patel Walker Wright Wood Turner Hughes Green'.split(' ')
const FAMILIES = 400

/**
 * Mothers of a hundred names, four of each, whom a school lists without a birth date at the home from which the family
 * has moved, and a landlord with one at the next. Where `isKnown`, a child of theirs stands in both lists too.
 */
function families(isKnown: boolean): RawRecord[] {
  return Array.from({ length: FAMILIES }, (_, at) => {
    const family = FAMILY[Math.floor(at / 10) % 10]!
    const given = GIVEN[at % 10]!
    const child = CHILDREN[(at * 7 + Math.floor(at / 10)) % 10]!
    const before = { address: `${at + 1} Mill Lane`, postcode: `PR${1 + (at % 9)} ${at % 10}AB` }
    const after = { address: `${at + 3} High Street`, postcode: `BB${1 + (at % 8)} ${(at + 3) % 10}XY` }
    const [day, month] = [13 + (at % 16), 10 + (at % 3)]
    const mother = { given, family, born: `${1970 + (at % 25)}-${month}-${day}` }
    const son = { given: child, family, born: `${2010 + (at % 13)}-0${1 + (at % 9)}-${day}` }
    const id = (list: string, who: string): { id: string; source: string } => ({
      id: `${list}-${who}-${at}`,
      source: list,
    })
    return [
      { ...id('school', 'mother'), ...mother, born: '', ...before },
      { ...id('housing', 'mother'), ...mother, ...after },
      { ...id('school', 'child'), ...son, ...before },
      ...(isKnown ? [{ ...id('housing', 'child'), ...son, ...after }] : []),
    ]
  }).flat()
}

async function joinedMothers(isKnown: boolean): Promise<{ own: number; others: number }> {
  const records = families(isKnown)
  const { clusters } = await linkFiles([{ name: 'people', records }], MODEL, { threads: 0 })
  const keys = (start: string): [number, string][] =>
    records.flatMap(({ id }, row) =>
      id!.startsWith(start) ? [[clusters.keyOf[row]!, id!.split('-')[2]!] as [number, string]] : [],
    )
  const housing = new Map(keys('housing-mother').map(([key, at]) => [key, at]))
  const joined = keys('school-mother').filter(([key]) => housing.has(key))
  const own = joined.filter(([key, at]) => housing.get(key) === at).length
  return { own, others: joined.length - own }
}

test('a mother who moved is known again by her child, who moved with her', async () => {
  const { own, others } = await joinedMothers(true)
  assert.ok(own >= 0.9 * FAMILIES, String(own))
  assert.equal(others, 0)
})

test('where nobody else is known in both homes, a common name alone joins nobody', async () => {
  const { own, others } = await joinedMothers(false)
  assert.ok(own + others <= 0.1 * FAMILIES, `${own} ${others}`)
})
