import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, receipt, summary, wordsOf } from '../../../test/practitioner-views.ts'
import type { SourcesView } from '../../access/record-sources.ts'
import { sourcesPage } from './page.ts'

const source = {
  partnerName: 'Lancashire Health Visiting',
  phone: '01632 960 003',
  contract: 'health-visiting/1',
  asOf: new Date('2026-11-20T06:00:00Z'),
  from: undefined,
}
const view: SourcesView = {
  summary: summary(),
  fields: [
    {
      label: 'Date of birth',
      shown: '2015-03-12',
      rule: 'Health’s date of birth first.',
      sources: [source],
      others: [
        {
          shown: '2015-12-03',
          sources: [{ ...source, partnerName: 'Ribbleton Primary', from: '2024-09-01' }],
        },
      ],
    },
  ],
  otherNames: [{ shown: 'Mohamed SMITHIES', sources: [source] }],
  records: [
    {
      recordId: '33333333-3333-8333-8333-333333333333',
      partnerName: 'Lancashire Health Visiting',
      contract: 'health-visiting/1',
      asOf: source.asOf,
      categories: ['Name and date of birth'],
    },
  ],
  toTell: [{ partnerName: 'Lancashire Health Visiting', phone: '01632 960 003' }],
}

test('each attribute says what was chosen, by which rule, from whom, and what others say', () => {
  const page = wordsOf(sourcesPage(view, receipt()))
  assert.match(page, /Date of birth.* Chosen 12 March 2015/)
  assert.match(page, /Why Health’s date of birth first\./)
  assert.match(page, /Who says so Lancashire Health Visiting, in data of 20 November 2026/)
  assert.match(
    page,
    /Other values 3 December 2015 Ribbleton Primary, in data of 20 November 2026, from 1 September 2024/,
  )
  assert.match(page, /Earlier and other names .*Mohamed SMITHIES/)
})

test('a wrong value leads to the source that can put it right, with its number', () => {
  const page = wordsOf(sourcesPage(view, receipt()))
  assert.match(page, /Something wrong\? Tell the source The organisation that sent the value puts it right\./)
  assert.match(page, /Lancashire Health Visiting: 01632 960 003/)
})

test('the records behind the page are named by file and id', () => {
  const page = wordsOf(sourcesPage(view, receipt()))
  assert.match(page, /The 1 record behind this page/)
  assert.match(page, /health-visiting\/1 .*33333333-3333-8333-8333-333333333333/)
})

test('one heading, no name in the title or in an address, and no script', () => {
  assert.deepEqual(faultsOf(sourcesPage(view, receipt())), [])
})
