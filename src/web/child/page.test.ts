import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  faultsOf,
  helping,
  panel,
  person,
  receipt,
  sent,
  summary,
  wordsOf,
} from '../../../test/practitioner-views.ts'
import type { PanelState } from '../../access/panels.ts'
import { childPage } from './page.ts'

const plan = {
  type: 'child in need',
  from: '2026-10-04',
  to: undefined,
  detail: undefined,
  current: true,
  partnerName: 'Lancashire County Council',
}

test('rule 3: each of the seven states is said in words, with the words that explain it', () => {
  const states: [PanelState, string][] = [
    ['not permitted', 'Not permitted'],
    ['not asked', 'Not asked'],
    ['not covered', 'Not covered'],
    ['stale or unavailable', 'Out of date or missing'],
    ['possible record, not confirmed', 'Possible record, not confirmed'],
    ['no record matched', 'No record matched'],
  ]
  for (const [state, words] of states) {
    const view = person({ panels: [panel({ state, says: `What ${state} means.` })] })
    const page = wordsOf(childPage(view, receipt()))
    assert.ok(page.includes(`School ${words}`), state)
    assert.ok(page.includes(`What ${state} means.`), state)
  }
  const view = person({
    panels: [panel({ state: 'involved', says: 'Pupils on roll.', helping: [helping()] })],
    helping: [helping()],
  })
  const page = wordsOf(childPage(view, receipt()))
  assert.match(page, /School Involved Updated 20 November 2026/)
  assert.match(
    page,
    /Joanne Kay, social worker\. Ring 01632 960 123 \(out of hours 01632 960 100\)\. Preston team, Lancashire County Council, since 4 October 2026\./,
  )
  assert.match(page, /Covers: Pupils on roll\./)
  assert.doesNotMatch(page, /not known/i)
})

test('help that has ended is not shown as going on', () => {
  const ended = helping({ current: false, lead: false, to: '2026-11-01' })
  const view = person({ panels: [panel({ state: 'involved', helping: [ended] })], helping: [ended] })
  const page = wordsOf(childPage(view, receipt()))
  assert.match(page, /School Involved before, now ended/)
  assert.match(page, /ended: from 4 October 2026 to 1 November 2026/)
  assert.doesNotMatch(page, /A case is open/)
})

test('alerts and the open case stand before the services, each with a number to ring', () => {
  const alert = {
    type: 'missing from home',
    from: '2026-11-02',
    to: undefined,
    partnerName: 'Lancashire Police',
    partnerPhone: '101',
  }
  const view = person({ alerts: [alert], plans: [plan], helping: [helping()], panels: [panel()] })
  const page = wordsOf(childPage(view, receipt()))
  assert.match(page, /Missing from home, since 2 November 2026 · Lancashire Police · ring 101/)
  assert.match(page, /A case is open Child in need, since 4 October 2026/)
  assert.ok(page.indexOf('Alerts') < page.indexOf('A case is open'))
  assert.ok(page.indexOf('A case is open') < page.indexOf('What each service says'))
})

test('rule 5: an address that is kept apart reads like one that no source has', () => {
  const hidden = summary({ address: undefined, addressNotPermitted: true, nhsNumber: undefined })
  const page = sent(childPage(person({ summary: hidden }), receipt()))
  const none = summary({ address: undefined, addressNotPermitted: false, nhsNumber: undefined })
  assert.equal(page, sent(childPage(person({ summary: none }), receipt())))
  assert.match(page, /No address that we can show/)
  assert.doesNotMatch(page, /PR2|999 123/)
})

test('the page says why it is shown, and what the role is never shown in any family', () => {
  const because = ['s.10 · agreement “A” version 1', 's.11 · agreement “B” version 2']
  const refusal = { because: 'Each role sees only…', remedy: 'Ring.', curable: false }
  const notShown = [
    { category: 'Police notices', rule: 'role-may-see', ...refusal },
    { category: 'Home address', rule: 'confidential-address', ...refusal },
  ]
  const page = wordsOf(childPage(person(), receipt({ because, notShown })))
  assert.match(
    page,
    /You see this because: Early help with a family · s\.10 · agreement “A” version 1 · 1 more on the receipt · receipt RECEIPT2/,
  )
  assert.match(
    page,
    /not permitted for your role in any family: police notices\. What you can do: ask, or ring\./,
  )
  assert.doesNotMatch(page, /in any family:[^.]*home address/)
})

test('one heading, no name in the title or in an address, and no script', () => {
  assert.deepEqual(faultsOf(childPage(person({ panels: [panel()] }), receipt())), [])
})
