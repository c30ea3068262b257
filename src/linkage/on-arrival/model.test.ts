import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultModel, parseModel, requireModel } from './model.ts'

const damage = (change: (model: Record<string, Record<string, unknown>>) => void): string[] => {
  const model = structuredClone(defaultModel()) as unknown as Record<string, Record<string, unknown>>
  change(model)
  const reading = parseModel(model)
  return reading.kind === 'refused' ? reading.problems : []
}

test('the model that ships is sound, and in each comparison the shares of the levels come to one', () => {
  const { comparisons } = defaultModel()
  for (const [comparison, levels] of Object.entries(comparisons)) {
    for (const story of ['same', 'household', 'unrelated'] as const) {
      const sum = Object.values(levels).reduce((total, level) => total + level[story], 0)
      assert.ok(Math.abs(sum - 1) < 0.02, `${comparison} ${story}: ${sum}`)
    }
  }
})

test('a model that cannot be used is refused with every problem, each naming its place', () => {
  assert.deepEqual(parseModel(null), { kind: 'refused', problems: ['A model is a JSON object.'] })
  assert.deepEqual(
    damage(model => {
      delete model['comparisons']?.['sex']
      Object.assign(model['thresholds'] ?? {}, { joinBits: 'high' })
      Object.assign(model['blocking'] ?? {}, { rules: ['birthDate+shoeSize'] })
    }).map(problem => problem.split(' ')[0]),
    ['thresholds.joinBits', 'comparisons.sex', 'blocking.rules'],
  )
})

test('a probability of nothing, a level that is none and thresholds that cross are refused', () => {
  const sex = {
    same: { same: 0, household: 0.5, unrelated: 0.5 },
    different: { same: 0.1, household: 0.5, unrelated: 0.5 },
    other: {},
  }
  const problems = damage(model => {
    Object.assign(model['comparisons'] ?? {}, { sex })
    Object.assign(model['thresholds'] ?? {}, { reviewBits: 99 })
  })
  assert.deepEqual(problems, [
    'comparisons.sex.same.same must be a probability above 0 and at most 1.',
    'comparisons.sex.other is not a level; use same, different.',
    'thresholds.reviewBits must not be above thresholds.joinBits.',
  ])
})

test('a caller that cannot go on without a model is told why', () => {
  assert.throws(() => requireModel({}), /The linkage model cannot be used.*version must be a name/)
})
