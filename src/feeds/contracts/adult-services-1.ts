import {
  birthDate,
  blankWhere,
  code,
  day,
  ending,
  filled,
  fullPostcode,
  instant,
  nhs,
  present,
  reference,
  text,
  yesNo,
} from '../columns.ts'
import { type Contract, table } from '../contract.ts'
import { period, statusAt } from './period.ts'

const SERVICES = {
  'domestic-abuse': 'Domestic abuse support',
  recovery: 'Recovery from drugs or alcohol',
  'mental-health': 'Mental health',
  probation: 'Probation',
} as const

const involvements = table({
  scope: 'involvements',
  columns: {
    person_ref: filled(text),
    nhs_number: nhs,
    given_name: present(text),
    family_name: filled(text),
    birth_date: present(birthDate),
    address_line: text,
    postcode: fullPostcode,
    service_kind: filled(
      code({
        'domestic-abuse': 'domestic-abuse',
        recovery: 'recovery',
        'mental-health': 'mental-health',
        probation: 'probation',
      }),
    ),
    worker_id: text,
    worker_name: text,
    worker_role: text,
    worker_phone: text,
    status: code({
      current: 'current',
      open: 'current',
      active: 'current',
      historic: 'historic',
      closed: 'historic',
      ended: 'historic',
    }),
    start_date: day,
    last_contact_date: day,
    end_date: ending(day),
    familys_yes: present(yesNo),
    harm_test_ref: present(blankWhere(/^(no?|none|n\/?a|-+)$/i, reference)),
    as_of: present(instant),
  },
  records: (row, context) => {
    const { from, to } = period(row.start_date, row.end_date, 'end_date', context)
    const status = row.status ?? statusAt(to, context.today)
    const hasHome = status === 'current' && (row.address_line ?? row.postcode) !== undefined
    const kind = row.service_kind
    if (kind === undefined) return []
    return [
      {
        scope: 'involvements',
        sourceRef: `${row.person_ref}/${kind}`,
        person: row.person_ref,
        asOf: row.as_of,
        content: {
          identity: {
            givenName: row.given_name,
            familyName: row.family_name,
            birthDate: row.birth_date,
          },
          identifiers: row.nhs_number === undefined ? undefined : { nhsNumber: row.nhs_number },
          address: hasHome ? { line: row.address_line, postcode: row.postcode } : undefined,
          'adult-services': {
            service: SERVICES[kind],
            workerId: row.worker_id,
            workerName: row.worker_name,
            workerRole: row.worker_role,
            phone: row.worker_phone,
            status,
            from,
            lastContact: row.last_contact_date,
            to,
            sensitive: true,
            basis: basisOf(row.familys_yes, row.harm_test_ref),
            harmTestRef: row.harm_test_ref,
          },
        },
      },
    ]
  },
})

/** Why the service may be told of at all. A field that is empty or was not understood is no yes. */
function basisOf(yes: boolean | undefined, harmTest: string | undefined): 'yes' | 'harm-test' | undefined {
  if (yes === true) return 'yes'
  return harmTest === undefined ? undefined : 'harm-test'
}

/**
 * Adults whom workers of Family Safeguarding help. Sensitive: nothing of a row, the name included, is shown to anybody but
 * the service's own practitioners unless the row carries the person's own yes or a recorded harm test, and nobody is ever
 * searched for by it. A later row of the same person and kind of service without the yes takes it back.
 */
export const adultServices1: Contract = {
  id: 'adult-services/1',
  name: 'Family Safeguarding and services for adults',
  encoding: 'CSV (RFC 4180) in UTF-8; Windows-1252 is recognised and reported',
  key: 'person_ref and service_kind; person_ref for persons',
  mode: 'changes',
  asOf: 'as_of of each row',
  rowsSayWhen: true,
  coverage: {
    who: 'Adults whom Family Safeguarding workers help',
    ages: [16, 120],
    area: 'Lancashire',
    since: '2021-02-01',
    staleAfterDays: 14,
  },
  categories: ['identity', 'identifiers', 'address', 'adult-services'],
  sentBy: 'discloser',
  stages: {},
  sample: 'adult-services',
  tables: [involvements],
}
