import { hash } from 'node:crypto'
import { birthDate, day, ending, filled, fullPostcode, present, text } from '../columns.ts'
import { type Contract, table } from '../contract.ts'
import { period, statusAt } from './period.ts'

const bookings = table({
  scope: 'bookings',
  columns: {
    given_name: filled(text),
    family_name: filled(text),
    date_of_birth: filled(birthDate),
    postcode: present(fullPostcode),
    activity: filled(text),
    organiser: text,
    phone: text,
    start: present(day),
    last_attended: day,
    end: ending(present(day)),
  },
  records: (row, context) => {
    const { from, to } = period(row.start, row.end, 'end', context)
    const status = statusAt(to, context.today)
    const person = childKey([row.given_name, row.family_name, row.date_of_birth, row.postcode])
    // A place that has ended vouches for no home of today.
    const hasHome = status === 'current' && row.postcode !== undefined
    return [
      {
        scope: 'bookings',
        sourceRef: `${person}/${row.activity}/${row.start ?? ''}`,
        person,
        from,
        to,
        content: {
          identity: {
            givenName: row.given_name,
            familyName: row.family_name,
            birthDate: row.date_of_birth,
          },
          address: hasHome ? { postcode: row.postcode } : undefined,
          leisure: {
            service: row.activity ?? '',
            workerName: row.organiser,
            // A page names the worker and not the service, and a colleague needs to know which activity it is.
            workerRole: row.organiser === undefined ? undefined : `Organiser of ${row.activity}`,
            phone: row.phone,
            status,
            from,
            lastContact: row.last_attended,
            to,
          },
        },
      },
    ]
  },
})

/** The file numbers neither children nor places, so a child is known by name, birth and postcode. Only a digest is kept. */
function childKey(parts: (string | undefined)[]): string {
  const words = parts.map(part => (part ?? '').trim().toLocaleLowerCase('en-GB'))
  return hash('sha256', JSON.stringify(words)).slice(0, 24)
}

/**
 * Swimming and holiday activities of a district council, for children whom early help has referred. Each file is the whole
 * list, so a name that is put right replaces the old one. What a child may not eat is for the organiser alone: dropped.
 */
export const leisure1: Contract = {
  id: 'leisure/1',
  name: 'Leisure: swimming and holiday activities for families referred by early help',
  encoding: 'CSV (RFC 4180) in UTF-8; Windows-1252 is recognised and reported',
  key: 'name, date of birth, postcode, activity and start; name, date of birth and postcode for persons',
  mode: 'snapshot',
  asOf: 'delivery.json, or the date in the name of the file',
  coverage: {
    who: 'Children whom early help has referred to an activity of the district council that sends the file',
    ages: [0, 19],
    area: 'One district',
    since: '2026-09-01',
    staleAfterDays: 14,
  },
  categories: ['identity', 'address', 'leisure'],
  sentBy: 'discloser',
  stages: { bookings: 'child' },
  sample: 'leisure',
  tables: [bookings],
}
