import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Decision } from './decide.ts'
import type { FeedStatus } from './feed-status.ts'
import { type PanelInput, settlePanel } from './panels.ts'

const ALLOWED: Decision = { allowed: true, permissions: [], tier: 'headline' }
const base: PanelInput = {
  category: {
    id: 'health-visiting',
    name: 'Health visiting',
    coverageSays: 'This service stops at school age.',
    ageFrom: 0,
    ageTo: 5,
  },
  decision: ALLOWED,
  age: 3,
  feed: { newest: '2026-11-20', oldest: '2026-11-20', partners: 1, inTime: 1, outOfDate: undefined },
  involved: false,
  possible: false,
  ring: 'Ring the team, 01632 960 100.',
}

function outOfDate(more: { day?: string; heldDay?: string }): FeedStatus {
  const what = { day: undefined, heldDay: undefined, partnerId: undefined, ...more }
  return { newest: undefined, oldest: undefined, partners: 1, inTime: 0, outOfDate: what }
}

function refusedBy(rule: string): Decision {
  return { allowed: false, refusals: [{ rule, says: 'Because.', remedy: 'Ring.', curable: false }] }
}

test('rule 3, absence is typed: each of the seven states is reached, and in their order', () => {
  const state = (change: Partial<PanelInput>) => settlePanel({ ...base, ...change }).state
  assert.equal(state({ decision: refusedBy('role-may-see') }), 'not permitted')
  assert.equal(state({ decision: refusedBy('purpose-asks') }), 'not asked')
  assert.equal(state({ age: 11, involved: true }), 'not covered')
  assert.equal(state({ feed: outOfDate({}) }), 'stale or unavailable')
  assert.equal(state({ feed: outOfDate({ day: '2026-09-03' }), involved: true }), 'stale or unavailable')
  assert.equal(state({ involved: true, possible: true }), 'involved')
  assert.equal(state({ possible: true }), 'possible record, not confirmed')
  assert.equal(state({}), 'no record matched')
})

test('rule 3, “not permitted” is constant: it does not change with anything that depends on a record', () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.boolean(),
      fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
      fc.option(fc.constantFrom('2026-11-20', '2020-01-01'), { nil: undefined }),
      (involved, possible, age, newest) => {
        const decision = refusedBy('agreement-live')
        const feed = newest === '2020-01-01' ? outOfDate({ day: newest }) : { ...base.feed, newest }
        assert.deepEqual(
          settlePanel({ ...base, decision, involved, possible, age, feed }),
          settlePanel({ ...base, decision }),
        )
      },
    ),
  )
})

test('rule 3, absence never claims more than is known: it names the day and the share of partners', () => {
  const says = settlePanel({
    ...base,
    feed: { newest: '2026-11-20', oldest: '2026-11-16', partners: 40, inTime: 38, outOfDate: undefined },
  }).says
  assert.match(says, /16 November 2026/)
  assert.match(says, /38 of 40/)
  assert.doesNotMatch(says, /not known/i)
})

test('a file that is late or being checked is told by its day, with the partner whose it is and its number', () => {
  const says = (more: { day?: string; heldDay?: string }, coveredBy?: { name: string; phone: string }) =>
    settlePanel({ ...base, feed: outOfDate(more), coveredBy }).says
  const school = { name: 'Moor Nook Primary', phone: '01632 960 144' }
  assert.equal(says({}), 'No file has been received. Ring the team, 01632 960 100.')
  assert.equal(
    says({ day: '2026-09-03' }, school),
    'The last file of Moor Nook Primary is of 3 September 2026. Ring Moor Nook Primary, 01632 960 144.',
  )
  assert.equal(
    says({ day: '2026-11-14', heldDay: '2026-11-21' }),
    'A file with data to 21 November 2026 is being checked. What is shown is of 14 November 2026. Ring the team, 01632 960 100.',
  )
  assert.match(says({ heldDay: '2026-11-21' }), /is being checked\. Nothing older is shown\./)
})
