import { birthDate, day, ending, filled, fullPostcode, present, sex, text } from '../columns.ts'
import { type Contract, table } from '../contract.ts'
import type { Identity } from '../sections.ts'
import { period, statusAt } from './period.ts'

const cases = table({
  scope: 'cases',
  columns: {
    case_id: filled(text),
    given_name: present(text),
    family_name: filled(text),
    other_names: text,
    birth_date: present(birthDate),
    sex,
    address_line: text,
    postcode: fullPostcode,
    worker_id: text,
    worker_name: text,
    worker_phone: text,
    start_date: present(day),
    last_contact_date: day,
    end_date: ending(present(day)),
  },
  records: (row, context) => {
    const { from, to } = period(row.start_date, row.end_date, 'end_date', context)
    const status = statusAt(to, context.today)
    // The file does not date its addresses, and a case that has ended vouches for no home of today.
    const hasHome = status === 'current' && (row.address_line ?? row.postcode) !== undefined
    return [
      {
        scope: 'cases',
        sourceRef: row.case_id ?? '',
        person: row.case_id,
        from,
        to,
        content: {
          identity: {
            givenName: row.given_name,
            familyName: row.family_name,
            otherNames: otherNames(row.other_names),
            birthDate: row.birth_date,
            sex: row.sex,
          },
          address: hasHome ? { line: row.address_line, postcode: row.postcode } : undefined,
          'youth-justice': {
            service: 'Youth justice',
            workerId: row.worker_id,
            workerName: row.worker_name,
            phone: row.worker_phone,
            status,
            from,
            lastContact: row.last_contact_date,
            to,
          },
        },
      },
    ]
  },
})

/** Names that the young person also goes by, with a semicolon between them: one word is a given name. */
function otherNames(written: string | undefined): Identity['otherNames'] {
  const names = (written ?? '').split(/[;,|]/).map(name => name.trim().split(/\s+/).filter(Boolean))
  const known = names.filter(words => words.length > 0)
  if (known.length === 0) return undefined
  return known.map(words =>
    words.length === 1
      ? { givenName: words[0] }
      : { givenName: words.slice(0, -1).join(' '), familyName: words.at(-1) },
  )
}

/**
 * Young people with whom the youth justice team works. What they are before the court for is data of criminal offences: the
 * register's category says that the team is involved and who the worker is, so `order_headline` is dropped.
 */
export const youthJustice1: Contract = {
  id: 'youth-justice/1',
  name: 'Youth justice: involvement and worker',
  encoding: 'CSV (RFC 4180) in UTF-8; Windows-1252 is recognised and reported',
  key: 'case_id',
  mode: 'snapshot',
  asOf: 'delivery.json, or the date in the name of the file',
  coverage: {
    who: 'Young people with whom the youth justice team works',
    ages: [10, 18],
    area: 'Lancashire',
    since: '2018-04-01',
    staleAfterDays: 14,
  },
  categories: ['identity', 'address', 'youth-justice'],
  sentBy: 'discloser',
  stages: {},
  sample: 'youth-justice',
  tables: [cases],
}
