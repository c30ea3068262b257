import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listComparisons, OF } from '../compare/comparisons.ts'
import { readModelFile } from '../model-file.ts'
import type { Estimates } from './estimate.ts'
import { setLevels } from './stated-levels.ts'

const read = (comparisons: object): ReturnType<typeof readModelFile> =>
  readModelFile(
    JSON.stringify({
      $schema: './linkage-model.schema.json',
      columns: { id: 'i', given: 'g', sex: 's' },
      comparisons,
    }),
    'm',
  )
const shares = (share: number): { same: number; household: number; unrelated: number } => ({
  same: share,
  household: share,
  unrelated: share,
})

test('stated levels are checked when the model is read: there must be such, and their shares be those of one story', () => {
  assert.throws(() => read({ hair: { same: shares(0.5) } }), /"hair", which is none of given, family/)
  assert.throws(() => read({ given: { equal: shares(0.5) } }), /"equal", which is none of exact, variant/)
  assert.throws(
    () => read({ sex: { same: shares(1), different: shares(1) } }),
    /comparisons.sex under same add up to 2.000/,
  )
  assert.throws(() => read({ sex: { same: shares(0.5), different: shares(0.4) } }), /add up to 0.900/)
  assert.throws(
    () => read({ given: { exact: shares(0.5) } }),
    /has unrelated, and a name counts .* as it is rare/,
  )
  assert.throws(() => read({ sex: { same: { same: 0.9, household: 0.5 } } }), /sex.same has no unrelated/)
  assert.notEqual(
    read({ given: { exact: { same: 0.9, household: 0.1 } }, sex: { same: shares(0.5) } }),
    undefined,
  )
})

test('what stated shares leave of 1 is shared out among the other levels as they were learnt', () => {
  const comparisons = listComparisons({})
  const learnt = (): number[][] =>
    comparisons.map(({ levels }) => [1, ...levels.map(() => 1 / levels.length)])
  const estimates = { same: learnt(), household: learnt(), unrelated: learnt() } as unknown as Estimates
  setLevels({ birthDate: { exact: { same: 0.9, household: 0.2, unrelated: 0.3 } } }, comparisons, estimates)
  const [exact, ...others] = estimates.same[OF.birthDate]!.slice(1)
  assert.equal(exact, 0.9)
  for (const other of others) assert.ok(Math.abs(other - 0.1 / 6) < 1e-12)
  assert.equal(estimates.unrelated[OF.birthDate]![1], 0.3)
  assert.equal(estimates.same[OF.sex]![1], 0.5)
})
