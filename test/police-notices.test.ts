import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { discloseChild } from '../src/access/child-view.ts'
import { find } from '../src/access/find.ts'
import { parseQuery } from '../src/access/query.ts'
import { conditionsOf } from '../src/feeds/conditions.ts'
import { deliver } from '../src/feeds/deliver.ts'
import { sourceOfTexts } from '../src/feeds/fixtures.ts'
import { type Content, HANDLING } from '../src/feeds/sections.ts'
import { takeIn } from '../src/records/take-in.ts'
import { openCounty, shown } from './open-county.ts'

const { county, asha, ruth, priya, joanne, storyPerson } = await openCounty()
const { database } = county
const robert = await county.who('robert.shaw')
const WORRIED = 'safeguarding-concern'
const amira = await storyPerson('near-twins', 'lancs-health-visiting')
const said = await childRow(amira)

/** A child as the police would write them down. */
async function childRow(personId: string) {
  const { rows } = await database.owner.query(
    `select l.content from feeds.live_record l join records.current_member m on m.identity = l.subject
     where m.person_id = $1 and l.contract = 'health-visiting/1'`,
    [personId],
  )
  const { identity, address } = rows[0].content as Content
  return {
    given_name: identity?.givenName ?? '',
    family_name: identity?.familyName ?? '',
    birth_date: identity?.birthDate ?? '',
    address_line: address?.line ?? '',
    postcode: address?.postcode ?? '',
  }
}

const HEADER =
  'notice_ref,event_type,event_at,reported_at,place_district,given_name,family_name,birth_date,sex,address_line,postcode,child_present,child_voice,headline,school_name,officer_id,officer_contact,handling,released_for_notice'
const ORDINARY = {
  notice_ref: 'LP1',
  event_type: 'missing',
  event_at: '2026-11-18T21:40:00Z',
  headline: 'Not home from school',
  officer_contact: '01632 960471',
  released_for_notice: 'Y',
}
let instants = 0

/** Each delivery is a minute later than the one before. */
const later = () => new Date(Date.parse('2026-11-21T08:00:00Z') + 60_000 * instants++).toISOString()

const send = async (row: Record<string, string>) => await sendAsOf(later(), [row])

async function sendAsOf(asOf: string, rows: Record<string, string>[]): Promise<void> {
  const cells = rows.map(row => {
    const full: Record<string, string> = { ...ORDINARY, ...row }
    return HEADER.split(',').map(name => `"${full[name] ?? ''}"`)
  })
  const text = [HEADER, ...cells.map(row => row.join(',')), ''].join('\n')
  const manifest = { partner: 'lancs-police', contract: 'police-notice/1', asOf }
  const outcome = await deliver(database, sourceOfTexts({ 'notices.csv': text }, manifest))
  assert.equal(outcome.outcome, 'published', JSON.stringify(outcome))
}

async function panel(who: typeof asha, purpose = WORRIED) {
  const answer = await discloseChild(database, who, purpose, amira, 'a reason of this test')
  const found = shown(answer).panels.find(one => one.categoryId === 'police-notices')
  assert.ok(found && answer.outcome === 'disclosed')
  const refs = found.notices.map(notice => notice.detail)
  return { state: found.state, says: found.says, refs, notices: found.notices, receipt: answer.receipt }
}

test('a released notice reaches children’s social care, with whom to ring; schools and health visitors are not permitted', async () => {
  await send({ ...said, notice_ref: 'LP0', headline: 'Dispute at home', event_type: 'domestic-abuse' })
  await takeIn(database)
  const seen = await panel(priya)
  assert.equal(seen.state, 'involved')
  assert.deepEqual(seen.notices, [
    {
      type: 'domestic abuse',
      day: '2026-11-18',
      detail: 'Dispute at home',
      contact: '01632 960471',
      conditions: [],
      partnerName: 'Lancashire Police',
    },
  ])
  assert.deepEqual(seen.receipt.conditions, [])
  for (const who of [asha, ruth]) {
    const { state, refs } = await panel(who)
    assert.deepEqual([state, refs], ['not permitted', []])
  }
  assert.equal((await panel(robert)).state, 'involved')
})

test('the conditions stand in words beside the notice and on the receipt', async () => {
  await send({ ...said, handling: 'do-not-tell-family; ask-before-sharing' })
  const seen = await panel(priya)
  const conditions = [
    'Do not let the family, or anyone in the home, know that you have this.',
    'Ask the police before you pass it on or write it into another record.',
  ]
  assert.deepEqual(seen.notices.find(notice => notice.type === 'missing')?.conditions, conditions)
  assert.deepEqual(seen.receipt.conditions, conditions)
})

