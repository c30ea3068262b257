import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHILD_ID, faultsOf, NUMBERS, sent, summary, wordsOf } from '../../../test/practitioner-views.ts'
import { type HomeView, homePage } from './page.ts'

const view: HomeView = {
  name: 'Asha Patel',
  role: { name: 'Health visitor', says: 'Follows the health of children.' },
  families: undefined,
  maySearch: true,
  tasks: [{ href: '/how-we-decide', text: 'How we decide', says: 'Read the rules.' }],
  partnerName: 'Lancashire Health Visiting',
  csrfToken: 'token',
}
const purpose = { purpose: 'caseload', name: 'Family on my caseload' }

test('each of my families opens by a form that chooses the reason, so that no reason stands in an address', () => {
  const families = { people: [summary()], more: false, purpose, receiptId: 'RECEIPT2' }
  const page = homePage({ ...view, families }, NUMBERS)
  const document = sent(page)
  assert.match(wordsOf(page), /Mohammed SMITH Age aged 11 \(born 12 March 2015\)/)
  assert.match(document, /<form method="post" action="\/why">/)
  assert.match(document, /name="purpose" value="caseload"/)
  assert.match(document, new RegExp(`name="next" value="/family/${CHILD_ID}"`))
  assert.match(document, new RegExp(`name="next" value="/child/${CHILD_ID}"`))
  assert.deepEqual(faultsOf(page), [])
})

test('an empty list says where it comes from and whom to ask', () => {
  const families = { people: [], more: false, purpose, receiptId: 'RECEIPT2' }
  assert.match(
    wordsOf(homePage({ ...view, families }, NUMBERS)),
    /No family is recorded with you by Lancashire Health Visiting\. .* ask your manager/,
  )
})

test('nobody arrives and finds nothing to do: a role without families has its own tasks', () => {
  const tasks = [{ href: '/feeds', text: 'Feeds', says: 'See which files came.' }]
  const page = homePage({ ...view, maySearch: false, tasks }, NUMBERS)
  assert.match(sent(page), /<a [^>]*href="\/feeds">Feeds<\/a>/)
  assert.doesNotMatch(wordsOf(page), /My families|Find a child/)
})
