import { rule } from '../rule.ts'

export const sealedIdentity = rule({
  name: 'sealed-identity',
  says: 'A sealed identity is never shown and never tied to the one that came after it.',
  source: 'Adoption and Children Act 2002 ss.56 to 65; Gender Recognition Act 2004 s.22; witness protection',
  reads: ['protections'],
  curable: false,
  remedy: 'Ring the protected-records desk.',
  refuses: ({ protections }) => (protections ?? []).some(held => held.kind === 'sealed-identity'),
  examples: [
    {
      given: 'the identity before an adoption',
      facts: { protections: [{ kind: 'sealed-identity', namedRoles: [] }] },
      refuses: true,
    },
    {
      given: 'naming a role does not open a seal',
      facts: { protections: [{ kind: 'sealed-identity', namedRoles: ['social-worker'] }] },
      refuses: true,
    },
    { given: 'no seal', facts: { protections: undefined }, refuses: false },
  ],
})
