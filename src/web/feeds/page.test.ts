import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, sent, wordsOf } from '../../../test/practitioner-views.ts'
import type { Feed } from '../../access/feeds-view.ts'
import { feedsPage } from './page.ts'

const NOW = new Date('2026-11-22T12:00:00Z')

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
    staleAfterDays: 14,
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

test('each feed says what came, its state as a word, and which fields were not taken', () => {
  const page = feedsPage({ of: 'all partners', feeds: [feed()], mayUpload: true }, NOW)
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
  assert.deepEqual(faultsOf(page), [])
})

test('data that is older than its contract allows is called late, and what was never published is not shown', () => {
  const late = feed({ shownAsOf: new Date('2026-10-01T00:00:00Z') })
  assert.match(
    wordsOf(feedsPage({ of: 'all partners', feeds: [late], mayUpload: false }, NOW)),
    /Late: older than 14 days/,
  )
  const never = feed({ shownAsOf: null, state: 'refused', said: 'No sharing agreement.' })
  const words = wordsOf(feedsPage({ of: 'all partners', feeds: [never], mayUpload: false }, NOW))
  assert.match(words, /Nothing of this feed is shown/)
  assert.match(words, /No sharing agreement\./)
})

test('what waits for a person is said first', () => {
  const feeds = [
    feed({ state: 'held', said: 'It holds no rows.' }),
    feed({ deliveryId: 8, state: 'refused' }),
  ]
  const words = wordsOf(feedsPage({ of: 'all partners', feeds, mayUpload: false }, NOW))
  assert.match(words, /Waiting for a person: 1 held: read why, then release or return\. 1 refused/)
})

test('a partner that sent nothing reads that, and who may not hand in is not asked to', () => {
  const page = feedsPage({ of: { partnerName: 'Ribbleton Brook' }, feeds: [], mayUpload: false }, NOW)
  assert.match(wordsOf(page), /Your organisation has not sent anything/)
  assert.doesNotMatch(sent(page), /href="\/feeds\/upload"/)
})
