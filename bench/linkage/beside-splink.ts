/**
 * The engine of `family-hub link` beside Splink 5: one file of the synthetic county's people, the same blocking rules,
 * runs that alternate, and the truth, which neither reads. Linux only, as what is measured stands in /proc.
 *
 *   node bench/linkage/beside-splink.ts --records 1000000 --runs 3 --today 2026-11-22
 *   node bench/linkage/beside-splink.ts --records 10000000 --runs 1 --without-splink
 *
 * Splink is installed with pip into a virtual environment below --folder (the system's folder for temporary files),
 * where the file of people and all results stay; --venv takes one that is there.
 */
import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeCounty } from '../../src/county/county.ts'
import { measureRate, runOurs, writeModel } from './ours.ts'
import type { Measured } from './run-measured.ts'
import { SAME_RULES, sameBlocking, WHY_PAIRS_DIFFER } from './same-rules.ts'
import { readTruth, type Scored, scoreClusters, type Truth } from './score-clusters.ts'
import { countSplinksPairs, prepareSplink, runSplink } from './splink.ts'
import { median, printTable } from './table.ts'

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: process.env['N'] ?? '100000' },
    runs: { type: 'string', default: '3' },
    seed: { type: 'string', default: '7' },
    today: { type: 'string' },
    folder: { type: 'string', default: join(tmpdir(), 'family-hub-bench') },
    venv: { type: 'string' },
    people: { type: 'string' },
    'without-splink': { type: 'boolean', default: false },
  },
})

/** A column of the table: one engine with one set of rules. */
type Contestant = {
  name: string
  out: string
  run: () => Promise<Measured & { pairs?: number }>
  runs: Measured[]
  /** What the clusters of each run hash to: the same for one engine, or it does not repeat itself. */
  results: Set<string>
  pairs?: number
  rate?: number
  scored?: Scored
}

/** Records of a family of the county, over all partners. */
const RECORDS_OF_A_FAMILY = 7.41
/** Where Splink's users draw the line otherwise than at even odds. */
const ALSO_AT = [0.9, 0.99, 0.999]
/** Rows in which less is better. */
const COSTS = new Set([
  'wall, s',
  'CPU, s',
  'peak memory, MiB',
  'pairs: errors (1 - F1)',
  'persons: errors (1 - F1)',
])

const { folder } = values
mkdirSync(folder, { recursive: true })
const people = values.people ?? (await makePeople())
const python = values['without-splink'] ? undefined : prepareSplink(values.venv ?? join(folder, 'venv'))
const contestants = [ours('same rules'), ours('auto'), ...(python === undefined ? [] : [splink(python)])]
for (let run = 1; run <= Number(values.runs); run++) for (const one of contestants) await runOnce(one, run)
const truth = await readTruth(people)
for (const one of contestants) one.scored = await scoreClusters(one.out, truth)
for (const one of contestants.slice(0, 2)) one.rate = await measureRate(people, `${one.out}.model.json`)
if (python !== undefined) contestants[2]!.pairs = await countSplinksPairs(python, people)
report()
if (python !== undefined) await reportOtherLines(python, truth)

async function makePeople(): Promise<string> {
  const path = join(folder, `people-${values.records}.csv`)
  console.log(`Writing about ${values.records} records of the county to ${path}`)
  const families = Math.ceil(Number(values.records) / RECORDS_OF_A_FAMILY)
  const today = values.today === undefined ? {} : { today: values.today }
  await writeCounty({ families, seed: Number(values.seed), people: path, ...today })
  return path
}

function ours(rules: 'same rules' | 'auto'): Contestant {
  const out = join(folder, rules === 'auto' ? 'ours-auto.csv' : 'ours.csv')
  writeModel(`${out}.model.json`, rules === 'auto' ? 'auto' : sameBlocking())
  return {
    name: `ours, ${rules}`,
    out,
    run: () => runOurs(people, `${out}.model.json`, out),
    runs: [],
    results: new Set(),
  }
}

function splink(inside: string): Contestant {
  const out = join(folder, 'splink.csv')
  return { name: 'Splink 5', out, run: () => runSplink(inside, people, out), runs: [], results: new Set() }
}

async function runOnce(one: Contestant, run: number): Promise<void> {
  const measured = await one.run()
  one.runs.push(measured)
  one.results.add(await hashOf(one.out))
  if (measured.pairs !== undefined) one.pairs = measured.pairs
  const { seconds, cpuSeconds, peakBytes } = measured
  console.log(
    `run ${run}, ${one.name}: ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} CPU-s, ${Math.round(peakBytes / 2 ** 20)} MiB`,
  )
}

async function hashOf(path: string): Promise<string> {
  const digest = createHash('sha256')
  for await (const bytes of createReadStream(path)) digest.update(bytes as Buffer)
  return digest.digest('hex')
}

function report(): void {
  const [first] = contestants
  console.log(`
${first!.scored!.records.toLocaleString('en-GB')} records of the county, seed ${values.seed}; ${availableParallelism()} cores, ${cpus()[0]?.model ?? ''}
Medians of ${values.runs} alternating runs, file to clusters, with the start of Node and Python; pairs joined at even odds.
Blocking of both: ${SAME_RULES.map(({ ours: rule }) => rule).join('; ')}
`)
  const rows: [string, (one: Contestant) => number | undefined, number][] = [
    ['wall, s', one => median(one.runs.map(run => run.seconds)), 2],
    ['CPU, s', one => median(one.runs.map(run => run.cpuSeconds)), 2],
    ['peak memory, MiB', one => median(one.runs.map(run => run.peakBytes)) / 2 ** 20, 0],
    ['pairs compared', one => one.pairs, 0],
    ['pairs a CPU-second', one => one.pairs! / median(one.runs.map(run => run.cpuSeconds)), 0],
    ['pairs a second and core while comparing', one => one.rate, 0],
    ['different results in these runs', one => one.results.size, 0],
    ['pairs: precision', one => one.scored!.pairs.precision, 4],
    ['pairs: recall', one => one.scored!.pairs.recall, 4],
    ['pairs: F1', one => one.scored!.pairs.f1, 4],
    ['persons: precision', one => one.scored!.clusters.precision, 4],
    ['persons: recall', one => one.scored!.clusters.recall, 4],
    ['persons: F1', one => one.scored!.clusters.f1, 4],
    ['pairs: errors (1 - F1)', one => 1 - one.scored!.pairs.f1, 4],
    ['persons: errors (1 - F1)', one => 1 - one.scored!.clusters.f1, 4],
  ]
  printTable(
    contestants.map(({ name }) => name),
    rows.map(([name, of, digits]) => ({
      name,
      values: contestants.map(of),
      digits,
      isCost: COSTS.has(name),
    })),
  )
  if (contestants.length > 2) console.log(WHY_PAIRS_DIFFER)
}

/** What Splink would have reached with a line that nobody knows without the truth. */
async function reportOtherLines(inside: string, known: Truth): Promise<void> {
  const out = join(folder, 'splink-lines.csv')
  await runSplink(inside, people, out, { alsoAt: ALSO_AT })
  for (const line of ALSO_AT) {
    const { pairs, clusters } = await scoreClusters(`${out}.${line}`, known)
    console.log(
      `Splink joined from ${line}: pairs F1 ${pairs.f1.toFixed(4)}, persons F1 ${clusters.f1.toFixed(4)}`,
    )
  }
}
