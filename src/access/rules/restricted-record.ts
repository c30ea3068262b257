import { rule } from '../rule.ts'

export const restrictedRecord = rule({
  name: 'restricted-record',
  says: 'A restricted record is there for the roles that it names and for nobody else.',
  source: 'UK GDPR Article 32, security appropriate to the risk; Article 8 ECHR',
  reads: ['protections', 'role'],
  curable: false,
  remedy: 'Ring the protected-records desk.',
  refuses: ({ protections, role }) =>
    role === undefined ||
    (protections ?? []).some(held => held.kind === 'restricted-record' && !held.namedRoles.includes(role.id)),
  examples: [
    {
      given: 'a role that is not named',
      facts: {
        protections: [{ kind: 'restricted-record', namedRoles: ['mash-worker'] }],
        role: as('health-visitor'),
      },
      refuses: true,
    },
    {
      given: 'a role that is named',
      facts: {
        protections: [{ kind: 'restricted-record', namedRoles: ['mash-worker'] }],
        role: as('mash-worker'),
      },
      refuses: false,
    },
    { given: 'no protection', facts: { protections: undefined, role: as('health-visitor') }, refuses: false },
  ],
})

function as(id: string) {
  return { id, name: id, frontDoor: false }
}