test('a notice for safeguarding only is there for that reason and for no other', async () => {
  await send({ ...said, handling: 'safeguarding-only' })
  assert.deepEqual((await panel(priya)).refs.length, 2)
  const { refs, says, receipt } = await panel(priya, 'new-referral')
  assert.deepEqual(refs, ['Dispute at home'])
  assert.match(says, /shown only to those who meet it/, 'the panel never claims that this is all')
  assert.deepEqual(receipt.conditions, [])
})

test('a condition that is not understood keeps the notice with the police, at the next request', async () => {
  await send({ ...said, handling: 'A2/S1' })
  for (const who of [priya, joanne]) assert.deepEqual((await panel(who)).refs, ['Dispute at home'])
  assert.equal((await panel(robert)).refs.length, 2)
})

test('a notice that is taken back is gone for everybody, and an older file does not bring it back', async () => {
  await send({ ...said, released_for_notice: 'N' })
  for (const who of [priya, robert]) assert.deepEqual((await panel(who)).refs, ['Dispute at home'])
  await sendAsOf('2026-11-21T07:00:00Z', [{ ...said, headline: 'An older file' }])
  for (const who of [priya, robert]) assert.deepEqual((await panel(who)).refs, ['Dispute at home'])
})

test('a child whom only the police know is found by whoever meets the conditions of every notice, and by nobody else', async () => {
  const child = { given_name: 'Ottoline', family_name: 'Quarrymere', birth_date: '2015-02-03' }
  const finds = async (who: typeof asha, purpose: string) => {
    const view = shown(await find(database, who, purpose, parseQuery('Ottoline Quarrymere')))
    return [view.found.length, view.needsAnotherFact, view.more]
  }
  const NOBODY = [0, false, false]
  await send({ ...child, notice_ref: 'LP7', handling: 'police-only' })
  await takeIn(database)
  assert.deepEqual(await finds(priya, WORRIED), NOBODY)
  assert.deepEqual(await finds(robert, WORRIED), [1, false, false])
  await send({ ...child, notice_ref: 'LP7', handling: 'safeguarding-only' })
  await takeIn(database)
  assert.deepEqual(await finds(priya, WORRIED), [1, false, false])
  assert.deepEqual(await finds(priya, 'new-referral'), NOBODY)
  await send({ ...child, notice_ref: 'LP7', handling: 'police-only' })
  assert.deepEqual(await finds(priya, WORRIED), NOBODY, 'also before the search has been brought up to date')
})

test('a row that was never released leaves no name anywhere in the database', async () => {
  await send({ ...said, given_name: 'Canarywharf', notice_ref: 'LP8', released_for_notice: 'N' })
  const { rows } = await database.owner.query(
    `select from feeds.source_record where content::text ~* 'canarywharf' or source_ref ~* 'canarywharf'`,
  )
  assert.equal(rows.length, 0)
  const dropped = await database.owner.query(
    `select dropped_fields ->> 'rows that are not released for notice' as rows from feeds.delivery
     where contract = 'police-notice/1' order by delivery_id desc limit 1`,
  )
  assert.equal(dropped.rows[0].rows, '1')
})

test('the conditions of a record are the same in the database and in the code, whatever it says', async () => {
  const involvement = fc.record(
    {
      service: fc.constant('A service'),
      status: fc.constant('current' as const),
      sensitive: fc.boolean(),
      basis: fc.constantFrom('yes' as const, 'harm-test' as const),
    },
    { requiredKeys: ['service', 'status'] },
  )
  const event = fc.record(
    { type: fc.string({ minLength: 1 }), handling: fc.subarray([...HANDLING]) },
    { requiredKeys: ['type'] },
  )
  const content = fc.record(
    { 'health-visiting': involvement, housing: involvement, 'police-notices': event, alerts: event },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(content, { minLength: 1, maxLength: 50 }), async contents => {
      const { rows } = await database.owner.query(
        `select feeds.conditions_of(c) as conditions from jsonb_array_elements($1::jsonb) with ordinality x (c, nth) order by nth`,
        [JSON.stringify(contents)],
      )
      assert.deepEqual(
        rows.map(row => row.conditions),
        contents.map(conditionsOf),
      )
    }),
    { numRuns: 20 },
  )
})
