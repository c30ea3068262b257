import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readTruth, scoreClusters } from '../bench/linkage/score-clusters.ts'
import { writeCounty } from '../src/county/county.ts'
import { randomFor } from '../src/county/random.ts'
import { linkFiles } from '../src/linkage/link-files.ts'
import { readModelFile } from '../src/linkage/model-file.ts'
import { measureTruth } from '../src/linkage/report/measure-truth.ts'
import { writeClusters } from '../src/linkage/write/write-clusters.ts'

const MODEL = new URL('../examples/models/county-people.json', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'family-hub-linked-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const people = join(folder, 'people.csv')
await writeCounty({ families: 500, seed: 3, today: '2026-11-22', people })

/** The bytes of the clusters of a county's people, which hold seals, default dates, numbers and blocks above a cap. */
async function clustersOf(path: string, threads: number): Promise<string> {
  const linked = await linkFiles([path], readModelFile(readFileSync(MODEL, 'utf8'), MODEL), { threads })
  const out = join(folder, 'clusters.csv')
  writeClusters(out, linked)
  return readFileSync(out, 'utf8')
}

function writeShuffled(seed: number): string {
  const [header = '', ...rows] = readFileSync(people, 'utf8').trimEnd().split('\r\n')
  const random = randomFor(seed, 'shuffle')
  for (let at = rows.length - 1; at > 0; at--) {
    const other = random.below(at + 1)
    ;[rows[at], rows[other]] = [rows[other]!, rows[at]!]
  }
  const path = join(folder, `shuffled-${seed}.csv`)
  writeFileSync(path, `${[header, ...rows].join('\r\n')}\r\n`)
  return path
}

test('a county’s file gives the same clusters, byte for byte, by one, two or four workers and with its rows shuffled', async () => {
  const first = await clustersOf(people, 1)
  assert.ok(first.split('\n').length > 3000)
  for (const threads of [2, 4]) assert.ok((await clustersOf(people, threads)) === first, `${threads} workers`)
  for (const [seed, threads] of [
    [1, 1],
    [2, 2],
    [3, 4],
  ] as const)
    assert.ok((await clustersOf(writeShuffled(seed), threads)) === first, `shuffled, ${threads} workers`)
})

test('the scorer of the bench, which reads files alone, finds what the engine’s own report finds', async () => {
  const model = readModelFile(readFileSync(MODEL, 'utf8'), MODEL)
  const linked = await linkFiles([people], model, { threads: 2, withAsides: true })
  const out = join(folder, 'scored.csv')
  writeClusters(out, linked)
  const measured = measureTruth(linked)
  const scored = await scoreClusters(out, await readTruth(people))
  assert.ok(scored.clusters.f1 > 0.8)
  assert.deepEqual(scored, {
    records: measured?.records,
    pairs: measured?.pairs,
    clusters: measured?.clusters,
  })
})
