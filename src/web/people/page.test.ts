import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, helping, panel, person, receipt, sent, wordsOf } from '../../../test/practitioner-views.ts'
import { inviteLines, meetingFile } from '../meeting.ts'
import { peoplePage } from './page.ts'

test('people stand by organisation with day and night numbers, since when and the last contact', () => {
  const school = helping({ organisation: 'Ribbleton Primary', workerName: 'Ms Holden', lead: false })
  const second = helping({ workerName: 'Sam Green', workerRole: 'Family support worker', lead: false })
  const page = wordsOf(peoplePage(person({ helping: [helping(), school, second] }), receipt()))
  assert.match(
    page,
    /Organisation Lancashire County Council Who Joanne Kay, social worker Lead Preston team Ring 01632 960 123 Out of hours 01632 960 100 Since 4 October 2026 Last contact 18 November 2026/,
  )
  assert.ok(page.indexOf('Sam Green') < page.indexOf('Ms Holden'), 'one organisation stands together')
})

test('an old contact, or none recorded, is flagged in words', () => {
  const old = helping({ lastContact: '2026-06-01', contactIsOld: true })
  const never = helping({ workerName: 'Sam Green', lastContact: undefined, contactIsOld: true })
  const page = wordsOf(peoplePage(person({ helping: [old, never] }), receipt()))
  assert.match(page, /1 June 2026 More than 90 days ago: check/)
  assert.match(page, /Last contact Not recorded Check before you rely on it/)
})

test('a service that shows nobody is named with its state: silence is not an answer', () => {
  const view = person({
    panels: [panel({ state: 'not covered', says: 'This service stops at school age.' })],
  })
  const page = wordsOf(peoplePage(view, receipt()))
  assert.match(page, /Nobody helping now was found in the data that we may show/)
  assert.match(page, /School: not covered\. This service stops at school age\./)
})

test('a number in what a service says can be rung', () => {
  const says = 'No file has been received. Ring Ribbleton Acorns Nursery, 01632 960011.'
  const document = sent(
    peoplePage(person({ panels: [panel({ state: 'stale or unavailable', says })] }), receipt()),
  )
  assert.match(document, /Nursery, <a [^>]*href="tel:01632960011">01632 960011<\/a>\./)
})

test('what is copied or downloaded names professionals and never the child', () => {
  const lines = inviteLines([helping(), helping()])
  assert.deepEqual(lines, [
    'Joanne Kay, social worker, Lancashire County Council: 01632 960 123 (out of hours 01632 960 100)',
  ])
  const many = inviteLines(
    Array.from({ length: 9 }, (_, i) => helping({ workerName: `Zoë Ünal ${i}; a, b` })),
  )
  const file = meetingFile(many, new Date('2026-11-22T23:30:00Z'))
  assert.match(file, /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/)
  assert.match(file, /DTSTART:20261123T100000\r\n/)
  assert.ok(file.split('\r\n').every(part => Buffer.byteLength(part) <= 75))
  const unfolded = file.replaceAll('\r\n ', '')
  assert.match(unfolded, /DESCRIPTION:Invite:\\nZoë Ünal 0\\; a\\, b\\, social worker\\, Lancashire/)
  assert.doesNotMatch(file, /Mohammed|SMITH|1111/)
})

test('the text to copy can be selected without a script, and no mail address or link carries it', () => {
  const document = sent(peoplePage(person({ helping: [helping()] }), receipt()))
  assert.match(document, /<textarea[^>]* readonly/)
  assert.doesNotMatch(document, /mailto:/)
})

test('one heading, no name in the title or in an address, and no script', () => {
  assert.deepEqual(faultsOf(peoplePage(person({ helping: [helping()] }), receipt())), [])
})
