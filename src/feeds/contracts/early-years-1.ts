import { birthDate, day, ending, filled, fullPostcode, present, sex, text } from '../columns.ts'
import { type Contract, table } from '../contract.ts'
import { period, statusAt } from './period.ts'

const children = table({
  scope: 'children',
  columns: {
    setting_urn: filled(text),
    setting_name: present(text),
    child_ref: filled(text),
    given_name: present(text),
    family_name: filled(text),
    birth_date: present(birthDate),
    sex,
    postcode: fullPostcode,
    key_person: text,
    setting_phone: text,
    start_date: present(day),
    end_date: ending(present(day)),
  },
  records: (row, context) => {
    const { from, to } = period(row.start_date, row.end_date, 'end_date', context)
    const status = statusAt(to, context.today)
    // Two settings may count their children alike.
    const person = `${row.setting_urn}/${row.child_ref}`
    const hasHome = status === 'current' && row.postcode !== undefined
    return [
      {
        scope: 'children',
        sourceRef: person,
        person,
        from,
        to,
        content: {
          identity: {
            givenName: row.given_name,
            familyName: row.family_name,
            birthDate: row.birth_date,
            sex: row.sex,
          },
          address: hasHome ? { postcode: row.postcode } : undefined,
          'early-years': {
            service: 'Nursery or childminder',
            organisation: row.setting_name,
            workerName: row.key_person,
            workerRole: row.key_person === undefined ? undefined : 'Key person',
            phone: row.setting_phone,
            status,
            from,
            to,
          },
        },
      },
    ]
  },
})

/**
 * Children of nurseries and childminders, with the key person. Funded hours and the two-year offer are dropped: they are
 * for finding families who do not use them, which is not a purpose of the register yet.
 */
export const earlyYears1: Contract = {
  id: 'early-years/1',
  name: 'Early years: children on the list of a nursery or childminder',
  encoding: 'CSV (RFC 4180) in UTF-8; Windows-1252 is recognised and reported',
  key: 'setting_urn and child_ref',
  mode: 'snapshot',
  asOf: 'delivery.json, or the date in the name of the file',
  coverage: {
    who: 'Children on the list of the settings that send it',
    ages: [0, 5],
    area: 'The settings of one sender',
    since: '2022-09-01',
    staleAfterDays: 35,
  },
  categories: ['identity', 'address', 'early-years'],
  sentBy: 'discloser',
  stages: { children: 'child' },
  sample: 'early-years',
  tables: [children],
}
