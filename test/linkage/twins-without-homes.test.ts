import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { csvParser } from '../../src/kit/csv.ts'
import { linkFiles } from '../../src/linkage/link-files.ts'
import { requireModel } from '../../src/linkage/model-file.ts'
import { writeClusters } from '../../src/linkage/write/write-clusters.ts'
import { folder, linesOf, MODEL, peopleOf } from './people.ts'

/** What a test must know of a record of the county's file. */
type Known = { person: string; family: string; born: string }

function readKnown(path: string): Map<string, Known> {
  const [header, ...rows] = [...csvParser().push(readFileSync(path, 'utf8'))].map(({ cells }) => cells ?? [])
  const [id, truth, born] = ['rec_id', 'truth_id', 'dob'].map(column => header!.indexOf(column))
  return new Map(
    rows.map(row => {
      const person = row[truth!]!
      return [row[id!]!, { person, family: person.replace(/-\d+$/, ''), born: row[born!]! }]
    }),
  )
}

/** Pairs of brothers and sisters born on one day, and those of them with a record in each other's person. */
function countTwins(known: Map<string, Known>, clusters: string[]): { pairs: number; mixed: number } {
  const twins = new Map<string, Set<string>>()
  for (const { person, family, born } of known.values())
    if (born > '2001')
      twins.set(`${family} ${born}`, (twins.get(`${family} ${born}`) ?? new Set()).add(person))
  const pairs = [...twins.values()].filter(people => people.size > 1)
  const heldBy = new Map<string, Set<string>>()
  for (const line of clusters) {
    const [, record, cluster] = line.split(',')
    heldBy.set(cluster!, (heldBy.get(cluster!) ?? new Set()).add(known.get(record!)!.person))
  }
  const mixed = pairs.filter(pair => [...heldBy.values()].some(held => held.intersection(pair).size > 1))
  return { pairs: pairs.length, mixed: mixed.length }
}

test('twins stay two people in a file that knows nobody’s home, telephone or number', async () => {
  const named = ['id', 'source', 'given', 'family', 'birthDate', 'sex']
  const columns = Object.fromEntries(Object.entries(MODEL.columns).filter(([role]) => named.includes(role)))
  const path = await peopleOf(1200)
  const linked = await linkFiles([path], requireModel({ ...MODEL, columns }, 'model.json'), { threads: 2 })
  const clusters = join(folder, 'twins.csv')
  writeClusters(clusters, linked)
  const { pairs, mixed } = countTwins(readKnown(path), linesOf(clusters).slice(1))
  assert.ok(pairs > 20, `${pairs} pairs of twins`)
  assert.ok(mixed <= 1, `${mixed} of ${pairs} pairs of twins share a person`)
})
