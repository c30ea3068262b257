import assert from 'node:assert/strict'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { linkFiles } from '../../src/linkage/link-files.ts'
import { readModelFile } from '../../src/linkage/model-file.ts'
import { writeClusters } from '../../src/linkage/write/write-clusters.ts'
import { HARD_CASES } from './all-cases.ts'
import { writeCountyWithCases } from './county-with-cases.ts'
import { type Count, decideCases, shareOf } from './decide.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const MODEL = `${ROOT}examples/models/county-people.json`

const folder = mkdtempSync(join(tmpdir(), 'family-hub-hard-cases-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const people = join(folder, 'people.csv')
const cases = await writeCountyWithCases(people)
const linked = await linkFiles([people], readModelFile(readFileSync(MODEL, 'utf8'), MODEL), { threads: 2 })
const clusters = join(folder, 'clusters.csv')
writeClusters(clusters, linked)
const decided = await decideCases(cases, clusters)

const inWords = (name: string, kind: string, { right, of }: Count, least: number): string =>
  `${name}: ${right} of ${of} ${kind}, and ${least} is the least`

test('every class of hard cases is decided rightly at least as often as its file states', () => {
  const wrong = decided.flatMap(({ hardCase: { name, least }, joined, apart }) => [
    ...(shareOf(joined) < (least.joined ?? 0) ? [inWords(name, 'joined', joined, least.joined ?? 0)] : []),
    ...(shareOf(apart) < (least.apart ?? 0) ? [inWords(name, 'apart', apart, least.apart ?? 0)] : []),
  ])
  assert.deepEqual(wrong, [])
})

test('every class has a file, at least 200 pairs of what it is about, and a least that states it', () => {
  const files = globSync('test/hard-cases/cases/*.ts', { cwd: ROOT }).map(path =>
    path.replace(/^.*\/|\.ts$/g, ''),
  )
  assert.deepEqual(
    HARD_CASES.map(({ name }) => name),
    files.toSorted(),
  )
  for (const { hardCase, joined, apart } of decided) {
    for (const [count, least] of [
      [joined, hardCase.least.joined],
      [apart, hardCase.least.apart],
    ] as const)
      assert.ok(count.of === 0 ? least === undefined : count.of >= 200 && least !== undefined, hardCase.name)
  }
})

test('sealed identities and different NHS numbers are kept apart without exception', () => {
  for (const name of ['sealed-by-adoption', 'sealed-by-gender-recognition', 'superseded-nhs-number']) {
    const { apart } = decided.find(({ hardCase }) => hardCase.name === name)!
    assert.ok(apart.of >= 200 && apart.right === apart.of, name)
  }
})

test('the page tells of every class, in the words of its file', () => {
  const page = readFileSync(`${ROOT}docs/hard-cases.md`, 'utf8')
  for (const { name, says, example } of HARD_CASES) {
    assert.ok(page.includes(`| [${name}](../test/hard-cases/cases/${name}.ts) |`), name)
    assert.ok(page.includes(`- **${name}**: ${says} *${example}.*`), name)
  }
})
