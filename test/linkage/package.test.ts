import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { link, openIndex, type RawRecord, train } from '../../src/linkage/library.ts'
import { folder, MODEL, peopleOf } from './people.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const people = await peopleOf(60)
const records = parse(readFileSync(people), { columns: true }) as RawRecord[]

test('records in memory are linked as the same records in a file are', async () => {
  const [fromFile, fromMemory] = await Promise.all([
    link([people], MODEL, { threads: 2 }),
    link([{ name: 'people', records }], MODEL),
  ])
  assert.deepEqual([...fromMemory.persons()], [...fromFile.persons()])
  assert.ok([...fromMemory.pairs()].some(({ isJoined }) => isJoined))
  const odd = { rec_id: 'x, "1"\n', source: 's', first_name: 'Ann', surname: 'Lee', dob: '2001-02-03' }
  const ids = [...(await link([{ name: 'odd', records: [odd] }], MODEL)).persons()].map(({ id }) => id)
  assert.deepEqual(ids, ['x, "1"'])
  await assert.rejects(link([{ name: 'none', records: [] }], MODEL), /no record/)
})

test('an index of records in memory finds what linking them pairs', async () => {
  const model = await train([people], MODEL)
  const index = await openIndex([{ name: 'people', records }], model)
  const run = await link([people], model)
  for (const { one, other, bits } of run.pairs()) {
    const record = records.find(({ rec_id, source }) => rec_id === one.id && source === one.source)!
    assert.equal(index.find(record).find(({ id }) => id === other.id)?.bits, bits)
  }
})

test('the packed engine works from an empty folder, with its workers and its types', () => {
  const packed = join(folder, 'packed')
  execFileSync(process.execPath, [join(ROOT, 'scripts/pack-linkage.ts'), packed])
  const { name, version, dependencies } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')) as {
    name: string
    version: string
    dependencies: Record<string, string>
  }
  const modules = join(folder, 'elsewhere/node_modules')
  mkdirSync(join(modules, name), { recursive: true })
  const archive = join(packed, `${name}-${version}.tgz`)
  execFileSync('tar', ['-xzf', archive, '--strip-components=1', '-C', join(modules, name)])
  for (const needed of [...Object.keys(dependencies), '@types'])
    symlinkSync(join(ROOT, 'node_modules', needed), join(modules, needed))
  const app = join(folder, 'elsewhere/app.mts')
  writeFileSync(app, programOf(readFileSync(join(modules, name, 'README.md'), 'utf8')))
  const options = { noEmit: true, strict: true, module: 'nodenext', target: 'esnext', types: ['node'] }
  writeFileSync(join(folder, 'elsewhere/tsconfig.json'), JSON.stringify({ compilerOptions: options }))
  const cwd = join(folder, 'elsewhere')
  execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', '.'], { cwd, stdio: 'inherit' })
  const model = join(modules, name, 'example-model.json')
  const said = execFileSync(process.execPath, [app, people, model], { cwd, encoding: 'utf8' })
  assert.match(said, /^\d{2,} persons\n/)
  assert.match(said, /number: 1, bits: \d+\.\d+, verdict: '(link|review)'/)
  assert.equal(readFileSync(join(cwd, 'clusters.csv'), 'utf8').split('\n').length, records.length + 2)
})

/** The program that the page is, its parts one after the other. */
const programOf = (page: string): string =>
  [...page.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(match => match[1]).join('\n')
