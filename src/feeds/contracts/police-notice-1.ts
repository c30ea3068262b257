import { hash } from 'node:crypto'
import { londonDay } from '../../kit/clock.ts'
import { handlingCodes, isHandlingCode, statedConditions } from '../checks/handling-codes.ts'
import { birthDate, code, filled, fullPostcode, instant, present, sex, text, yesNo } from '../columns.ts'
import { type Context, type Contract, table } from '../contract.ts'
import { HANDLING, type HandlingCode } from '../sections.ts'

const notices = table({
  scope: 'notices',
  columns: {
    notice_ref: filled(text),
    event_type: filled(
      code({
        'domestic-abuse': 'domestic abuse',
        missing: 'missing',
        'police-protection': 'police protection',
      }),
    ),
    event_at: filled(instant),
    given_name: present(text),
    family_name: filled(text),
    birth_date: present(birthDate),
    sex,
    address_line: text,
    postcode: fullPostcode,
    headline: text,
    officer_contact: text,
    handling: present(text),
    released_for_notice: present(yesNo),
  },
  records: (row, context) => {
    const { notice_ref: notice = '', given_name, family_name, birth_date, postcode } = row
    const person = personKey(notice, [given_name, family_name, birth_date, postcode], birth_date)
    const draft = { scope: 'notices', sourceRef: `${notice}/${person}`, person }
    if (row.released_for_notice !== true) {
      context.drop('rows that are not released for notice')
      return [{ ...draft, content: {} }]
    }
    const from = row.event_at === undefined ? undefined : londonDay(new Date(row.event_at))
    const hasHome = (row.address_line ?? postcode) !== undefined
    return [
      {
        ...draft,
        from,
        content: {
          identity: {
            givenName: given_name,
            familyName: family_name,
            birthDate: birth_date,
            sex: row.sex,
          },
          address: hasHome ? { line: row.address_line, postcode } : undefined,
          'police-notices': {
            type: row.event_type ?? '',
            from,
            detail: row.headline,
            contact: row.officer_contact,
            handling: handlingOf(row.handling, context),
          },
        },
      },
    ]
  },
})

/**
 * The police number notices and not children, so a child is known by name, birth and postcode; without a date of birth, by
 * nothing beyond the notice. Only a digest is kept.
 */
function personKey(notice: string, parts: (string | undefined)[], born: string | undefined): string {
  const words = parts.map(part => (part ?? '').trim().toLocaleLowerCase('en-GB'))
  return hash('sha256', JSON.stringify(born === undefined ? [notice, ...words] : words)).slice(0, 24)
}

/** The conditions as codes. One that is not understood counts as the strictest, because it may have meant that. */
function handlingOf(written: string | undefined, context: Context): HandlingCode[] | undefined {
  const stated = statedConditions(written ?? '')
  if (stated.length === 0) return undefined
  const known = HANDLING.filter(condition => stated.includes(condition))
  if (stated.every(isHandlingCode)) return known
  context.reject('handling', handlingCodes)
  return [...known.filter(condition => condition !== 'police-only'), 'police-only']
}

/**
 * Operation Encompass and missing notices. Only a row with `released_for_notice` = Y becomes a notice that anybody sees. Of
 * any other row neither name nor event is stored: what remains is an empty version under the notice's reference, which takes
 * back what an earlier row had released, and a count. A notice that named the wrong child, or the wrong postcode, is taken
 * back in the same way, by its old row with N, and sent again.
 *
 * `handling` holds codes with a semicolon between them: `do-not-tell-family`, `ask-before-sharing`, `safeguarding-only`,
 * `social-care-only`, `police-only`; empty or `none` where there is no condition. The access rule `police-handling` says
 * what each does. Any other text is reported and keeps the notice for the police alone.
 *
 * What the child said, whether the child was there, the officer's number and the place of the event are for the notice to
 * the child's school, which this service does not send: no purpose of it needs them, and they are dropped.
 */
export const policeNotice1: Contract = {
  id: 'police-notice/1',
  name: 'Police notices: domestic abuse, missing children, police protection',
  encoding: 'CSV (RFC 4180) in UTF-8; Windows-1252 is recognised and reported',
  key: 'notice_ref with name, date of birth and postcode of the child',
  mode: 'changes',
  asOf: 'delivery.json, or the date in the name of the file, or else the arrival',
  coverage: {
    who: 'Children named in a notice that the police have released',
    ages: [0, 17],
    area: 'Lancashire',
    since: '2019-09-01',
    staleAfterDays: 3,
  },
  categories: ['identity', 'address', 'police-notices'],
  sentBy: 'discloser',
  stages: {},
  sample: 'police',
  tables: [notices],
}
