/**
 * The hard cases of test/hard-cases through the engine and through Splink, among the records of one county, and the
 * table of docs/hard-cases.md from what came out.
 *
 *   node bench/linkage/hard-cases.ts
 *   node bench/linkage/hard-cases.ts --venv VENV     with a virtual environment that has Splink already
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeCountyWithCases } from '../../test/hard-cases/county-with-cases.ts'
import { type Decided, decideCases } from '../../test/hard-cases/decide.ts'
import { pageOfHardCases } from '../../test/hard-cases/page.ts'
import { runOurs, writeModel } from './ours.ts'
import { type Blocking, sameBlocking } from './same-rules.ts'
import { readTruth, scoreClusters } from './score-clusters.ts'
import { prepareSplink, runSplink } from './splink.ts'

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: join(tmpdir(), 'family-hub-bench') },
    venv: { type: 'string' },
  },
})
const { folder } = values
mkdirSync(folder, { recursive: true })
const people = join(folder, 'hard-cases.csv')
const cases = await writeCountyWithCases(people)
const truth = await readTruth(people)

const ours = await decideByUs('auto')
const byRules = await decideByUs(sameBlocking())
const out = join(folder, 'hard-cases-splink.csv')
await runSplink(prepareSplink(values.venv ?? join(folder, 'venv')), people, out)
const splinks = await decide('Splink 5', out)
const page = new URL('../../docs/hard-cases.md', import.meta.url).pathname
writeFileSync(page, pageOfHardCases(truth.size, ours, byRules, splinks))

async function decideByUs(blocking: Blocking): Promise<Decided[]> {
  const name = blocking === 'auto' ? 'ours' : 'ours-same-rules'
  const clusters = join(folder, `hard-cases-${name}.csv`)
  writeModel(`${clusters}.model.json`, blocking)
  await runOurs(people, `${clusters}.model.json`, clusters)
  return await decide(name, clusters)
}

async function decide(name: string, clusters: string): Promise<Decided[]> {
  const { records, pairs, clusters: persons } = await scoreClusters(clusters, truth)
  console.log(
    `${name}: ${records} records, pairs F1 ${pairs.f1.toFixed(4)}, persons F1 ${persons.f1.toFixed(4)}`,
  )
  return await decideCases(cases, clusters)
}
