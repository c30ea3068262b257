import { day, ending, filled, present, text } from '../columns.ts'
import { type Contract, table } from '../contract.ts'
import { period } from './period.ts'

const partners = table({
  scope: 'partners',
  columns: {
    partner_id: filled(text),
    name: filled(text),
    kind: filled(text),
    district: text,
    phone: text,
    out_of_hours_phone: text,
    controller_role: filled(text),
    la_code: text,
  },
  referredToBy: row => [row.partner_id ?? ''],
  records: row => [
    {
      scope: 'partners',
      sourceRef: row.partner_id ?? '',
      content: {
        partner: {
          name: row.name ?? '',
          kind: row.kind ?? '',
          district: row.district,
          phone: row.phone,
          outOfHoursPhone: row.out_of_hours_phone,
          controllerRole: row.controller_role ?? '',
          laCode: row.la_code,
        },
      },
    },
  ],
})

const practitioners = table({
  scope: 'practitioners',
  columns: {
    partner_id: filled(text),
    worker_id: filled(text),
    name: filled(text),
    email: present(text),
    role: filled(text),
    team: text,
    phone: text,
    training_valid_to: present(day),
    from_date: day,
    to_date: ending(day),
  },
  records: (row, context) => {
    const { from, to } = period(row.from_date, row.to_date, 'to_date', context)
    return [
      {
        scope: 'practitioners',
        sourceRef: `${row.partner_id}/${row.worker_id}`,
        content: {
          worker: {
            partnerId: row.partner_id,
            workerId: row.worker_id,
            name: row.name,
            email: row.email,
            role: row.role,
            teamName: row.team,
            phone: row.phone,
            trainingValidTo: row.training_valid_to,
          },
        },
        from,
        to,
      },
    ]
  },
})

/** The host keeps the register of partners and of the people who may sign in; it is not about families. */
export const register1: Contract = {
  id: 'register/1',
  name: 'Register of partners and practitioners',
  encoding: 'CSV (RFC 4180) in UTF-8; Windows-1252 is recognised and reported',
  key: 'partner_id; partner_id and worker_id',
  mode: 'snapshot',
  asOf: 'delivery.json',
  coverage: {
    who: 'Partners and their practitioners',
    ages: [0, 120],
    area: 'Lancashire',
    since: '2020-01-01',
    staleAfterDays: 7,
  },
  categories: [],
  sentBy: 'host',
  stages: {},
  sample: 'register',
  tables: [partners, practitioners],
}
