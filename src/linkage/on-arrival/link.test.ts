import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { blockingKeys, type LinkResult, linkBatch, linkOne } from './link.ts'
import { defaultModel } from './model.ts'
import type { LinkRecord, Override } from './record.ts'

const model = defaultModel()
const NHS = ['9434765870', '9434765919']
const UPNS = ['B801200005001', 'X888400125001']

/** Records from few values, so that equal, near and contradictory ones meet all the time. */
const person = fc.record(
  {
    source: fc.constantFrom('school', 'care', 'health'),
    given: fc.constantFrom('Aisha', 'Ayesha', 'Hassan', 'Hussain', 'Baby', 'Zara'),
    family: fc.constantFrom('Khan', 'Kahn', 'Smith'),
    birthDate: fc.constantFrom('2015-04-03', '2015-03-04', '2018-11-20', '1900-01-01'),
    sex: fc.constantFrom('male' as const, 'female' as const),
    addressLine: fc.constantFrom('12 High Street', '7 Mill Lane'),
    postcode: fc.constantFrom('PR1 2AB', 'BB11 1AA'),
    phone: fc.constantFrom('07700900123', '07700900124'),
    nhsNumber: fc.constantFrom(...NHS),
    upn: fc.constantFrom(...UPNS),
    sealGroup: fc.constantFrom('sealed-1', 'sealed-2'),
    stage: fc.constantFrom('child' as const, 'adult' as const),
  },
  { requiredKeys: ['source'] },
)
const people: fc.Arbitrary<LinkRecord[]> = fc
  .array(person, { minLength: 1, maxLength: 14 })
  .map(rows => rows.map((row, position) => ({ ...row, id: `r${String(position).padStart(2, '0')}` })))
const overrides: fc.Arbitrary<Override[]> = fc.array(
  fc
    .record({ kind: fc.constantFrom('same' as const, 'different' as const), x: fc.nat(13), y: fc.nat(13) })
    .filter(({ x, y }) => x !== y)
    .map(({ kind, x, y }) => ({
      kind,
      a: `r${String(x).padStart(2, '0')}`,
      b: `r${String(y).padStart(2, '0')}`,
    })),
  { maxLength: 4 },
)

const runs = { numRuns: Number(process.env['PROVE_N'] ?? 1) * 300 }

const asPlain = (result: LinkResult): unknown => ({ ...result, clusters: [...result.clusters] })
const membersOf = (result: LinkResult, records: LinkRecord[]): LinkRecord[][] => [
  ...Map.groupBy(records, ({ id }) => result.clusters.get(id)).values(),
]

test('the order in which records and decisions come changes nothing', () => {
  fc.assert(
    fc.property(people, overrides, fc.infiniteStream(fc.nat()), (records, decided, keys) => {
      const shuffled = records
        .map(record => ({ record, key: keys.next().value }))
        .toSorted((a, b) => a.key - b.key)
      const again = linkBatch(
        shuffled.map(({ record }) => record),
        model,
        decided.toReversed(),
      )
      assert.deepEqual(asPlain(again), asPlain(linkBatch(records, model, decided)))
    }),
    runs,
  )
})

test('the engine never joins two different valid NHS numbers or UPNs', () => {
  fc.assert(
    fc.property(people, records => {
      for (const members of membersOf(linkBatch(records, model), records)) {
        for (const field of ['nhsNumber', 'upn'] as const) {
          const numbers = new Set(members.map(member => member[field]).filter(Boolean))
          assert.ok(numbers.size <= 1, `${field} of ${members.map(({ id }) => id).join()}`)
        }
      }
    }),
    runs,
  )
})

test('no record of a seal meets one outside: no key, no link, no review, no cluster, whatever people decide', () => {
  fc.assert(
    fc.property(people, overrides, (records, decided) => {
      const seal = new Map(records.map(record => [record.id, record.sealGroup ?? '']))
      const result = linkBatch(records, model, decided)
      for (const { a, b } of [...result.links, ...result.reviews]) assert.equal(seal.get(a), seal.get(b))
      for (const [id, key] of result.clusters) assert.equal(seal.get(id), seal.get(key))
      const keys = records.map(record => new Set(blockingKeys(record, model)))
      for (const [i, one] of records.entries())
        for (const [j, other] of records.entries())
          if (seal.get(one.id) !== seal.get(other.id))
            assert.ok(keys[i]?.isDisjointFrom(keys[j] ?? new Set()))
    }),
    runs,
  )
})

