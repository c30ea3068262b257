import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, sent, wordsOf } from '../../../test/practitioner-views.ts'
import { choose, type Feed, type FeedsQuery, type FeedsView } from '../../access/feeds-list.ts'
import { feedsPage } from './page.ts'

function feed(more: Partial<Feed> = {}): Feed {
  return {
    deliveryId: 7,
    partnerId: 'lancs-health-visiting',
    partnerName: 'Lancashire Health Visiting',
    contract: 'health-visiting/1',
    feedName: 'Health visiting: headlines',
    state: 'linked',
    receivedAt: new Date('2026-11-21T06:10:00Z'),
    asOf: new Date('2026-11-20T18:00:00Z'),
    shownAsOf: new Date('2026-11-20T18:00:00Z'),
    everyDays: 14,
    lateByDays: 0,
    matchRate: 0.8,
    usualMatchRate: 0.82,
    matchRateIsLow: false,
    waitingId: null,
    needsAttention: false,
    rowsRead: 1204,
    rowsAccepted: 1200,
    rowsRejected: 4,
    recordsNew: 30,
    droppedFields: { gp_practice_code: 1204 },
    notes: [],
    said: null,
    sentBy: 'Tom Ainscough',
    sentById: 'lancs-council/T1',
    awaits: null,
    holding: null,
    ...more,
  }
}

const ALL: FeedsQuery = { partner: '', show: 'all', page: 1 }

function view(feeds: Feed[], more: Partial<FeedsView> = {}): FeedsView {
  const count = (is: (one: Feed) => boolean) => feeds.filter(is).length
  return {
    of: 'all partners',
    ...choose(feeds, ALL),
    counts: {
      all: feeds.length,
      held: count(one => one.state === 'held'),
      refused: count(one => one.state === 'refused'),
      late: count(one => one.lateByDays > 0),
      lowMatch: count(one => one.matchRateIsLow),
      attention: count(one => one.needsAttention),
    },
    silent: [],
    mayUpload: true,
    ...more,
  }
}

test('each feed says what came, its state as a word, and which fields were not taken', () => {
  const page = feedsPage(view([feed()]))
  const words = wordsOf(page)
  for (const said of [
    'Linked',
    '1,204 in',
    '4 rejected',
    'gp_practice_code: 1,204 rows',
    '21 November 2026 at 6:10am',
  ])
    assert.ok(words.includes(said), said)
  assert.match(words, /Shown as of 20 November 2026\./)
  assert.doesNotMatch(words, /Late/)
  assert.match(sent(page), /href="\/feeds\/of\/lancs-health-visiting\/health-visiting\/1"/)
  assert.deepEqual(faultsOf(page), [])
})

test('of files that were refused before a row was read no noughts are shown as if they had been empty', () => {
  const nothing = { rowsRead: 0, rowsAccepted: 0, rowsRejected: 0, recordsNew: 0, droppedFields: {} }
  const said = 'contacts.csv is a PDF. Send the file that your system exports, not a print of it.'
  const words = wordsOf(feedsPage(view([feed({ state: 'refused', said, shownAsOf: null, ...nothing })])))
  assert.match(
    words,
    /Refused .*is a PDF\..*Nothing of this feed is shown\. Rows Not read Fields not taken Not read/,
  )
  assert.doesNotMatch(words, /\b0 in|0 accepted|None/)
  assert.match(wordsOf(feedsPage(view([feed(nothing)]))), /0 in/, 'an empty list that was read')
})

test('what is late, worse matched or never published says so in words', () => {
  const late = feed({ shownAsOf: new Date('2026-10-01T00:00:00Z'), lateByDays: 12, needsAttention: true })
  assert.match(wordsOf(feedsPage(view([late]))), /Late by 12 days/)
  const worse = feed({ matchRate: 0.41, usualMatchRate: 0.86, matchRateIsLow: true, needsAttention: true })
  assert.match(wordsOf(feedsPage(view([worse]))), /Matched 41 %, was 86 %/)
  const never = feed({ shownAsOf: null, state: 'refused', said: 'No sharing agreement.' })
  const words = wordsOf(feedsPage(view([never])))
  assert.match(words, /Nothing of this feed is shown/)
  assert.match(words, /No sharing agreement\./)
})

test('a delivery that waits behind a newer one is not forgotten', () => {
  const page = feedsPage(view([feed({ waitingId: 5, needsAttention: true })]))
  assert.match(sent(page), /href="\/feeds\/5">An earlier one still waits/)
})

test('what waits for a person is said first, and stands first in the list', () => {
  const feeds = [
    feed({ partnerName: 'A school', partnerId: 'a' }),
    feed({ partnerName: 'Late', partnerId: 'b', lateByDays: 3, needsAttention: true }),
    feed({ partnerName: 'Refused', partnerId: 'c', state: 'refused', needsAttention: true }),
    feed({ partnerName: 'Held', partnerId: 'd', state: 'held', needsAttention: true }),
  ]
  const words = wordsOf(feedsPage(view(feeds)))
  assert.match(
    words,
    /Waiting for a person: 1 feed with a delivery that is held: read why, then decide\. 1 feed of which .* refused.* 1 feed late/,
  )
  assert.deepEqual(
    choose(feeds, ALL).feeds.map(one => one.partnerName),
    ['Held', 'Refused', 'Late', 'A school'],
  )
})

test('627 schools are searched by name, shown page by page, and cut down to what needs attention', () => {
  const schools = Array.from({ length: 627 }, (_, at) =>
    feed({
      partnerId: `school-${at}`,
      partnerName: `School ${at} of Leyland`,
      needsAttention: at % 100 === 0,
    }),
  )
  const page = feedsPage({ ...view(schools), ...choose(schools, { ...ALL, page: 2 }) })
  assert.match(wordsOf(page), /627 feeds, page 2 of 21/)
  assert.match(sent(page), /href="\/feeds\?page=3"/)
  assert.equal(choose(schools, { ...ALL, page: 999 }).query.page, 21)
  assert.deepEqual(choose(schools, { ...ALL, partner: 'leyland 62' }).feeds.length, 13)
  assert.equal(choose(schools, { ...ALL, show: 'attention' }).found, 7)
  assert.match(sent(page), /name="partner"/)
  const none = feedsPage({ ...view(schools), ...choose(schools, { ...ALL, partner: 'nowhere' }) })
  assert.match(wordsOf(none), /No feed is like that/)
  assert.deepEqual(faultsOf(none), [])
})

test('partners that signed and never sent are named', () => {
  const page = feedsPage(view([feed()], { silent: ['Ribbleton Brook', 'Moor Nook'] }))
  assert.match(
    wordsOf(page),
    /2 partners have signed to share and sent nothing yet Ribbleton Brook Moor Nook/,
  )
})

test('a partner that sent nothing reads that, and who may not hand in is not asked to', () => {
  const page = feedsPage(view([], { of: { partnerName: 'Ribbleton Brook' }, mayUpload: false }))
  assert.match(wordsOf(page), /Your organisation has not sent anything/)
  assert.doesNotMatch(sent(page), /href="\/feeds\/upload"/)
})
