import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Content } from '../feeds/sections.ts'
import type { PersonRecord } from '../records/person-record.ts'
import { newestTellings } from './newest-tellings.ts'

function record(contract: string, asOf: string, content: Content, partnerId = 'lancs-csc'): PersonRecord {
  const about = { personId: 'P', identity: contract, objectPersonId: undefined }
  const dates = { validFrom: undefined, validTo: undefined, asOf: new Date(asOf) }
  return { ...about, ...dates, recordId: `${contract} ${asOf}`, partnerId, contract, content }
}

const plan = (from: string, to?: string): Content => ({
  'care-plans': { type: 'child protection', from, to },
})

test('a plan that the daily feed says has ended is not shown as going on because the yearly return says so', () => {
  const yearly = record('cin-census/1', '2026-06-12', plan('2025-10-06'))
  const daily = record('ssd/1.4', '2026-11-20', plan('2025-10-06', '2026-08-01'))
  for (const records of [
    [yearly, daily],
    [daily, yearly],
  ])
    assert.deepEqual(
      newestTellings(records).flatMap(({ content }) => content['care-plans'] ?? []),
      [daily.content['care-plans']],
    )
})

test('what only one of them tells, what began on another day, and what another partner tells stays', () => {
  const records = [
    record('cin-census/1', '2026-06-12', plan('2025-10-06')),
    record('ssd/1.4', '2026-11-20', plan('2025-10-07')),
    record('ssd/1.4', '2026-11-20', plan('2025-10-06'), 'blackburn-csc'),
    record('ssd/1.4', '2026-11-20', { 'care-plans': { type: 'looked after', from: '2025-10-06' } }),
  ]
  assert.deepEqual(newestTellings(records), records)
})

test('two records of one feed are two things', () => {
  const service = { service: 'Social care', status: 'current', from: '2025-10-06' } as const
  const records = [
    record('ssd/1.4', '2026-11-20', { 'childrens-social-care': { ...service, workerName: 'A Worker' } }),
    record('ssd/1.4', '2026-11-21', { 'childrens-social-care': service }),
  ]
  assert.deepEqual(newestTellings(records), records)
})

test('of an older record only the sections go that a newer one tells, and the record is not changed', () => {
  const episode: Content = {
    ...plan('2025-10-06'),
    'placement-address': { postcode: 'LA1 4QS', type: 'placement', from: '2025-10-06' },
    address: { postcode: 'BB1 1AA', to: '2025-10-06' },
  }
  const yearly = record('ssda903/1', '2026-03-31', episode)
  const daily = record('ssd/1.4', '2026-11-20', {
    'placement-address': { postcode: 'PR1 2AB', type: 'Foster placement', from: '2025-10-06' },
  })
  const [told] = newestTellings([yearly, daily])
  assert.deepEqual(Object.keys(told?.content ?? {}), ['care-plans', 'address'])
  assert.equal(Object.keys(yearly.content).length, 3)
})
