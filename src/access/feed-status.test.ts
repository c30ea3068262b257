import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countyDatabase } from '../../test/county-database.ts'
import { discloseChild } from './child-view.ts'
import { type AskedStatus, type Coverage, feedStatus } from './feed-status.ts'
import type { Who } from './request.ts'

type Feed = [partnerId: string, contract: string, day: string | null, heldDay?: string]

function status(feeds: Feed[], more: Partial<AskedStatus> = {}) {
  return feedStatus({
    categoryId: 'childrens-social-care',
    staleAfterDays: 8,
    covering: coverings(feeds),
    expected: 2,
    day: '2026-11-05',
    ...more,
  })
}

function coverings(feeds: Feed[]): Coverage[] {
  return [...Map.groupBy(feeds, ([partnerId]) => partnerId)].map(([, of]) => ({
    partners: 1,
    feeds: of.map(([, contract, day, heldDay]) => ({ contract, day, heldDay: heldDay ?? null })),
  }))
}

test('a yearly return makes a partner’s data neither newer nor older than its daily feed', () => {
  const daily: Feed = ['lancs-csc', 'ssd', '2026-11-01']
  const day = '2026-11-01'
  const expected = { newest: day, oldest: day, partners: 2, inTime: 1, outOfDate: undefined }
  assert.deepEqual(status([daily]), expected)
  assert.deepEqual(status([daily, ['lancs-csc', 'cin-census', '2026-11-04']]), expected)
  assert.deepEqual(status([daily, ['lancs-csc', 'ssda903', '2026-03-31']]), expected)
})

test('a partner that sends nothing else is known by its return, which is soon stale', () => {
  assert.equal(status([['lancs-csc', 'cin-census', '2026-06-12']]).outOfDate?.day, '2026-06-12')
})

test('the oldest day is that of the partner that delivered least lately, and a feed of another category does not count', () => {
  const found = status([
    ['lancs-csc', 'ssd', '2026-11-01'],
    ['lancs-early-help', 'ssd', '2026-10-30'],
    ['lancs-csc', 'health-visiting', '2026-01-01'],
  ])
  const days = { newest: '2026-11-01', oldest: '2026-10-30' }
  assert.deepEqual(found, { ...days, partners: 2, inTime: 2, outOfDate: undefined })
})

test('partners whose feeds stand alike are counted as many as they are', () => {
  const [one, other] = coverings([
    ['lancs-csc', 'ssd', '2026-11-01'],
    ['lancs-early-help', 'ssd', '2026-10-01'],
  ])
  assert.ok(one && other)
  const covering = [
    { ...one, partners: 40 },
    { ...other, partners: 3 },
    { feeds: [], partners: 7 },
  ]
  const found = status([], { covering, expected: 50 })
  assert.deepEqual([found.inTime, found.partners], [40, 50])
})

test('a late feed vouches for nobody by its silence, and one that holds a record of the person decides alone', () => {
  const feeds: Feed[] = [
    ['lancs-csc', 'ssd', '2026-11-01'],
    ['lancs-early-help', 'ssd', '2026-10-01'],
  ]
  assert.deepEqual([status(feeds).inTime, status(feeds).partners, status(feeds).oldest], [1, 2, '2026-11-01'])
  const [current, late] = coverings(feeds).map((one, at) => ({ ...one, partnerId: feeds[at]?.[0] ?? '' }))
  assert.ok(current && late)
  const held = (...covering: Coverage[]) => status([], { covering, expected: undefined })
  const says = { day: '2026-10-01', heldDay: undefined, partnerId: 'lancs-early-help' }
  assert.deepEqual(held(late).outOfDate, says)
  assert.equal(held(current).outOfDate, undefined)
  assert.equal(held(current, late).outOfDate, undefined, 'what is in time is shown')
  assert.equal(held(current, late).partners, 1)
})

test('a feed is in time to the last day that its contract or the register allows, whichever is less', () => {
  const on = (day: string, staleAfterDays = 8) =>
    status([['lancs-csc', 'ssd', '2026-11-01']], { day, staleAfterDays }).inTime
  assert.deepEqual([on('2026-11-09'), on('2026-11-10')], [1, 0])
  assert.deepEqual([on('2026-11-09', 400), on('2026-11-10', 400)], [1, 0])
  assert.deepEqual([on('2026-11-04', 3), on('2026-11-05', 3)], [1, 0])
})

test('a feed of which a newer file is held is not up to date, and says both days', () => {
  const held = status([['lancs-csc', 'ssd', '2026-11-01', '2026-11-04']])
  assert.deepEqual(held.outOfDate, { day: '2026-11-01', heldDay: '2026-11-04', partnerId: undefined })
  assert.equal(status([['lancs-csc', 'ssd', null, '2026-11-04']]).outOfDate?.day, undefined)
})

test('a school whose file is late or held is out of date for its own pupils and for nobody else', async () => {
  const { database, who } = await countyDatabase()
  const { rows } = await database.owner.query<{ school: string; person: string }>(
    `select distinct on (l.partner_id) l.partner_id as school, m.person_id as person
     from feeds.live_record l join records.current_member m on m.identity = l.subject
     where l.content -> 'school' ->> 'status' = 'current'
       and (l.content -> 'identity' ->> 'birthDate')::date < current_date - interval '6 years'
       and not exists (select from records.person_protection p where p.person_id = m.person_id)
       and (select count(distinct o.partner_id) from feeds.live_record o join records.current_member n on n.identity = o.subject
            where n.person_id = m.person_id and o.content ? 'school') = 1
     order by l.partner_id, m.person_id`,
  )
  const [first, second] = rows
  assert.ok(first && second)
  const worker = await who('priya.nair', 'mash-worker')
  const school = async (person: string) => await schoolPanel(database, worker, person)
  assert.equal((await school(first.person))?.state, 'involved')

  const shift = (days: number) =>
    database.owner.query(
      `update feeds.delivery set as_of = as_of - make_interval(days => $2) where partner_id = $1`,
      [first.school, days],
    )
  await shift(60)
  const late = await school(first.person)
  assert.equal(late?.state, 'stale or unavailable')
  assert.match(late?.says ?? '', /^The last file of .+ is of \d+ \w+ \d{4}\. Ring /)
  assert.equal((await school(second.person))?.state, 'involved')
  await shift(-60)
  assert.equal((await school(first.person))?.state, 'involved')

  await database.owner.query(
    `insert into feeds.delivery (partner_id, contract, mode, as_of, content_hash, state, sent_by, said, awaits)
     select partner_id, contract, mode, as_of + interval '1 hour', '\\x01', 'held', 'test', 'Unusual.', 'steward'
     from feeds.delivery where partner_id = $1 limit 1`,
    [first.school],
  )
  assert.match((await school(first.person))?.says ?? '', /is being checked\. What is shown is of/)
  assert.equal((await school(second.person))?.state, 'involved')
  await database.owner.query(
    `update feeds.delivery set awaits = 'sender' where sent_by = 'test' and state = 'held'`,
  )
  assert.equal(
    (await school(first.person))?.state,
    'involved',
    'what its sender has not approved has not come',
  )
})

async function schoolPanel(
  database: Awaited<ReturnType<typeof countyDatabase>>['database'],
  worker: Who,
  personId: string,
) {
  const view = await discloseChild(
    database,
    worker,
    'safeguarding-concern',
    personId,
    'A worry about the child',
  )
  assert.ok(view.outcome === 'disclosed', JSON.stringify(view))
  return view.view.panels.find(panel => panel.categoryId === 'school')
}
