/**
 * How many twins, and how many other brothers and sisters, end in one person: those whom an engine is most tempted to
 * take for one. Writes a county, links it with the county's own model, and counts from the two files alone.
 *
 *   node bench/linkage/twins-and-siblings.ts --families 30000 --seed 3 --today 2026-11-22
 *   node bench/linkage/twins-and-siblings.ts --people people.csv --clusters clusters.csv --today 2026-11-22
 *
 * Who people are is the file's `truth_id`, a family and a place in it. Born on one day, two of a family are twins; born on
 * two days in the eighteen years before `--today`, brothers or sisters.
 */
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeCounty } from '../../src/county/county.ts'
import { shareWithInterval } from '../../src/linkage/report/measure-truth.ts'
import { runOurs, writeModel } from './ours.ts'
import { readColumns } from './score-clusters.ts'

const { values } = parseArgs({
  options: {
    families: { type: 'string', default: '30000' },
    seed: { type: 'string', default: '3' },
    today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    folder: { type: 'string', default: join(tmpdir(), 'family-hub-bench') },
    people: { type: 'string' },
    clusters: { type: 'string' },
  },
})

/** A person of the truth: the lists and the linked persons in which their records stand, and the birth dates in them. */
type Human = { lists: Set<string>; persons: Set<string>; births: Map<string, number> }
type Pair = readonly [Human, Human]

const { folder, today } = values
mkdirSync(folder, { recursive: true })
const people = values.people ?? (await makePeople())
const clusters = values.clusters ?? (await link(people))
const { twins, siblings } = pairsOfChildren(await readHumans(people, clusters))
say('Twins', twins)
say('Other brothers and sisters', siblings)
const unlisted = twins.filter(([one, other]) => one.lists.isDisjointFrom(other.lists))
console.log(`${unlisted.length} pairs of twins share no list, so that no list shows that they are two.`)

async function makePeople(): Promise<string> {
  const path = join(folder, 'twins.csv')
  await writeCounty({ families: Number(values.families), seed: Number(values.seed), people: path, today })
  return path
}

async function link(path: string): Promise<string> {
  const [model, out] = [join(folder, 'twins.model.json'), join(folder, 'twins.clusters.csv')]
  writeModel(model, 'auto')
  await runOurs(path, model, out)
  return out
}

async function readHumans(path: string, linked: string): Promise<Map<string, Human>> {
  const personOf = new Map<string, string>()
  for await (const [source, id, person] of readColumns(linked, ['source', 'record_id', 'person_id']))
    personOf.set(`${source}\n${id}`, person)
  const humans = new Map<string, Human>()
  for await (const [id, source, birth, truth] of readColumns(path, ['rec_id', 'source', 'dob', 'truth_id'])) {
    const human = humans.get(truth) ?? { lists: new Set(), persons: new Set(), births: new Map() }
    humans.set(truth, human)
    human.lists.add(source)
    human.persons.add(personOf.get(`${source}\n${id}`)!)
    if (birth !== '') human.births.set(birth, (human.births.get(birth) ?? 0) + 1)
  }
  return humans
}

/** Pairs of one family's children. A child was born on the day that most of its records have. */
function pairsOfChildren(humans: Map<string, Human>): { twins: Pair[]; siblings: Pair[] } {
  const firstDay = `${Number(today.slice(0, 4)) - 18}${today.slice(4)}`
  const families = new Map<string, { human: Human; birth: string }[]>()
  for (const [truth, human] of humans) {
    const [birth] = [...human.births].reduce((most, own) => (own[1] > most[1] ? own : most), ['', 0])
    if (birth < firstDay) continue
    const family = truth.slice(0, truth.lastIndexOf('-'))
    families.set(family, [...(families.get(family) ?? []), { human, birth }])
  }
  const found: { twins: Pair[]; siblings: Pair[] } = { twins: [], siblings: [] }
  for (const children of families.values())
    for (const [at, one] of children.entries())
      for (const other of children.slice(at + 1))
        found[one.birth === other.birth ? 'twins' : 'siblings'].push([one.human, other.human])
  return found
}

/** Prints the share with its 95 % interval (Wilson 1927). */
function say(name: string, pairs: Pair[]): void {
  const joined = pairs.filter(([one, other]) => !one.persons.isDisjointFrom(other.persons)).length
  const { share, from, to } = shareWithInterval(joined, pairs.length)
  const percent = (part: number): string => `${(100 * part).toFixed(3)} %`
  console.log(
    `${name}: ${joined} of ${pairs.length} pairs have a record in each other's person, ${percent(share)} (${percent(from)} to ${percent(to)})`,
  )
}
