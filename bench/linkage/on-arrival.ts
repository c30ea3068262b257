/**
 * How well records are linked: writes a synthetic county, loads it through the door of every partner's files, links
 * it, and compares the persons with the county's truth, which neither feeds nor linkage ever read.
 *
 *   node bench/linkage/on-arrival.ts                       2,000 families, seed 1
 *   node bench/linkage/on-arrival.ts --families 500 --seed 42
 *   node bench/linkage/on-arrival.ts --trained             and again by a model that is trained on these records
 */
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { approveModel, proposeTrained } from '../../src/access/linkage-models.ts'
import { identityId } from '../../src/feeds/sections.ts'
import { csvParser } from '../../src/kit/csv.ts'
import type { Database } from '../../src/kit/database.ts'
import { takeIn } from '../../src/records/take-in.ts'
import { withCounty } from './county-in-database.ts'

/** A source identity that was linked: the person that the service made of it, and who it truly is. */
type Linked = {
  person: string
  truth: string
  isTwin: boolean
  isAdult: boolean
  nhsNumber: string | undefined
}

const { values } = parseArgs({
  options: {
    families: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    today: { type: 'string' },
    trained: { type: 'boolean', default: false },
  },
})

const county = { families: Number(values.families), seed: Number(values.seed) }
await withCounty(values.today === undefined ? county : { ...county, today: values.today }, measure)

async function measure(database: Database, folder: string): Promise<void> {
  await linkAndReport(database, folder)
  if (!values.trained) return
  const proposed = await proposeTrained(database, { operator: 'one' }, 'bench')
  if (proposed.outcome === 'refused') throw new Error(proposed.says)
  await approveModel(database, { operator: 'another' }, proposed.version, 'bench')
  const { gained, lost, personsChanged } = proposed.comparison
  console.log(
    `\nTrained on these records: ${gained} pairs gained, ${lost} lost, ${personsChanged} persons changed`,
  )
  await linkAndReport(database, folder)
}

async function linkAndReport(database: Database, folder: string): Promise<void> {
  const began = performance.now()
  const { identities, persons, reviews, cappedBlocks } = await takeIn(database)
  const seconds = (performance.now() - began) / 1000
  console.log(`${values.families} families, seed ${values.seed}`)
  console.log(`${identities} records of people linked to ${persons} persons in ${seconds.toFixed(1)} s`)
  console.log(`${reviews} pairs for people to decide; ${cappedBlocks} blocks too large to compare`)
  report(await readLinked(database, join(folder, 'truth', 'persons.csv')))
}

/** Every record of the truth that the service has read, with what the service made of it. */
async function readLinked(database: Database, truth: string): Promise<Linked[]> {
  const { rows } = await database.owner.query<{ identity: string; person: string; identifiers: string[] }>(
    `select identity, person_id as person, identifiers
     from records.current_member join records.search_entry using (identity)`,
  )
  const members = new Map(rows.map(row => [row.identity, row]))
  const linked: Linked[] = []
  for await (const [partner, contract, ref, trueId, , , isTwin, ageBand] of truthRows(truth)) {
    const member = members.get(identityId(partner ?? '', contract ?? '', ref ?? ''))
    if (member === undefined) continue
    const { person, identifiers } = member
    linked.push({
      person,
      truth: trueId ?? '',
      isTwin: isTwin === 'Y',
      isAdult: ageBand === '26+',
      nhsNumber: identifiers.find(number => /^\d{10}$/.test(number)),
    })
  }
  return linked
}

async function* truthRows(path: string): AsyncGenerator<string[]> {
  const parser = csvParser()
  for await (const text of createReadStream(path, 'utf8'))
    for (const { number, cells } of parser.push(text as string)) if (cells && number > 1) yield cells
}

function report(linked: Linked[]): void {
  console.log(`${linked.length} records compared with the truth`)
  reportQuality('everybody', linked)
  reportQuality(
    'children and young people',
    linked.filter(one => !one.isAdult),
  )
  reportQuality(
    'adults',
    linked.filter(one => one.isAdult),
  )
  const persons = [...groupBy(linked, one => one.person).values()]
  const twins = persons.filter(
    members => new Set(members.filter(one => one.isTwin).map(one => one.truth)).size > 1,
  )
  const numbers = persons.filter(members => new Set(members.flatMap(one => one.nhsNumber ?? [])).size > 1)
  console.log(`twins merged: ${twins.length}; persons with two different NHS numbers: ${numbers.length}`)
}

/** Pairs of records in one person, and persons whose records are exactly those of one true person. */
function reportQuality(who: string, linked: Linked[]): void {
  const made = groupBy(linked, one => one.person)
  const truly = groupBy(linked, one => one.truth)
  const both = groupBy(linked, one => `${one.person} ${one.truth}`)
  const exact = [...both.values()].filter(
    ([one, ...others]) =>
      made.get(one?.person ?? '')?.length === others.length + 1 &&
      truly.get(one?.truth ?? '')?.length === others.length + 1,
  ).length
  const [right, found, real] = [countPairs(both), countPairs(made), countPairs(truly)]
  console.log(`${who}: ${linked.length} records`)
  console.log(`  pairs: precision ${share(right, found)}, recall ${share(right, real)} of ${real}`)
  console.log(
    `  persons exactly right: ${share(exact, made.size)} of those made, ${share(exact, truly.size)} of true ones`,
  )
}

function groupBy(linked: Linked[], key: (one: Linked) => string): Map<string, Linked[]> {
  return Map.groupBy(linked, key)
}

function countPairs(groups: Map<string, Linked[]>): number {
  return [...groups.values()].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0)
}

function share(part: number, whole: number): string {
  return (part / whole).toFixed(4)
}
