import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { HANDLING } from '../feeds/sections.ts'
import { type CategoryFacts, decide } from './decide.ts'
import { type Fact, type FactName, type Facts, type Grant, known, none, unknown } from './facts.ts'
import { type Rule, rule } from './rule.ts'
import { rules } from './rules.ts'

const RUNS = Number(process.env['PROVE_N'] ?? 1) * 3000

for (const each of rules) {
  for (const example of each.examples) {
    test(`${each.name}: ${example.given} is ${example.refuses ? 'refused' : 'not refused'}`, () => {
      assert.deepEqual(Object.keys(example.facts).sort(), [...each.reads].sort())
      assert.equal(each.refuses(example.facts as never), example.refuses)
    })
  }
  test(`${each.name} says what it is for, where it comes from and what to do`, () => {
    assert.match(each.says, /\.$/)
    assert.ok(each.source.length > 10 && each.remedy.length > 10)
    assert.ok(each.examples.some(e => e.refuses) && each.examples.some(e => !e.refuses))
  })
}

const anyGrant: fc.Arbitrary<Grant> = fc.record({
  agreementId: fc.constantFrom('early-help-network', 'safeguarding-network'),
  version: fc.integer({ min: 1, max: 3 }),
  title: fc.constant('An agreement'),
  endsBefore: fc.constant('2027-04-01'),
  tier: fc.constantFrom('existence', 'headline', 'content'),
  terms: fc.constantFrom([1], [1, 2]),
  isOwn: fc.boolean(),
  gateway: fc.record({
    id: fc.constant('ca-2004-s10'),
    statute: fc.constant('Children Act 2004'),
    section: fc.constant('s.10'),
    tier: fc.constantFrom('existence', 'headline', 'content'),
    subjects: fc.constantFrom([{ role: 'child' as const, ageMax: 17 }], [{ role: 'adult' as const }], []),
    deniesCategory: fc.boolean(),
  }),
})

function fact<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Fact<T>> {
  return fc.oneof(
    { weight: 8, arbitrary: value.map(known) },
    { weight: 1, arbitrary: fc.constant(none) },
    { weight: 1, arbitrary: fc.constant(unknown) },
  )
}

const anyFacts: fc.Arbitrary<CategoryFacts> = fc.record({
  purpose: fact(
    fc.record({
      id: fc.constantFrom('caseload', 'new-referral'),
      name: fc.constant('A purpose'),
      kind: fc.constantFrom('own-work', 'front-door', 'oversight'),
      wholeFamily: fc.boolean(),
      needsChildReason: fc.boolean(),
      roleMayUse: fc.boolean(),
    }),
  ),
  role: fact(
    fc.record({
      id: fc.constantFrom('health-visitor', 'mash-worker'),
      name: fc.constant('A role'),
      frontDoor: fc.boolean(),
    }),
  ),
  asked: fact(fc.boolean()),
  roleTier: fact(fc.constantFrom('existence', 'headline', 'content')),
  category: fact(
    fc.record({
      id: fc.constantFrom('address', 'school', 'placement-address', 'adult-services'),
      name: fc.constant('A category'),
      sensitive: fc.boolean(),
    }),
  ),
  grants: fact(fc.array(anyGrant, { maxLength: 3 })),
  subject: fact(
    fc.record({
      role: fc.constantFrom('child', 'adult'),
      age: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
      parentOrCarer: fc.boolean(),
      meets: fc.subarray(['care leaver']),
    }),
  ),
  relationship: fact(
    fc.record({
      kind: fc.constantFrom('own', 'team', 'roll', 'family'),
      endedDaysAgo: fc.integer({ min: 0, max: 60 }),
    }),
  ),
  protections: fact(
    fc.array(
      fc.record({
        kind: fc.constantFrom(
          'confidential-address',
          'protective-hold',
          'restricted-record',
          'sealed-identity',
        ),
        namedRoles: fc.subarray(['health-visitor', 'mash-worker']),
      }),
      { maxLength: 2 },
    ),
  ),
  sensitiveBasis: fact(fc.constantFrom('yes', 'harm test')),
  handling: fact(fc.subarray([...HANDLING])),
  tier: fact(fc.constantFrom('existence', 'headline', 'content')),
})

test('law 1, default deny: without a live agreement row nothing is allowed, whatever the rules say', () => {
  fc.assert(
    fc.property(anyFacts, fc.constantFrom(none, unknown, known([])), (facts, grants) => {
      assert.equal(decide({ ...facts, grants }).allowed, false)
      assert.equal(decide({ ...facts, grants }, []).allowed, false)
    }),
    { numRuns: RUNS },
  )
})

