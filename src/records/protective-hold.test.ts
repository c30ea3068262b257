import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { splitsOf, type Tenant } from './hold-causes.ts'
import { householdsOf } from './hold-household.ts'
import { protectiveHold } from './protective-hold.ts'

for (const { given, causes, places, held } of protectiveHold.examples)
  test(`protective hold: ${given}`, () => {
    assert.deepEqual(
      protectiveHold.holds(causes, places).map(one => one.place),
      held,
    )
  })

test('a further cause never lets go of what is held, and clearing an address holds no other', () => {
  const day = fc.constantFrom('2025-01-01', '2025-06-01', '2026-01-01', '2026-11-18')
  const place = fc.constantFrom('PR1 2AB/14', 'PR9 9QQ/1', 'PR9 9QQ')
  const known = fc.subarray(['PR1 2AB/14', 'PR9 9QQ/1']).map(all => new Set(all))
  const cause = fc.record({ kind: fc.constant('domestic abuse' as const), day, knownPlaces: known })
  const home = fc.record({ place, knownSince: day, isLive: fc.boolean(), isCleared: fc.boolean() })
  const heldBy = (...args: Parameters<typeof protectiveHold.holds>) =>
    protectiveHold.holds(...args).map(one => one.place)
  fc.assert(
    fc.property(fc.array(cause), cause, fc.array(home), (causes, further, homes) => {
      const held = heldBy(causes, homes)
      assert.ok(held.every(one => heldBy([...causes, further], homes).includes(one)))
      const cleared = homes.map(one => ({ ...one, isCleared: one.isCleared || one.place === 'PR9 9QQ/1' }))
      assert.deepEqual(
        heldBy(causes, cleared),
        held.filter(one => one !== 'PR9 9QQ/1'),
      )
    }),
  )
})

function tenant(identity: string, more: Partial<Tenant> = {}): Tenant {
  return { household: 'h', identity, isPartner: false, until: undefined, place: 'PR1 2AB/14', ...more }
}

test('a household splits when a partner leaves and somebody stays, and not when a grown-up child leaves or all move', () => {
  const leaves = { isPartner: true, until: '2026-08-30' }
  const split = splitsOf([tenant('a', { isPartner: true }), tenant('b', leaves), tenant('c')])
  assert.deepEqual(
    split.map(({ identity, kind, day, place }) => [identity, kind, day, place]),
    ['a', 'b', 'c'].map(one => [one, 'household split', '2026-08-30', 'PR1 2AB/14']),
  )
  assert.deepEqual(splitsOf([tenant('a', { isPartner: true }), tenant('c', { until: '2026-08-30' })]), [])
  assert.deepEqual(splitsOf([tenant('a', leaves), tenant('c', { until: '2026-08-30' })]), [])
  assert.deepEqual(splitsOf([tenant('a', leaves), tenant('x', { household: 'other' })]), [])
})

test('a cause concerns those at home: the mother, a brother by her, who lives with them, and not a father elsewhere', () => {
  const people = ['child', 'mother', 'brother', 'father', 'grandmother', 'lodger', 'stranger']
  const tie = (subject: string, object: string, type: string, livesWith: boolean) => ({
    subject,
    object,
    type,
    livesWith,
  })
  const at = (id: string, addressLine: string) => ({
    id,
    source: 's',
    addressLine,
    postcode: addressLine === '' ? undefined : 'PR1 2AB',
  })
  const households = householdsOf(
    [
      {
        identity: 'child',
        kind: 'domestic abuse',
        day: '2026-11-18',
        place: undefined,
        concernsHousehold: true,
      },
    ],
    {
      personOf: new Map(people.map(one => [one, one])),
      ties: [
        tie('child', 'mother', 'mother', false),
        tie('brother', 'mother', 'mother', false),
        tie('child', 'father', 'father', false),
        tie('child', 'household/1', 'child', true),
        tie('lodger', 'household/1', 'member of the household', true),
      ],
      links: [at('child', '1 New Road'), at('grandmother', '1 New Road'), at('stranger', '2 New Road')],
    },
  )
  assert.deepEqual([...(households.get('child') ?? [])].toSorted(), [
    'brother',
    'child',
    'grandmother',
    'lodger',
    'mother',
  ])
})
