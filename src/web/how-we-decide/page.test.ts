import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../../test/database.ts'
import { faultsOf, sent, wordsOf } from '../../../test/practitioner-views.ts'
import { rules } from '../../access/rules.ts'
import { listGateways } from '../../registers/gateway-store.ts'
import { NEVER_PURPOSES } from '../../registers/never-purposes.ts'
import { listAgreementParties, listAllPurposes } from '../../registers/public-page-store.ts'
import { seedRegisters } from '../../registers/seed.ts'
import { howWeDecidePage } from './page.ts'

const database = await testDatabase()
await seedRegisters(database.owner, { demonstration: true })
const { reader } = database
const gateways = await listGateways(reader)
const purposes = await listAllPurposes(reader)
const agreement = {
  id: 'early-help-network',
  version: 3,
  title: 'Early help network',
  gateway: 'children-act-2004-s10',
  statute: 'Children Act 2004',
  section: 's.10',
  startsOn: '2026-01-01',
  endsOn: '2027-03-31',
  reviewOn: '2027-01-15',
}
const parties = {
  id: 'early-help-network',
  version: 3,
  disclosers: ['school', 'health-visiting'],
  recipients: ['family-hub'],
  categories: ['Name and date of birth', 'School'],
  signatures: 12,
}
const view = { rules, gateways, purposes, agreements: [agreement], parties: [parties] }
const page = howWeDecidePage(view)
const words = wordsOf(page)

test('every rule stands there with its sentence, its source and its examples', () => {
  for (const { says, source, examples } of rules) {
    assert.ok(words.includes(says), says)
    assert.ok(words.includes(source), source)
    for (const { given } of examples) assert.ok(words.includes(given), given)
  }
})

test('every legal gateway stands there, and one that nobody has checked says so in words', () => {
  for (const { statute, section, says } of gateways) {
    assert.ok(words.includes(`${statute} ${section}`), `${statute} ${section}`)
    assert.ok(words.includes(says), says)
  }
  const unchecked = gateways.filter(gateway => !gateway.checked).length
  assert.equal(words.match(/· To be verified/g)?.length, unchecked)
  assert.match(words, /Passed, but not in force yet/)
  assert.match(words, /Laws that only support another one/)
  assert.match(words, /Laws that forbid sharing/)
})

test('an agreement says who shares what with whom, under which law, and until when', () => {
  assert.match(
    words,
    /Early help network, version 3 Law Children Act 2004 s\.10 From Health visiting, schools To Family hubs/,
  )
  assert.match(words, /1 January 2026 to 31 March 2027/)
  assert.match(words, /12 partners/)
  assert.match(wordsOf(howWeDecidePage({ ...view, agreements: [] })), /nothing is shared/)
})

test('the purposes stand there, and those that can never be switched on', () => {
  for (const { name, says } of [...purposes, ...NEVER_PURPOSES])
    assert.ok(words.includes(`${name} ${says}`), name)
})

test('the contents lead to parts that are there', () => {
  const document = sent(page)
  for (const [, id = ''] of document.matchAll(/href="#([a-z]+)"/g))
    assert.ok(id === 'main-content' || document.includes(`id="${id}"`), id)
  assert.deepEqual(faultsOf(page), [])
})

test('agreements of which nobody has signed anything have no parties', async () => {
  assert.deepEqual(await listAgreementParties(reader), [])
})