test('law 2, a refusal trumps: one rule that always refuses refuses everything', () => {
  const never = testRule('never', () => true)
  fc.assert(
    fc.property(anyFacts, facts => assert.equal(decide(facts, [...rules, never]).allowed, false)),
    { numRuns: RUNS },
  )
})

test('law 3, adding a rule never widens: what fewer rules refuse for a row, more rules refuse too', () => {
  fc.assert(
    fc.property(anyFacts, fc.subarray([...rules]), (facts, fewer) => {
      const wide = decide(facts, fewer)
      const narrow = decide(facts, rules)
      if (!narrow.allowed) return
      assert.ok(wide.allowed)
      for (const permission of narrow.permissions)
        assert.ok(wide.permissions.some(other => other.grant === permission.grant))
    }),
    { numRuns: RUNS },
  )
})

test('law 4, order does not matter', () => {
  fc.assert(
    fc.property(anyFacts, fc.shuffledSubarray([...rules], { minLength: rules.length }), (facts, shuffled) => {
      const a = decide(facts)
      const b = decide(facts, shuffled)
      assert.equal(a.allowed, b.allowed)
      if (a.allowed && b.allowed) assert.deepEqual(a, b)
      if (!a.allowed && !b.allowed)
        assert.deepEqual(a.refusals.map(r => r.rule).sort(), b.refusals.map(r => r.rule).sort())
    }),
    { numRuns: RUNS },
  )
})

const ALLOWED: CategoryFacts = {
  purpose: known({
    id: 'caseload',
    name: 'Family on my caseload',
    kind: 'own-work',
    wholeFamily: true,
    needsChildReason: false,
    roleMayUse: true,
  }),
  role: known({ id: 'health-visitor', name: 'Health visitor', frontDoor: false }),
  asked: known(true),
  roleTier: known('headline'),
  category: known({ id: 'school', name: 'School', sensitive: false }),
  grants: known([
    {
      agreementId: 'early-help-network',
      version: 3,
      title: 'Early help network',
      endsBefore: '2027-04-01',
      tier: 'headline',
      terms: [1],
      isOwn: false,
      gateway: {
        id: 'ca-2004-s10',
        statute: 'Children Act 2004',
        section: 's.10',
        tier: 'headline',
        subjects: [{ role: 'child', ageMax: 17 }],
        deniesCategory: false,
      },
    },
  ]),
  subject: known({ role: 'child', age: 3, parentOrCarer: false, meets: [] }),
  relationship: known({ kind: 'own', endedDaysAgo: 0 }),
  protections: none,
  sensitiveBasis: none,
  handling: none,
  tier: known('headline'),
}

test('a health visitor sees the school of a child on her caseload', () => {
  assert.equal(decide(ALLOWED).allowed, true)
})

test('an unknown fact refuses: each fact in turn', () => {
  const names: (FactName | 'grants')[] = [
    ...new Set(rules.flatMap(r => r.reads.map(f => (f === 'grant' ? ('grants' as const) : f)))),
  ]
  for (const name of names) {
    const decision = decide({ ...ALLOWED, [name]: unknown })
    assert.equal(decision.allowed, false, name)
    if (!decision.allowed)
      assert.ok(
        decision.refusals.some(r => r.unknown !== undefined),
        name,
      )
  }
})

test('a rule that throws refuses', () => {
  const broken = testRule('broken', () => {
    throw new Error('bug')
  })
  assert.equal(decide(ALLOWED, [...rules, broken]).allowed, false)
})

test('a rule sees no fact that it does not declare', () => {
  let seen: string[] = []
  const curious = testRule('curious', facts => {
    seen = Object.keys(facts)
    return false
  })
  decide(ALLOWED, [curious])
  assert.deepEqual(seen, ['purpose'])
})

test('every refusal carries its reasons in words', () => {
  fc.assert(
    fc.property(anyFacts, facts => {
      const decision = decide(facts)
      if (decision.allowed) return
      assert.ok(decision.refusals.length > 0)
      for (const refusal of decision.refusals)
        assert.ok(refusal.says.length > 10 && refusal.remedy.length > 10)
    }),
    { numRuns: RUNS },
  )
})

function testRule(name: string, refuses: (facts: Partial<Facts>) => boolean): Rule {
  return rule({
    name,
    says: 'A rule of this test.',
    source: 'This test',
    reads: ['purpose'],
    curable: false,
    remedy: 'None is needed.',
    refuses: facts => refuses(facts as unknown as Partial<Facts>),
    examples: [],
  })
}
