import { rule } from '../rule.ts'

export const placementAddress = rule({
  name: 'placement-address',
  says: 'Where a looked-after child is placed is shown to the child’s own care team only.',
  source:
    'Children Act 1989 s.22C and s.34; Care Planning, Placement and Case Review (England) Regulations 2010',
  reads: ['category', 'relationship'],
  curable: false,
  remedy: 'Ring the child’s social worker.',
  refuses: ({ category, relationship }) =>
    category === undefined ||
    (category.id === 'placement-address' &&
      !(relationship !== undefined && ['own', 'team'].includes(relationship.kind))),
  examples: [
    {
      given: 'a placement, and somebody who is not of the care team',
      facts: { category: placement(), relationship: undefined },
      refuses: true,
    },
    {
      given: 'a placement, and a worker of the child’s sister',
      facts: { category: placement(), relationship: { kind: 'family', endedDaysAgo: 0 } },
      refuses: true,
    },
    {
      given: 'a placement, and the child’s own social worker',
      facts: { category: placement(), relationship: { kind: 'own', endedDaysAgo: 0 } },
      refuses: false,
    },
    {
      given: 'another kind of information',
      facts: { category: { id: 'school', name: 'School', sensitive: false }, relationship: undefined },
      refuses: false,
    },
  ],
})

function placement() {
  return { id: 'placement-address', name: 'Placement address', sensitive: false }
}
