import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkFiles } from '../link-files.ts'
import { readModelFile } from '../model-file.ts'
import { measureTruth, shareWithInterval } from './measure-truth.ts'

test('an interval is Wilson’s', () => {
  const near = (share: ReturnType<typeof shareWithInterval>, from: number, to: number): void => {
    assert.ok(Math.abs(share.from - from) < 5e-5 && Math.abs(share.to - to) < 5e-5, JSON.stringify(share))
  }
  near(shareWithInterval(10, 100), 0.0552, 0.1744)
  near(shareWithInterval(0, 10), 0, 0.2775)
  near(shareWithInterval(5, 5), 0.5655, 1)
  assert.deepEqual(shareWithInterval(0, 0), { share: 0, from: 0, to: 1, of: 0 })
})

test('a pair counts once among the groups: by half in each where its records are of two', async () => {
  const model = readModelFile(
    JSON.stringify({
      columns: { id: 'id', source: 'source', given: 'g', family: 'f', birthDate: 'b', truth: 't' },
    }),
    'm',
  )
  const record = (id: string, source: string, truth: string): Record<string, string> => ({
    id,
    source,
    g: truth,
    f: 'Lee',
    b: '2015-04-23',
    t: truth,
  })
  const records = [
    ...['a1', 'a2', 'a3'].map(id => record(id, 'one', 'Aisha')),
    record('b1', 'one', 'Zofia'),
    record('b2', 'two', 'Zofia'),
  ]
  const linked = await linkFiles([{ name: 'r', records }], model, { threads: 0, withAsides: true })
  const bySource = measureTruth(linked)?.bySource.map(({ group, missed }) => [group, missed.of])
  assert.deepEqual(bySource, [
    ['one', 3.5],
    ['two', 0.5],
  ])
})
