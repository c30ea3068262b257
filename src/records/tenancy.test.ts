import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TenancyRow, tenancyTies } from './tenancy.ts'

const ends = { personId: 'a', relativeId: 'b', partnerId: 'preston-housing' }

function told(mine: string, theirs: string, more: Partial<TenancyRow> = {}) {
  const row = { ...ends, mine, theirs, bothLiveThere: true, isKeptApart: false, ...more }
  return tenancyTies([row]).map(({ how, type }) => `${how}: ${type}`)
}

test('what a landlord says of each becomes what the one is to the other', () => {
  assert.deepEqual(told('child', 'tenant'), ['stated: parent'])
  assert.deepEqual(told('tenant', 'child'), ['child of: parent'])
  assert.deepEqual(told('partner', 'tenant'), ['stated: partner'])
  assert.deepEqual(told('child', 'partner'), ['stated: partner of a parent'])
  assert.deepEqual(told('tenant', 'tenant'), ['stated: joint tenant'])
  assert.deepEqual(told('grandchild', 'tenant'), ['stated: grandparent'])
})

test('two whom no word connects live together, or nothing is said', () => {
  assert.deepEqual(told('partner', 'child'), ['household: same address'])
  assert.deepEqual(told('member of the household', 'tenant'), ['household: same address'])
  assert.deepEqual(told('partner', 'child', { bothLiveThere: false }), [])
})

test('where an address is kept apart, living together is not told and a relation is', () => {
  assert.deepEqual(told('partner', 'child', { isKeptApart: true }), [])
  assert.deepEqual(told('child', 'tenant', { isKeptApart: true }), ['stated: parent'])
})
