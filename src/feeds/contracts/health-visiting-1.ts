import {
  birthDate,
  code,
  counted,
  day,
  ending,
  filled,
  fullPostcode,
  guarded,
  instant,
  nhs,
  present,
  sex,
  text,
  uprn,
} from '../columns.ts'
import { type Contract, table } from '../contract.ts'
import { period } from './period.ts'

/** A map, because the code comes from the file: an object would also know `constructor`. */
const SERVICES = new Map([
  ['health-visiting', 'Health visiting'],
  ['school-nursing', 'School nursing'],
  ['antenatal', 'Health visiting before birth'],
])

export const contacts = table({
  scope: 'contacts',
  columns: {
    local_patient_id: filled(text),
    nhs_number: present(nhs),
    given_name: present(text),
    family_name: filled(text),
    previous_family_name: text,
    birth_date: present(birthDate),
    sex,
    address_line: text,
    postcode: fullPostcode,
    uprn,
    service: counted(filled(text), [...SERVICES.keys()]),
    worker_id: text,
    worker_name: text,
    worker_role: text,
    team_phone: text,
    status: code({
      current: 'current',
      open: 'current',
      active: 'current',
      historic: 'historic',
      closed: 'historic',
      discharged: 'historic',
      ended: 'historic',
    }),
    start_date: day,
    last_contact_date: day,
    end_date: ending(day),
    next_contact_due: day,
    sensitive: guarded,
    as_of: present(instant),
  },
  records: (row, context) => {
    const { from, to } = period(row.start_date, row.end_date, 'end_date', context)
    const service = row.service ?? ''
    const status = row.status ?? (to !== undefined && to < context.today ? 'historic' : 'current')
    // The file does not date its addresses, and a service that has ended vouches for no home of today.
    const hasHome = status === 'current' && (row.address_line ?? row.postcode ?? row.uprn) !== undefined
    return [
      {
        scope: 'contacts',
        sourceRef: `${row.local_patient_id}/${service}`,
        person: row.local_patient_id,
        asOf: row.as_of,
        content: {
          identity: {
            givenName: row.given_name,
            familyName: row.family_name,
            formerFamilyName: row.previous_family_name,
            birthDate: row.birth_date,
            sex: row.sex,
          },
          identifiers: row.nhs_number === undefined ? undefined : { nhsNumber: row.nhs_number },
          address: hasHome ? { line: row.address_line, postcode: row.postcode, uprn: row.uprn } : undefined,
          'health-visiting': {
            service: SERVICES.get(service) ?? service,
            workerId: row.worker_id,
            workerName: row.worker_name,
            workerRole: row.worker_role,
            phone: row.team_phone,
            status,
            from,
            lastContact: row.last_contact_date,
            to,
            nextDue: row.next_contact_due,
            sensitive: row.sensitive,
          },
        },
      },
    ]
  },
})

export const healthVisiting1: Contract = {
  id: 'health-visiting/1',
  name: 'Health visiting and school nursing: headlines',
  encoding: 'CSV (RFC 4180) in UTF-8; Windows-1252 is recognised and reported',
  key: 'local_patient_id and service',
  mode: 'changes',
  asOf: 'as_of of each row',
  rowsSayWhen: true,
  coverage: {
    who: 'Children with a health visitor or a school nurse, and their contacts as headlines',
    ages: [0, 19],
    area: 'Lancashire',
    since: '2015-10-01',
    staleAfterDays: 14,
  },
  categories: ['identity', 'identifiers', 'address', 'health-visiting'],
  sentBy: 'discloser',
  stages: {},
  sample: 'health-visiting',
  tables: [contacts],
}
