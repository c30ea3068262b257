import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, sent, wordsOf } from '../../../test/practitioner-views.ts'
import type { CardDelivery, FeedCard } from '../../access/feed-card.ts'
import { deliveriesCsv } from './deliveries-csv.ts'
import { rowsMessage, sharesMessage } from './messages.ts'
import { feedCardPage } from './page.ts'

function delivery(at: number, more: Partial<CardDelivery> = {}): CardDelivery {
  return {
    deliveryId: at,
    state: 'linked',
    awaits: null,
    receivedAt: new Date(Date.UTC(2026, 10, at, 6)),
    asOf: new Date(Date.UTC(2026, 10, at)),
    rowsRead: 1000 + at,
    validity: 0.992,
    completeness: 0.71,
    matchRate: 0.86,
    matchEstimate: 0.85,
    reasons: [],
    ...more,
  }
}

function card(deliveries: CardDelivery[], more: Partial<FeedCard> = {}): FeedCard {
  return {
    partnerId: 'lancs-health-visiting',
    partnerName: 'Lancashire Health Visiting',
    contract: 'health-visiting/1',
    feedName: 'Health visiting: headlines',
    coverage: { who: 'Children with a health visitor', ages: [0, 19], area: 'Lancashire' },
    isAboutPeople: true,
    everyDays: 14,
    shownAsOf: new Date('2026-11-03T00:00:00Z'),
    due: '2026-11-17',
    lateByDays: 0,
    deliveries,
    fields: [
      { table: 'contacts', field: 'sex', filled: 0.12, before: 0.98 },
      { table: 'contacts', field: 'uprn', filled: 0.4, before: undefined },
    ],
    maySetThresholds: true,
    ...more,
  }
}

const three = [delivery(1), delivery(2), delivery(3, { matchRate: 0.62 })]

test('the card says each measure in words and numbers, with what it was before', () => {
  const page = feedCardPage(card(three))
  const words = wordsOf(page)
  assert.match(words, /On time Last received 3 November 2026 at 6:00am\./)
  assert.match(words, /expected at least every 14 days: the next by 17 November 2026/)
  assert.match(words, /71 % of the fields that we read are filled/)
  assert.match(words, /99 % of the rows were taken/)
  assert.match(words, /62 % of its people.* It was 86 %/)
  assert.match(words, /sex 12 %|sex Filled/)
  assert.deepEqual(faultsOf(page), [])
})

test('a chart has a title that is its message, a description, a key without colour, and a table with every figure', () => {
  const page = feedCardPage(card(three))
  const html = sent(page)
  assert.equal(html.match(/<svg[^>]*role="img"/g)?.length, 2)
  for (const [, labels] of html.matchAll(/aria-labelledby="(\S+ \S+)"/g))
    for (const id of (labels ?? '').split(' ')) assert.match(html, new RegExp(`id="${id}"`))
  assert.match(
    html,
    /<title id="shares-title">“Matched” fell from 86 % to 62 % in the last delivery<\/title>/,
  )
  assert.match(html, /stroke-dasharray="7 4"/)
  assert.match(wordsOf(page), /The figures of the charts, the newest first/)
  assert.match(html, /deliveries\.csv/)
  assert.doesNotMatch(html, /NaN|undefined/)
})

test('what is late says by how much, and what waits can be gone to', () => {
  const held = delivery(4, { state: 'held', reasons: ['sex: 98 % filled, 12 % now.'], matchRate: undefined })
  const words = wordsOf(feedCardPage(card([...three, held], { lateByDays: 5 })))
  assert.match(words, /Late by 5 days/)
  assert.match(
    words,
    /1 of its last 4 deliveries had something unusual\. One waits now: Held received 4 November/,
  )
  assert.match(words, /85 % of a sample of the newest delivery seem to be/)
})

test('with fewer than two deliveries there is no trend, and nothing is claimed of one', () => {
  const page = feedCardPage(
    card([delivery(1, { completeness: undefined, matchRate: undefined, matchEstimate: undefined })], {
      fields: [],
    }),
  )
  assert.match(wordsOf(page), /no trend yet/)
  assert.match(wordsOf(page), /Not measured yet/)
  assert.doesNotMatch(sent(page), /<svg[^>]*role="img"/)
})

test('a title says what moved most, or that nothing did', () => {
  const series = (name: string, ...values: (number | undefined)[]) => ({ name, values })
  assert.equal(
    sharesMessage([series('Valid', 0.9, 0.91), series('Matched', 0.5, undefined, 0.8)]),
    '“Matched” rose from 50 % to 80 % in the last delivery',
  )
  assert.match(sharesMessage([series('Valid', 0.9, 0.91)]), /Steady/)
  assert.match(sharesMessage([series('Valid', 0.9)]), /too few figures/)
  assert.equal(rowsMessage([40, 42, 10]), '10 rows in the last delivery; between 40 and 42 before')
})

test('the spreadsheet has the figures of the table', () => {
  const csv = deliveriesCsv([delivery(1, { reasons: ['=1+1'] })])
  assert.match(csv, /delivery,received,state,as_of,rows,complete,valid,matched,unusual\r\n/)
  assert.match(csv, /1,2026-11-01,linked,2026-11-01,1001,0\.710,0\.992,0\.860,'=1\+1/)
})
