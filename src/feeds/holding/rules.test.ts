import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'
import { thresholdsFor } from '../../registers/feed-thresholds.ts'
import type { HoldingFacts } from './rule.ts'
import { HOLDING_RULES } from './rules.ts'
import { reasonsToHold } from './weigh.ts'

const NOTHING: HoldingFacts = {
  mode: 'changes',
  rowsRead: 0,
  rowsRejected: 0,
  cutOff: [],
  rows: {},
  required: [],
  profile: {},
  match: undefined,
  before: [],
}

for (const rule of HOLDING_RULES)
  test(`${rule.name}: its examples are as it says`, () => {
    const { threshold, examples } = rule
    assert.ok(examples.some(one => one.reasons.length > 0) && examples.some(one => one.reasons.length === 0))
    for (const example of examples) {
      const found = rule.reasons({ ...NOTHING, ...example.facts }, example.threshold)
      assert.deepEqual(found, example.reasons, example.given)
      if (threshold !== undefined)
        assert.ok(example.threshold >= threshold.least && example.threshold <= threshold.most)
    }
  })

test('every rule has a file, a place in the list, and a threshold in the register that makes sense for it', async () => {
  const files = await readdir(new URL('rules/', import.meta.url))
  assert.deepEqual(files.toSorted(), HOLDING_RULES.map(rule => `${rule.name}.ts`).toSorted())
  const thresholds = thresholdsFor([], 'any', 'any/1')
  const settable = HOLDING_RULES.filter(rule => rule.threshold !== undefined)
  assert.deepEqual([...thresholds.keys()].toSorted(), settable.map(rule => rule.name).toSorted())
  for (const { name, threshold } of settable) {
    assert.ok(threshold)
    const { value, from } = thresholds.get(name) ?? { value: Number.NaN, from: undefined }
    assert.ok(value >= threshold.least && value <= threshold.most, name)
    assert.equal(from, 'the service')
  }
})

test('all rules are weighed, and every reason of every rule is kept', () => {
  const table = (filled: number) => ({
    rows: 100,
    sampled: 100,
    fields: { sex: { filled }, uprn: { filled } },
  })
  const reasons = reasonsToHold(
    {
      ...NOTHING,
      mode: 'snapshot',
      rowsRead: 100,
      rowsRejected: 80,
      rows: { a: 100, b: 5 },
      profile: { a: table(0.1) },
      before: [{ rows: { a: 100, b: 90 }, profile: { a: table(0.9) }, match: undefined }],
    },
    rule => thresholdsFor([], 'any', 'any/1').get(rule)?.value,
  )
  assert.deepEqual(
    reasons.map(reason => reason.rule),
    ['too-many-rejections', 'rows-dropped', 'fill-changed', 'fill-changed'],
  )
})

test('what is set for one feed outdoes what is set for its kind, and that what the service has; taken back, it gives way', () => {
  const row = (partnerId: string | null, value: number | null) => ({
    partnerId,
    contract: 'ctf/21',
    rule: 'rows-surged',
    value,
    setBy: 'somebody',
    reason: 'a reason',
    begins: '2026-11-20',
  })
  const standing = (rows: ReturnType<typeof row>[]) => {
    const { value, from } = thresholdsFor(rows, 'school-1', 'ctf/21').get('rows-surged') ?? {}
    return [value, from]
  }
  assert.deepEqual(standing([]), [3, 'the service'])
  assert.deepEqual(standing([row('school-1', 8), row(null, 5)]), [8, 'this feed'])
  assert.deepEqual(standing([row('school-2', 8), row(null, 5)]), [5, 'all feeds of its kind'])
  assert.deepEqual(standing([row('school-1', null), row('school-1', 8), row(null, 5)]), [
    5,
    'all feeds of its kind',
  ])
  assert.deepEqual(standing([row(null, null), row(null, 5)]), [3, 'the service'])
})
