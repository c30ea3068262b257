import { code, day, filled, present, text } from '../columns.ts'
import { type Contract, table } from '../contract.ts'
import { identityId } from '../sections.ts'
import { sealGroupOf } from './adoption.ts'
import { period } from './period.ts'

const protections = table({
  scope: 'protections',
  columns: {
    partner_id: filled(text),
    contract: filled(text),
    source_ref: filled(text),
    kind: filled(
      code({
        'confidential-address': 'confidential-address',
        'protective-hold': 'protective-hold',
        'restricted-record': 'restricted-record',
        'sealed-identity': 'sealed-identity',
      }),
    ),
    named_roles: present(text),
    from_date: present(day),
    to_date: present(day),
    reason: filled(text),
    recorded_by: filled(text),
    raised_by: text,
  },
  records: (row, context) => {
    const { from, to } = period(row.from_date, row.to_date, 'to_date', context)
    const { partner_id = '', contract = '', source_ref = '', kind = '' } = row
    const protection = {
      subject: identityId(partner_id, contract, source_ref),
      kind,
      namedRoles: (row.named_roles ?? '').split(/[;|,\s]+/).filter(role => role !== ''),
      sealGroup: kind === 'sealed-identity' ? sealGroupOf(partner_id, source_ref) : undefined,
      reason: row.reason ?? '',
      recordedBy: row.recorded_by ?? '',
      raisedBy: row.raised_by,
    }
    return [{ scope: 'protections', sourceRef: '', content: {}, from, to, protection }]
  },
})

/**
 * Protections that the host records on what a source knows as a person. A protection ends by its own end date only:
 * one that is missing from a later file stands, because a lost row must never uncover a family. `raised_by` names the
 * contract whose protection the row is about, so that the host can end one that a partner's feed raised by mistake.
 */
export const protections1: Contract = {
  id: 'protections/1',
  name: 'Protections on persons',
  encoding: 'CSV (RFC 4180) in UTF-8; Windows-1252 is recognised and reported',
  key: 'partner_id, contract, source_ref, kind and raised_by',
  mode: 'changes',
  asOf: 'delivery.json',
  coverage: {
    who: 'Persons whose address, record or identity is protected',
    ages: [0, 120],
    area: 'Lancashire',
    since: '2020-01-01',
    staleAfterDays: 2,
  },
  categories: [],
  sentBy: 'host',
  stages: {},
  sample: 'protections',
  tables: [protections],
}
