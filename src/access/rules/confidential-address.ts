import { rule } from '../rule.ts'

/** Categories from which a home could be worked out. */
const LEADS_TO_A_HOME = new Set(['address', 'contact-details'])

export const confidentialAddress = rule({
  name: 'confidential-address',
  says: 'A confidential address, or one on protective hold, is shown to the named roles only.',
  source: 'Domestic Abuse Act 2021 s.1 context; ICO reprimands for disclosed safe addresses, 2022 to 2024',
  reads: ['category', 'protections', 'role'],
  curable: false,
  remedy: 'Ring the protected-records desk.',
  refuses: ({ category, protections, role }) =>
    category === undefined ||
    role === undefined ||
    (LEADS_TO_A_HOME.has(category.id) &&
      (protections ?? []).some(
        held =>
          (held.kind === 'confidential-address' || held.kind === 'protective-hold') &&
          !held.namedRoles.includes(role.id),
      )),
  examples: [
    {
      given: 'a refuge, and a school asks for the address',
      facts: {
        category: about('address'),
        protections: [{ kind: 'confidential-address', namedRoles: ['social-worker'] }],
        role: as('school-safeguarding-lead'),
      },
      refuses: true,
    },
    {
      given: 'a refuge, and a named role asks',
      facts: {
        category: about('address'),
        protections: [{ kind: 'confidential-address', namedRoles: ['social-worker'] }],
        role: as('social-worker'),
      },
      refuses: false,
    },
    {
      given: 'a refuge, and the school asks who helps',
      facts: {
        category: about('health-visiting'),
        protections: [{ kind: 'confidential-address', namedRoles: [] }],
        role: as('school-safeguarding-lead'),
      },
      refuses: false,
    },
    {
      given: 'an address on protective hold',
      facts: {
        category: about('address'),
        protections: [{ kind: 'protective-hold', namedRoles: [] }],
        role: as('health-visitor'),
      },
      refuses: true,
    },
    {
      given: 'no protection',
      facts: { category: about('address'), protections: undefined, role: as('health-visitor') },
      refuses: false,
    },
  ],
})

function about(id: string) {
  return { id, name: id, sensitive: false }
}

function as(id: string) {
  return { id, name: id, frontDoor: false }
}