test('every decision of people is carried out, or handed back with the reason', () => {
  fc.assert(
    fc.property(people, overrides, (records, decided) => {
      const result = linkBatch(records, model, decided)
      const held = new Set(result.heldOverrides.map(({ kind, a, b }) => [kind, a, b].join()))
      for (const { kind, a, b } of decided) {
        if (held.has([kind, a, b].join())) continue
        assert.equal(result.clusters.get(a) === result.clusters.get(b), kind === 'same', `${kind} ${a} ${b}`)
      }
    }),
    runs,
  )
})

test('one record against its candidates gets the scores of the batch, in any order of arrival', () => {
  fc.assert(
    fc.property(people, records => {
      const batch = new Map(linkBatch(records, model).links.map(link => [`${link.a} ${link.b}`, link.bits]))
      const arrived: LinkRecord[] = []
      const scores = new Map<string, number>()
      for (const record of records.toReversed()) {
        for (const { a, b, bits } of linkOne(record, arrived, model).scores) scores.set(`${a} ${b}`, bits)
        arrived.push(record)
      }
      for (const [pair, bits] of batch) assert.equal(scores.get(pair), bits, pair)
      const [last] = records
      if (last)
        assert.deepEqual(
          linkOne(last, arrived.slice(0, -1), model).clusters,
          linkBatch(records, model).clusters,
        )
    }),
    runs,
  )
})

test('the key of a cluster is the smallest id among its members', () => {
  fc.assert(
    fc.property(people, records => {
      for (const [id, key] of linkBatch(records, model).clusters) assert.ok(key <= id)
    }),
    runs,
  )
})

const child = (id: string, more: Partial<LinkRecord> = {}): LinkRecord => ({
  id,
  source: `source-${id}`,
  given: 'Aisha',
  family: 'Khan',
  birthDate: '2015-04-23',
  sex: 'female',
  addressLine: '12 High Street',
  postcode: 'PR1 2AB',
  ...more,
})

test('a contradiction between people goes to review, and neither side wins meanwhile', () => {
  const records = [child('a'), child('b'), child('c')]
  const result = linkBatch(records, model, [
    { kind: 'same', a: 'a', b: 'b' },
    { kind: 'same', a: 'b', b: 'c' },
    { kind: 'different', a: 'a', b: 'c' },
  ])
  assert.equal(new Set(result.clusters.values()).size, 3)
  assert.deepEqual(result.reviews.map(({ a, b, reason }) => `${a}${b} ${reason}`).toSorted(), [
    'ab contradiction',
    'ac contradiction',
    'bc contradiction',
  ])
  assert.equal(result.heldOverrides.length, 3)
})

test('people may join two NHS numbers, and the engine adds no third', () => {
  const records = [
    child('a', { nhsNumber: NHS[0] }),
    child('b', { nhsNumber: NHS[1] }),
    child('c', { nhsNumber: '9990000018' }),
    child('d'),
  ]
  const result = linkBatch(records, model, [{ kind: 'same', a: 'a', b: 'b' }])
  assert.equal(result.clusters.get('a'), result.clusters.get('b'))
  assert.notEqual(result.clusters.get('a'), result.clusters.get('c'))
})

test('what people keep apart is not asked again', () => {
  const records = [child('a'), child('b')]
  const result = linkBatch(records, model, [{ kind: 'different', a: 'a', b: 'b' }])
  assert.deepEqual([...result.clusters.values()], ['a', 'b'])
  assert.deepEqual(result.reviews, [])
})

test('a block above the cap gives no pair and is reported, in any order of records', () => {
  const small = { ...model, blocking: { rules: ['birthDate'], cap: 3 } }
  const records = ['a', 'b', 'c', 'd'].map(id => child(id))
  for (const order of [records, records.toReversed()]) {
    const result = linkBatch(order, small)
    assert.deepEqual(result.caps, [{ key: 'birthDate:2015-04-23', records: 4 }])
    assert.deepEqual(result.links, [])
  }
})

test('two records with one id are refused', () => {
  assert.throws(() => linkBatch([child('a'), child('a')], model), /unique/)
})

test('an empty county and a record that says nothing link nobody', () => {
  assert.equal(linkBatch([], model).clusters.size, 0)
  const nothing = linkBatch(
    [
      { id: 'a', source: 's' },
      { id: 'b', source: 't' },
    ],
    model,
  )
  assert.equal(new Set(nothing.clusters.values()).size, 2)
})
