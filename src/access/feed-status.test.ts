import assert from 'node:assert/strict'
import { test } from 'node:test'
import { feedStatus } from './feed-status.ts'

const council = new Set(['lancs-csc', 'lancs-early-help'])
const status = (...feedDays: [partnerId: string, contract: string, day: string][]) =>
  feedStatus(
    'childrens-social-care',
    council,
    feedDays.map(([partnerId, contract, day]) => ({ partnerId, contract, day })),
    2,
  )

test('a yearly return makes a partner’s data neither newer nor older than its daily feed', () => {
  const daily = ['lancs-csc', 'ssd', '2026-11-01'] as const
  const expected = { newest: '2026-11-01', oldest: '2026-11-01', partners: 2, delivered: 1 }
  assert.deepEqual(status([...daily]), expected)
  assert.deepEqual(status([...daily], ['lancs-csc', 'cin-census', '2026-11-20']), expected)
  assert.deepEqual(status([...daily], ['lancs-csc', 'ssda903', '2026-03-31']), expected)
})

test('a partner that sends nothing else is known by its return, which is soon stale', () => {
  assert.equal(status(['lancs-csc', 'cin-census', '2026-06-12']).newest, '2026-06-12')
})

test('the oldest day is that of the partner that delivered least lately, and strangers do not count', () => {
  const found = status(
    ['lancs-csc', 'ssd', '2026-11-01'],
    ['lancs-early-help', 'ssd', '2026-10-01'],
    ['elsewhere-csc', 'ssd', '2026-01-01'],
    ['lancs-csc', 'health-visiting', '2026-01-01'],
  )
  assert.deepEqual(found, { newest: '2026-11-01', oldest: '2026-10-01', partners: 2, delivered: 2 })
})
