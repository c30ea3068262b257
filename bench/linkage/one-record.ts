/**
 * One record against many in memory, from raw strings, beside a plain scan of every record; and how long it takes to
 * train a finished run again, by its own model or one that weighs sex otherwise, or to move its threshold.
 *
 *   node bench/linkage/one-record.ts                          a county of 20,000 families
 *   node bench/linkage/one-record.ts --people people.csv      a file that `family-hub county --people` wrote
 */
import { createReadStream, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { parse } from 'csv-parse/sync'
import { writeCounty } from '../../src/county/county.ts'
import { recluster, retrain } from '../../src/linkage/judge-pairs.ts'
import { linkFiles } from '../../src/linkage/link-files.ts'
import { readModelFile } from '../../src/linkage/model-file.ts'
import { openIndex } from '../../src/linkage/one-record/record-index.ts'
import { openScorer } from '../../src/linkage/one-record/record-scorer.ts'
import type { RawRecord } from '../../src/linkage/read/records-as-input.ts'
import { freeze } from '../../src/linkage/trained/freeze.ts'
import type { TrainedModel } from '../../src/linkage/trained/trained-model.ts'

/** Records that are looked up, taken evenly from the file, each with a slip so that it finds no copy of itself alone. */
const ASKED = 20_000
/** A plain scan is measured on so many records: its time grows with their number. */
const SCANNED = 20_000

const { values } = parseArgs({
  options: { people: { type: 'string' }, families: { type: 'string', default: '20000' } },
})
const folder = await mkdtemp(join(tmpdir(), 'family-hub-bench-'))
try {
  const people = values.people ?? join(folder, 'people.csv')
  if (values.people === undefined)
    await writeCounty({ families: Number(values.families), seed: 1, today: '2026-11-22', people })
  const model = await measureAnew(people)
  await measureIndex(people, model)
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function measureAnew(people: string): Promise<TrainedModel> {
  const path = new URL('../../examples/models/county-people.json', import.meta.url)
  const model = readModelFile(readFileSync(path, 'utf8'), 'county-people.json')
  const began = performance.now()
  const run = await linkFiles([people], model, { threads: availableParallelism() })
  const whole = performance.now() - began
  const again = median(5, () => retrain(run))
  const half = { same: 0.5, household: 0.5, unrelated: 0.5 }
  const other = { ...model, comparisons: { sex: { same: half, different: half } } }
  const anew = median(5, () => retrain(run, other))
  const moved = median(5, () => recluster(run, { link: 3, review: 0 }))
  const records = run.records.count.toLocaleString('en-GB')
  console.log(`${records} records, ${run.pairs.compared.toLocaleString('en-GB')} pairs`)
  console.log(`link, from file to persons      ${seconds(whole)}`)
  console.log(`train the finished run again    ${seconds(again)}, ${ratio(again, whole)} of that`)
  console.log(
    `train it by another model        ${seconds(anew)}, ${ratio(anew, whole)}: all pairs weigh otherwise`,
  )
  console.log(`move its threshold              ${seconds(moved)}, ${ratio(moved, whole)}`)
  return freeze(run)
}

async function measureIndex(people: string, model: TrainedModel): Promise<void> {
  const began = performance.now()
  const index = await openIndex([people], model, availableParallelism())
  console.log(`open an index of them           ${seconds(performance.now() - began)}`)
  const asked = await readEvenly(people, index.records, ASKED)
  for (const record of asked.slice(0, 2000)) index.find(record)
  let found = 0
  const times = asked.map(record => {
    const start = performance.now()
    found += index.find(record).length
    return (performance.now() - start) * 1000
  })
  times.sort((a, b) => a - b)
  const at = (share: number): string => `${times[Math.floor(share * times.length)]!.toFixed(0)} µs`
  console.log(
    `one record against them         p50 ${at(0.5)}, p99 ${at(0.99)}, ${found} found by ${asked.length}`,
  )
  const scorer = openScorer(model)
  const some = asked.slice(0, SCANNED)
  scorer.scoreAll(asked[0]!, some)
  const scan = median(3, () => scorer.scoreAll(asked[1]!, some)) * (index.records / some.length)
  const typical = times[times.length >> 1]! / 1000
  console.log(
    `a plain scan of all of them     ${seconds(scan)}, ${Math.round(scan / typical).toLocaleString('en-GB')} times as long`,
  )
}

/** Records of a file, taken evenly, as strings by column, each with a letter less in the family name. */
async function readEvenly(path: string, records: number, count: number): Promise<RawRecord[]> {
  const every = Math.max(1, Math.floor(records / count))
  const lines: string[] = []
  let number = -1
  for await (const line of createInterface({ input: createReadStream(path) }))
    if (number++ < 0 || number % every === 0) lines.push(line)
  const read = parse(lines.join('\n'), { columns: true }) as RawRecord[]
  return read.map(record => ({ ...record, surname: record['surname']?.slice(0, -1) }))
}

function median(times: number, work: () => unknown): number {
  const taken = Array.from({ length: times }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return taken.sort((a, b) => a - b)[times >> 1]!
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`
}

function ratio(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(0)} %`
}
