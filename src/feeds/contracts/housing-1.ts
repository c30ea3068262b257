import { birthDate, day, ending, filled, fullPostcode, present, text, uprn } from '../columns.ts'
import { type Contract, table } from '../contract.ts'
import type { Address, Content } from '../sections.ts'
import { period, statusAt } from './period.ts'

const households = table({
  scope: 'households',
  columns: {
    household_ref: filled(text),
    person_ref: filled(text),
    given_name: present(text),
    family_name: filled(text),
    birth_date: present(birthDate),
    relationship_to_tenant: present(text),
    address_line: present(text),
    postcode: present(fullPostcode),
    uprn,
    tenure: text,
    officer_id: text,
    officer_name: text,
    officer_phone: text,
    from_date: present(day),
    to_date: ending(present(day)),
  },
  records: (row, context) => {
    const { from, to } = period(row.from_date, row.to_date, 'to_date', context)
    const { address_line: line, postcode, uprn } = row
    // It is looked at for what keeps a home safe, and not kept.
    if (row.tenure !== undefined) context.drop('tenure')
    return [
      {
        scope: 'households',
        sourceRef: `${row.household_ref}/${row.person_ref}`,
        person: row.person_ref,
        // The household is the other end: its people share it, and what each is to the tenant says what they are to each other.
        object: `household/${row.household_ref}`,
        from,
        to,
        content: {
          identity: {
            givenName: row.given_name,
            familyName: row.family_name,
            birthDate: row.birth_date,
          },
          ...homeOf({ line, postcode, uprn, from, to }, `${row.tenure} ${line}`),
          relationships: {
            type: placeInHousehold(row.relationship_to_tenant),
            familyRef: row.household_ref,
            livesWith: statusAt(to, context.today) === 'current',
          },
          housing: {
            service: 'Housing',
            workerId: row.officer_id,
            workerName: row.officer_name,
            workerRole: row.officer_name === undefined ? undefined : 'Housing officer',
            phone: row.officer_phone,
            status: statusAt(to, context.today),
            from,
            to,
          },
        },
      },
    ]
  },
})

/**
 * Where a refuge is must not be told by what a landlord says of the people in it: the postcode stands in the category of
 * placements, without anybody setting anything.
 */
function homeOf(home: Address, says: string): Pick<Content, 'address' | 'placement-address'> {
  const { line, postcode, uprn, from, to } = home
  if (!/refuge|safe ?house/i.test(says))
    return { address: (line ?? postcode ?? uprn) === undefined ? undefined : home }
  return postcode === undefined ? {} : { 'placement-address': { postcode, type: 'refuge', from, to } }
}

/** What landlords write of a person in a tenant's home, by what the person is to the tenant. */
const PLACES: Record<string, RegExp> = {
  tenant:
    /^((main|joint|sole|lead|first|second) )?(tenant|applicant|householder)( [12])?$|^self$|^head of household$/,
  partner: /^(partner|spouse|wife|husband|civil partner|cohabitee)$/,
  child: /^((step|foster|adopted|adoptive)[ -]?)?(child|son|daughter)$|^(dependent|dependant)( child)?$/,
  grandchild: /^grand[ -]?(child|son|daughter)$/,
  parent: /^((step|grand)[ -]?)?(parent|mother|father)( in law)?$/,
  'brother or sister': /^((half|step)[ -]?)?(brother|sister|sibling)$/,
}

/** Others live there, and no more is said of them. */
function placeInHousehold(written: string | undefined): string {
  const words = (written ?? '').toLowerCase().replace(/[_-]+/g, ' ').replace(/\s+/g, ' ').trim()
  return Object.keys(PLACES).find(place => PLACES[place]?.test(words)) ?? 'member of the household'
}

/**
 * Who lives in a tenancy or temporary home of a district council or housing association, and who the housing officer is.
 * Tenure, temporary accommodation, notices and arrears are dropped: the register's category says only whether an officer
 * works with the household, and debt is a purpose that no agreement can switch on.
 */
export const housing1: Contract = {
  id: 'housing/1',
  name: 'Housing: households and their officers',
  encoding: 'CSV (RFC 4180) in UTF-8; Windows-1252 is recognised and reported',
  key: 'household_ref and person_ref; person_ref for persons',
  mode: 'snapshot',
  asOf: 'delivery.json, or the date in the name of the file',
  coverage: {
    who: 'Households of tenants and of people who were homeless, of the landlord that sends the file',
    ages: [0, 120],
    area: 'One district or housing association',
    since: '2019-04-01',
    staleAfterDays: 35,
  },
  categories: ['identity', 'address', 'placement-address', 'relationships', 'housing'],
  sentBy: 'discloser',
  stages: {},
  sample: 'housing',
  tables: [households],
}
