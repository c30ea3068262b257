import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assignPersons } from './assign-persons.ts'
import type { PersonRow } from './membership-store.ts'

const person = (personId: string, anchor: string): PersonRow => ({
  personId,
  anchor,
  recordedAt: new Date(0),
})
const newId = (anchor: string) => `person of ${anchor}`

test('a merge keeps the older id and the other resolves to it', () => {
  const { groups } = assignPersons(
    new Map([
      ['a', 'a'],
      ['b', 'a'],
    ]),
    new Map([
      ['a', 'P1'],
      ['b', 'P2'],
    ]),
    [person('P2', 'b'), person('P1', 'a')],
    newId,
  )
  assert.deepEqual(groups, [
    { personId: 'P2', anchor: 'b', isNew: false, size: 2, moves: ['a'], absorbed: ['P1'] },
  ])
})

test('a split leaves the id with the part that holds its anchor', () => {
  const { groups } = assignPersons(
    new Map([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'b'],
    ]),
    new Map([
      ['a', 'P1'],
      ['b', 'P1'],
      ['c', 'P1'],
    ]),
    [person('P1', 'a')],
    newId,
  )
  assert.deepEqual(
    groups.map(g => [g.personId, g.moves]),
    [['person of b', ['b', 'c']]],
  )
})

test('a person that nothing touched never changes', () => {
  const clusters = new Map([
    ['a', 'a'],
    ['b', 'a'],
  ])
  const current = new Map([
    ['a', 'P1'],
    ['b', 'P1'],
  ])
  assert.deepEqual(assignPersons(clusters, current, [person('P1', 'b')], newId).groups, [])
})

test('a person whose anchor no source holds any more keeps the id with the most of its records', () => {
  const { groups } = assignPersons(
    new Map([
      ['b', 'b'],
      ['c', 'b'],
      ['d', 'd'],
    ]),
    new Map([
      ['b', 'P1'],
      ['c', 'P1'],
      ['d', 'P1'],
    ]),
    [person('P1', 'a')],
    newId,
  )
  assert.deepEqual(
    groups.map(g => [g.personId, g.moves]),
    [['person of d', ['d']]],
  )
})

test('assigning twice changes nothing the second time, and no two clusters share a person', () => {
  const anyClusters = fc.dictionary(fc.constantFrom(...'abcdefgh'), fc.constantFrom(...'uvwxyz'))
  fc.assert(
    fc.property(anyClusters, anyClusters, (before, after) => {
      const current = new Map<string, string>()
      const persons: PersonRow[] = []
      for (const state of [before, after]) {
        const clusters = new Map(Object.entries(state))
        const { groups } = assignPersons(clusters, current, persons, newId)
        for (const group of groups) {
          if (group.isNew) persons.push(person(group.personId, group.anchor))
          for (const identity of group.moves) current.set(identity, group.personId)
        }
        for (const [x, kx] of clusters)
          for (const [y, ky] of clusters) assert.equal(current.get(x) === current.get(y), kx === ky)
        const gone = [...current.keys()].filter(identity => !clusters.has(identity))
        for (const identity of gone) current.delete(identity)
        assert.deepEqual(assignPersons(clusters, current, persons, newId).groups, [])
      }
    }),
  )
})
