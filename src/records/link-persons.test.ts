import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { openScorer } from '../linkage/library.ts'
import {
  type Linking,
  type LinkRecord,
  linkPersons,
  rawOf,
  SERVICE_MODEL,
  type StandingDecision,
} from './link-persons.ts'
import { shippedModel } from './shipped-model.ts'

const model = shippedModel()
const scorer = openScorer(model)
const keysOf = (record: LinkRecord): string[] =>
  scorer.keysOf(rawOf(record)).map(({ rule, key }) => `${rule}:${key}`)
const NHS = ['9434765870', '9434765919']
const UPNS = ['B801200005001', 'X888400125001']

/** Records from few values, so that equal, near and contradictory ones meet all the time. */
const person = fc.record(
  {
    source: fc.constantFrom('school', 'care', 'health'),
    given: fc.constantFrom('Aisha', 'Ayesha', 'Hassan', 'Hussain', 'Baby', 'Zara', 'Line\nbreak "and, all'),
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
const decisions: fc.Arbitrary<StandingDecision[]> = fc.array(
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

const runs = { numRuns: Number(process.env['PROVE_N'] ?? 1) * 60 }

const membersOf = ({ personOf }: Linking, records: LinkRecord[]): LinkRecord[][] => [
  ...Map.groupBy(records, ({ id }) => personOf.get(id)).values(),
]
const inOrder = ({ personOf, strongest, ...others }: Linking): unknown => ({
  ...others,
  personOf: [...personOf].toSorted(),
  strongest: [...strongest].toSorted(),
})

test('the order in which records and decisions come changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(people, decisions, fc.infiniteStream(fc.nat()), async (records, decided, keys) => {
      const shuffled = records
        .map(record => ({ record, key: keys.next().value }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ record }) => record)
      assert.deepEqual(
        inOrder(await linkPersons(shuffled, model, decided.toReversed())),
        inOrder(await linkPersons(records, model, decided)),
      )
    }),
    runs,
  )
})

test('the engine never joins two different valid NHS numbers or UPNs', async () => {
  await fc.assert(
    fc.asyncProperty(people, async records => {
      for (const members of membersOf(await linkPersons(records, model), records)) {
        for (const field of ['nhsNumber', 'upn'] as const) {
          const numbers = new Set(members.map(member => member[field]).filter(Boolean))
          assert.ok(numbers.size <= 1, `${field} of ${members.map(({ id }) => id).join()}`)
        }
      }
    }),
    runs,
  )
})

test('no record of a seal meets one outside: no key, no review, no person, whatever people decide', async () => {
  await fc.assert(
    fc.asyncProperty(people, decisions, async (records, decided) => {
      const seal = new Map(records.map(record => [record.id, record.sealGroup ?? '']))
      const { personOf, reviews } = await linkPersons(records, model, decided)
      for (const { a, b } of reviews) assert.equal(seal.get(a), seal.get(b))
      for (const [id, key] of personOf) assert.equal(seal.get(id), seal.get(key))
      const keys = records.map(record => new Set(keysOf(record)))
      for (const [i, one] of records.entries())
        for (const [j, other] of records.entries())
          if (seal.get(one.id) !== seal.get(other.id))
            assert.ok(keys[i]?.isDisjointFrom(keys[j] ?? new Set()))
    }),
    runs,
  )
})

test('every decision of people is carried out, or handed back with the reason', async () => {
  await fc.assert(
    fc.asyncProperty(people, decisions, async (records, decided) => {
      const { personOf, held } = await linkPersons(records, model, decided)
      const notCarriedOut = new Set(held.map(({ kind, a, b }) => [kind, a, b].join()))
      for (const { kind, a, b } of decided) {
        if (notCarriedOut.has([kind, a, b].join())) continue
        assert.equal(personOf.get(a) === personOf.get(b), kind === 'same', `${kind} ${a} ${b}`)
      }
    }),
    runs,
  )
})

