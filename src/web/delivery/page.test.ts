import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { faultsOf, sent, wordsOf } from '../../../test/practitioner-views.ts'
import type { DeliveryView, RejectionRow } from '../../access/feeds-view.ts'
import { rejectionsCsv } from '../../access/rejections-csv.ts'
import { deliveryPage } from './page.ts'

function view(
  more: Partial<DeliveryView> = {},
  delivery: Partial<DeliveryView['delivery']> = {},
): DeliveryView {
  return {
    delivery: {
      deliveryId: 7,
      partnerId: 'lancs-health-visiting',
      partnerName: 'Lancashire Health Visiting',
      contract: 'health-visiting/1',
      feedName: 'Health visiting: headlines',
      state: 'linked',
      receivedAt: new Date('2026-11-21T06:10:00Z'),
      asOf: new Date('2026-11-20T18:00:00Z'),
      rowsRead: 100,
      rowsAccepted: 40,
      rowsRejected: 60,
      recordsNew: 1,
      droppedFields: {},
      notes: [],
      said: null,
      sentBy: 'Tom Ainscough',
      sentById: 'lancs-council/T1',
      awaits: null,
      holding: null,
      ...delivery,
    },
    files: ['contacts.csv'],
    kinds: [],
    rejections: [],
    rejectionCount: 0,
    page: 1,
    others: [],
    preview: undefined,
    mayApprove: false,
    mayRelease: true,
    mayReturn: true,
    ...more,
  }
}

const rejection: RejectionRow = {
  file: 'contacts.csv',
  row: 12,
  column: 'birth_date',
  rule: 'date-format',
  remedy: 'Correct the date.',
}

test('a delivery says what became of it, from whom, and what is new', () => {
  const page = deliveryPage(view(), 'token')
  const words = wordsOf(page)
  assert.match(words, /Linked Pages show it, and its records are linked to others/)
  assert.match(words, /100 in: 40 accepted, 60 rejected/)
  assert.match(words, /1 record /)
  assert.deepEqual(faultsOf(page), [])
})

test('what should be known of a file, such as its version, stands on its page and is no fault', () => {
  const notes = ['Version 25.0 of the Common Transfer File.']
  assert.match(wordsOf(deliveryPage(view({}, { notes }), 'token')), /To know Version 25\.0 of the Common/)
  assert.doesNotMatch(wordsOf(deliveryPage(view(), 'token')), /To know/)
})

test('only a held delivery asks for a decision, and only of those who may take it', () => {
  const held = { state: 'held', said: 'More than half were rejected.' } as const
  const page = sent(deliveryPage(view({}, held), 'token'))
  assert.match(page, /value="release"/)
  assert.match(page, /value="return"/)
  assert.match(page, /name="csrfToken" value="token"/)
  const other = view({ mayRelease: false, mayReturn: false }, held)
  assert.doesNotMatch(sent(deliveryPage(other, 'token')), /value="release"/)
  assert.doesNotMatch(sent(deliveryPage(view(), 'token')), /value="release"/)
})

test('whoever sent what was refused or is held is told what to do now, and which day is not claimed of what was not read', () => {
  const sender = { mayApprove: true, mayRelease: false, mayReturn: false }
  const held = wordsOf(deliveryPage(view(sender, { state: 'held', awaits: 'steward' }), 'token'))
  assert.match(held, /tell the data steward, who releases it/)
  const refused = deliveryPage(view(sender, { state: 'refused', rowsRead: 0, said: 'It is empty.' }), 'token')
  assert.match(wordsOf(refused), /What was sent before still stands/)
  assert.doesNotMatch(wordsOf(refused), /True as of/)
  assert.match(sent(refused), /href="\/feeds\/mend-a-file#refused"/)
  const own = wordsOf(deliveryPage(view(sender, { state: 'held', awaits: 'sender' }), 'token'))
  assert.doesNotMatch(own, /tell the data steward/)
})

test('a missing reason is told in title, summary and field, and what was typed stays', () => {
  const said = { error: 'Write down why.', reason: '' }
  const page = sent(deliveryPage(view({}, { state: 'held' }), 'token', said))
  assert.match(page, /<title>Error: /)
  assert.match(page, /href="#reason"/)
  assert.match(page, /id="reason-error"/)
})

test('rejections name file, row, column, rule and remedy, and pages of them can be turned', () => {
  const many = view({
    rejections: [rejection],
    rejectionCount: 60,
    page: 2,
    kinds: [{ ...rejection, count: 60 }],
  })
  const page = deliveryPage(many, 'token')
  assert.match(
    wordsOf(page),
    /contacts\.csv Row 12 Column birth_date Rule date format What is wrong, and what to do Correct the date\./,
  )
  assert.match(wordsOf(page), /60 rejections, page 2 of 3/)
  assert.match(sent(page), /href="\/feeds\/7\?page=3#mend"/)
  assert.match(sent(page), /href="\/feeds\/7\/rejections\.csv"/)
})

test('the spreadsheet of rejections runs no formula that a partner wrote', async () => {
  const bad = { ...rejection, file: '=HYPERLINK("x")', column: '+1' }
  async function* pages() {
    yield [rejection, bad]
  }
  const csv = await text(rejectionsCsv(pages()))
  assert.match(csv, /^file,row,column,rule,remedy\r\n/)
  assert.match(csv, /contacts\.csv,12,birth_date,date-format,Correct the date\./)
  assert.match(csv, /"'=HYPERLINK/)
  assert.match(csv, /'\+1/)
})

test('a spreadsheet that cannot be read to its end is broken off, not cut short', async () => {
  async function* pages(): AsyncGenerator<RejectionRow[]> {
    yield [rejection]
    throw new Error('the database is gone')
  }
  await assert.rejects(text(rejectionsCsv(pages())), /the database is gone/)
})
