import {
  alsoCalled,
  birthDateAsExported,
  code,
  dayAsExported,
  ending,
  filled,
  fullPostcode,
  present,
  pupilNumber,
  sex,
  text,
} from '../columns.ts'
import { type Contract, type Draft, table } from '../contract.ts'
import { isAdoption, sealBeforeAdoption } from './adoption.ts'
import { period, statusAt } from './period.ts'

/** The names of columns are those of the return; their capitals, their order and further columns make no difference. */
const header = table({
  scope: 'header',
  columns: {
    child: filled(text),
    sex: alsoCalled(sex, 'gender'),
    dob: present(birthDateAsExported),
    upn: pupilNumber,
  },
  required: true,
  // The table of unaccompanied children has the same columns but this.
  knownBy: ['ethnic'],
  records: row => [
    {
      scope: 'header',
      sourceRef: row.child ?? '',
      person: row.child,
      content: {
        identity: { birthDate: row.dob, sex: row.sex },
        identifiers: row.upn === undefined ? undefined : { upn: row.upn },
      },
    },
  ],
})

/** An episode ends with X1 where care goes on in another. */
const episodes = table({
  scope: 'episodes',
  columns: {
    child: filled(text),
    decom: filled(dayAsExported),
    dec: ending(present(dayAsExported)),
    rec: present(text),
    home_post: fullPostcode,
    pl_post: fullPostcode,
  },
  records: (row, context) => {
    const { from, to } = period(row.decom, row.dec, 'dec', context)
    const person = row.child ?? ''
    const about = { scope: 'episodes', sourceRef: `${person}/${row.decom}`, person, from, to }
    const episode: Draft = {
      ...about,
      content: {
        // Home when care began: a home that has ended, so that nobody takes it for where the child lives.
        address:
          row.home_post === undefined ? undefined : { postcode: row.home_post, type: 'home', to: from },
        'placement-address':
          row.pl_post === undefined ? undefined : { postcode: row.pl_post, type: 'placement', from, to },
        'childrens-social-care': {
          service: "Children's social care",
          status: statusAt(to, context.today),
          from,
          to,
          detail: 'Looked after by the local authority',
        },
        'care-plans': { type: 'looked after', from, to },
      },
    }
    if (!isAdoption(row.rec)) return [episode]
    return [episode, sealBeforeAdoption('episodes', context.partnerId, person)]
  },
})

const missing = table({
  scope: 'missing',
  columns: {
    child: filled(text),
    missing: code({ M: 'Missing', A: 'Away without authorisation' }),
    mis_start: filled(dayAsExported),
    mis_end: ending(present(dayAsExported)),
  },
  records: (row, context) => {
    const { from, to } = period(row.mis_start, row.mis_end, 'mis_end', context)
    return [
      {
        scope: 'missing',
        sourceRef: `${row.child}/${row.mis_start}`,
        person: row.child,
        from,
        to,
        content: { alerts: { type: row.missing ?? 'Missing', from, to } },
      },
    ]
  },
})

/** The other tables of the return, by a column that each has alone: reviews, health, adoption, care leaving and the rest. */
const UNREAD: Record<string, string> = {
  reviews: 'review_code',
  uasc: 'duc',
  oc2: 'sdq_score',
  oc3: 'in_touch',
  ad1: 'date_int',
  placed_for_adoption: 'date_placed',
  prev_perm: 'prev_perm',
  sw_episodes: 'sw_id',
}

const unread = Object.entries(UNREAD).map(([scope, column]) =>
  table({
    scope,
    columns: { child: filled(text), [column]: present(text) },
    knownBy: [column],
    unread: true,
    records: () => [],
  }),
)

/**
 * The return on children looked after, as its set of CSV files. Ethnicity, need, legal status, kind of placement,
 * provider and reasons are dropped. It names nobody: see the children in need census. Where a child is placed has a
 * category of its own, which only the child's own care team may see; a child who was adopted is sealed (see adoption.ts).
 */
export const ssda9031: Contract = {
  id: 'ssda903/1',
  name: 'SSDA903: children looked after',
  encoding: 'CSV (RFC 4180) in UTF-8; Windows-1252 is recognised and reported',
  key: 'CHILD; CHILD and DECOM; CHILD and MIS_START',
  mode: 'snapshot',
  asOf: 'delivery.json, or else the newest date in the names of the files, or else the newest day in the data that is not later than today',
  datedBy: ['decom', 'dec', 'mis_start', 'mis_end', 'dob'],
  coverage: {
    who: 'Children looked after by the local authority in the year of the return',
    ages: [0, 21],
    area: 'The local authority that sends it',
    since: '2013-04-01',
    staleAfterDays: 430,
  },
  categories: [
    'identity',
    'identifiers',
    'address',
    'placement-address',
    'childrens-social-care',
    'care-plans',
    'alerts',
  ],
  sentBy: 'discloser',
  stages: { header: 'child' },
  sample: 'ssda903',
  tables: [header, episodes, missing, ...unread],
}