test('a person is called by the smallest of their identities, and records linked by the engine share a key', async () => {
  await fc.assert(
    fc.asyncProperty(people, async records => {
      const linking = await linkPersons(records, model)
      for (const [id, key] of linking.personOf) assert.ok(key <= id)
      for (const members of membersOf(linking, records)) {
        for (const one of members) {
          const others = members.filter(other => other !== one)
          const keys = new Set(keysOf(one))
          assert.ok(others.length === 0 || others.some(other => keysOf(other).some(key => keys.has(key))))
        }
      }
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
const reasonsOf = ({ reviews }: Linking): string[] =>
  reviews.map(({ a, b, reason }) => `${a}${b} ${reason}`).toSorted()

test('a contradiction between people goes to review, and neither side wins meanwhile', async () => {
  const linking = await linkPersons([child('a'), child('b'), child('c')], model, [
    { kind: 'same', a: 'a', b: 'b' },
    { kind: 'same', a: 'b', b: 'c' },
    { kind: 'different', a: 'a', b: 'c' },
  ])
  assert.equal(new Set(linking.personOf.values()).size, 3)
  assert.deepEqual(reasonsOf(linking), ['ab contradiction', 'ac contradiction', 'bc contradiction'])
  assert.equal(linking.held.length, 3)
})

test('people may join two NHS numbers, and the engine adds no third', async () => {
  const records = [
    child('a', { nhsNumber: NHS[0] }),
    child('b', { nhsNumber: NHS[1] }),
    child('c', { nhsNumber: '9990000018' }),
    child('d', { nhsNumber: NHS[1] }),
  ]
  const { personOf } = await linkPersons(records, model, [{ kind: 'same', a: 'a', b: 'b' }])
  assert.equal(personOf.get('a'), personOf.get('b'))
  assert.equal(personOf.get('a'), personOf.get('d'))
  assert.notEqual(personOf.get('a'), personOf.get('c'))
})

test('what people keep apart is not asked again, and withdrawing the decision gives the state before it', async () => {
  const records = [child('a'), child('b')]
  const apart = await linkPersons(records, model, [{ kind: 'different', a: 'a', b: 'b' }])
  assert.deepEqual([...apart.personOf.values()].toSorted(), ['a', 'b'])
  assert.deepEqual(apart.reviews, [])
  assert.equal((await linkPersons(records, model)).personOf.get('b'), 'a')
})

test('a decision across a seal, or about a record that is gone, is handed back', async () => {
  const { held } = await linkPersons([child('a'), child('b', { sealGroup: 'adopted' })], model, [
    { kind: 'same', a: 'a', b: 'b' },
    { kind: 'different', a: 'a', b: 'z' },
  ])
  assert.deepEqual(held.map(({ why }) => why).toSorted(), ['sealed', 'unknownRecord'])
})

test('a review says what agrees, the strongest first, and why nobody joined them; no number is quoted', async () => {
  const [review] = (
    await linkPersons(
      [child('a', { nhsNumber: NHS[0] }), child('b', { nhsNumber: NHS[1], family: 'Kahn' })],
      model,
    )
  ).reviews
  assert.ok(review)
  assert.equal(review.reason, 'identifiersDiffer')
  assert.ok(review.words.includes('Same date of birth.'))
  assert.ok(review.words.includes('Same home.'))
  assert.ok(review.words.some(words => words.includes('Khan, Kahn')))
  assert.equal(review.words.at(-1), 'Two different valid numbers are never joined by the engine.')
  assert.ok(!review.words.join(' ').includes(NHS[0]!.slice(0, 6)))
})

test('the name somebody goes by finds the record that has it', async () => {
  const kemi = child('b', { given: 'Kemi', family: 'Adeyemi' })
  const joins = async (otherNames: string[]): Promise<boolean> => {
    const { personOf } = await linkPersons([child('a', { given: 'Oluwadamilola', otherNames }), kemi], model)
    return personOf.get('b') === 'a'
  }
  assert.equal(await joins(['Kemi Adeyemi']), true)
  assert.equal(await joins([]), false)
})

test('a trained model learns nothing from the records at hand: a pair is decided as it is by itself', async () => {
  const pair = [child('a'), child('b', { family: 'Kahn' })]
  const crowd = Array.from({ length: 60 }, (_, at) =>
    child(`c${at}`, { birthDate: `19${10 + at}-02-03`, postcode: `LA${1 + (at % 9)} 1AA`, phone: undefined }),
  )
  const [alone, among] = [await linkPersons(pair, model), await linkPersons([...pair, ...crowd], model)]
  assert.equal(alone.personOf.get('b'), 'a')
  assert.equal(among.personOf.get('b'), 'a')
  assert.equal(among.strongest.get('a'), alone.strongest.get('a'))
})

test('an empty county and a record that says nothing link nobody', async () => {
  assert.equal((await linkPersons([], model)).personOf.size, 0)
  const nothing = await linkPersons(
    [
      { id: 'a', source: 's' },
      { id: 'b', source: 't' },
    ],
    model,
  )
  assert.equal(new Set(nothing.personOf.values()).size, 2)
})

test('the model that ships is of the service’s columns and thresholds', () => {
  assert.deepEqual(model.columns, SERVICE_MODEL.columns)
  assert.deepEqual(model.thresholds, SERVICE_MODEL.thresholds)
  assert.equal(model.adultsBornBefore, SERVICE_MODEL.adultsBornBefore)
  assert.ok(model.stories.hasHouseholds)
})
