import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  family,
  faultsOf,
  helping,
  line,
  OTHER_ID,
  panel,
  receipt,
  summary,
  wordsOf,
} from '../../../test/practitioner-views.ts'
import { familyPage } from './page.ts'

const mother = line({
  summary: summary({
    personId: OTHER_ID,
    name: 'Samina SMITH',
    age: 34,
    birthDate: '1992-01-05',
    phone: '07700 900 123',
  }),
  ties: [{ says: 'mother', partners: ['Lancashire County Council'], responsibility: true }],
})

test('every helper has a line of their own, with the number beside the name', () => {
  const school = helping({
    category: 'school',
    organisation: 'Ribbleton Primary',
    workerName: 'Ms Holden',
    workerRole: 'Safeguarding lead',
    phone: '01632 960 144',
    outOfHoursPhone: undefined,
    lastContact: undefined,
    lead: false,
  })
  const child = line({ isTheChild: true, helping: [helping(), school] })
  const page = wordsOf(familyPage(family({ child }), receipt()))
  assert.match(
    page,
    /Joanne Kay, social worker \(lead\) Lancashire County Council How to reach Ring 01632 960 123/,
  )
  assert.match(
    page,
    /Ms Holden, safeguarding lead Ribbleton Primary How to reach Ring 01632 960 144 Last contact On roll on 20 November 2026/,
  )
  assert.match(page, /A case is open Mohammed SMITH Joanne Kay, social worker\. Ring 01632 960 123/)
})

test('a member is shown with the tie that a source states, and someone with no helper as that and no more', () => {
  const silent = line({ ...mother, panels: [panel()] })
  const page = wordsOf(familyPage(family({ members: [silent] }), receipt()))
  assert.match(page, /Samina SMITH aged 34 mother \(parental responsibility\) 07700 900 123/)
  assert.match(page, /No record matched in data to 20 November 2026/)
  assert.match(page, /School: no record matched\. In data to 20 November 2026\./)
  assert.doesNotMatch(page, /not known/i)
})

test('rule 5: that two people do not share an address is never said: it may be hidden, not different', () => {
  const apart = line({ ...mother, livesWith: false })
  assert.doesNotMatch(
    wordsOf(familyPage(family({ members: [apart] }), receipt())),
    /address[^.]*(?:not|differ)|not at/i,
  )
})

test('one lead for two children is named once, with the number', () => {
  const brother = line({ summary: summary({ personId: OTHER_ID, name: 'Adam SMITH' }), helping: [helping()] })
  const child = line({ isTheChild: true, helping: [helping()] })
  const page = wordsOf(familyPage(family({ child, members: [brother] }), receipt()))
  const open = page.slice(page.indexOf('A case is open'), page.indexOf('Who helps whom'))
  assert.equal(open.match(/Joanne Kay/g)?.length, 1)
  assert.match(open, /Mohammed SMITH Adam SMITH Joanne Kay/)
})

test('a possible record is said to be possible, with whom to ring', () => {
  const says = 'There may be a record. To find out: Ring Adult services, 01632 960 170.'
  const doubtful = line({
    ...mother,
    panels: [panel({ name: 'Adult services', state: 'possible record, not confirmed', says })],
  })
  const page = wordsOf(familyPage(family({ members: [doubtful] }), receipt()))
  assert.match(
    page,
    /Possible record with adult services, not confirmed How to reach There may be a record\. To find out: Ring Adult services, 01632 960 170\./,
  )
})

test('a member who may not be shown leaves nothing: the page is that of the same family without them', () => {
  const withMother = family({ members: [mother] })
  const without = family({ members: [] })
  const page = wordsOf(familyPage(without, receipt()))
  assert.notEqual(page, wordsOf(familyPage(withMother, receipt())))
  assert.doesNotMatch(page, /Samina|34|hidden|withheld|member/)
})

test('overlaps, gaps and a list to ring stand on the page where there are any', () => {
  const child = line({ isTheChild: true, helping: [helping()] })
  const overlaps = ['Health visiting: A and B both work with this family.']
  const gaps = ['Aisha SMITH: no school record matched.']
  const page = wordsOf(familyPage(family({ child, overlaps, gaps }), receipt()))
  assert.match(page, /Overlaps Health visiting: A and B both work/)
  assert.match(page, /Gaps Aisha SMITH: no school record matched/)
  assert.match(
    page,
    /Joanne Kay, social worker, Lancashire County Council: 01632 960 123 \(out of hours 01632 960 100\)/,
  )
})

test('one heading, no name in the title or in an address, and no script', () => {
  assert.deepEqual(faultsOf(familyPage(family({ members: [mother] }), receipt())), [])
})
