import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, sent, wordsOf } from '../../../test/practitioner-views.ts'
import { filterOf, whoLookedAtOnePage, whoLookedPage } from './page.ts'
import { groupUses, type Use, whatWasDone } from './words.ts'

function use(more: Partial<Use> = {}): Use {
  return {
    entryId: 12,
    occurredAt: new Date('2026-11-22T09:32:00Z'),
    kind: 'disclosure',
    outcome: 'disclosed',
    practitionerId: 'lancs-health-visiting/HV001',
    practitionerName: 'Asha Patel',
    partnerName: 'Lancashire Health Visiting',
    roleName: 'Health visitor',
    purposeName: 'Safeguarding concern',
    reason: 'Bruises at the visit',
    receiptId: '7KQ2M4XR',
    aboutPerson: true,
    detail: {},
    ...more,
  }
}

const shown = (uses: Use[], more = false) => ({ outcome: 'shown', uses, more }) as const

test('a use says when, who, what, with what outcome, why and under which receipt', () => {
  const page = whoLookedPage(shown([use()]), {})
  const words = wordsOf(page)
  for (const said of [
    '22 November 2026 at 9:32am',
    'Asha Patel',
    'Health visitor, Lancashire Health Visiting',
  ])
    assert.ok(words.includes(said), said)
  assert.match(
    words,
    /Opened a record Who else looked .* Outcome Shown Why Safeguarding concern “Bruises at the visit”/,
  )
  assert.match(words, /7KQ2M4XR/)
  assert.match(words, /Looking at this page is recorded too\./)
  assert.deepEqual(faultsOf(page), [])
})

test('a list of forty is one line that says so, and two lists stay two', () => {
  const ofList = (receiptId: string, detail = {}) => use({ kind: 'list', receiptId, detail })
  const one = [
    ofList('AAAAAAAA', { shown: 40, refused: 0 }),
    ...Array.from({ length: 40 }, () => ofList('AAAAAAAA')),
  ]
  const groups = groupUses([...one, ofList('BBBBBBBB', { shown: 0, refused: 0 }), use(), use()])
  assert.equal(groups.length, 4)
  assert.deepEqual(groups.map(whatWasDone), [
    'Opened a list: 40 people',
    'Opened a list',
    'Opened a record',
    'Opened a record',
  ])
})

test('what a console or the service did has no practitioner, and the page says who it was', () => {
  const act = {
    kind: 'act',
    outcome: 'refused',
    aboutPerson: false,
    practitionerName: null,
    purposeName: null,
    roleName: null,
    partnerName: null,
  } as const
  const words = wordsOf(
    whoLookedPage(
      shown([
        use({ ...act, practitionerId: 'console/ops', detail: { action: 'release-delivery' } }),
        use({ ...act, practitionerId: null, reason: null, detail: { action: 'some-new-thing' } }),
      ]),
      {},
    ),
  )
  assert.match(words, /ops, at a console/)
  assert.match(words, /Tried: released a held delivery Outcome Refused/)
  assert.match(words, /The service What Tried: some new thing/)
  assert.match(words, /None asked for/)
})

test('a receipt is found as people type it, and anything else is told in title, summary and field', () => {
  assert.deepEqual(filterOf({ receipt: ' 7kq2-m4xr ' }), { typed: '7KQ2M4XR', receiptId: '7KQ2M4XR' })
  assert.deepEqual(filterOf({ receipt: '', before: '12' }), { before: 12 })
  assert.deepEqual(filterOf({ before: '1; drop table' }), {})
  const wrong = filterOf({ receipt: 'a name of somebody' })
  const page = sent(whoLookedPage(shown([]), wrong))
  assert.match(page, /<title>Error: Who looked/)
  assert.match(page, /href="#receipt"/)
  assert.match(page, /id="receipt-error"/)
})

test('older and newer uses are a link away', () => {
  const page = sent(whoLookedPage(shown([use()], true), { before: 99 }))
  assert.match(page, /href="\/who-looked\?before=12"/)
  assert.match(page, /href="\/who-looked">Newest uses/)
})

const BACK = { href: '/who-looked', text: 'Back to all uses' }

test('the page about one person names nobody but those who looked', () => {
  const page = whoLookedAtOnePage(shown([use()]), BACK)
  assert.match(wordsOf(page), /Asha Patel/)
  assert.deepEqual(faultsOf(page), [])
  assert.match(wordsOf(whoLookedAtOnePage(shown([]), BACK)), /Nobody has looked, or there is no such record/)
})
