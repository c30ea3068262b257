import { within } from '../facts.ts'
import { rule } from '../rule.ts'

export const roleMaySee = rule({
  name: 'role-may-see',
  says: 'Each role sees only the kinds of information that its work needs, in any family.',
  source: 'UK GDPR Article 5(1)(c); Caldicott Principle 4, access on a strict need-to-know basis',
  reads: ['role', 'roleTier', 'tier'],
  curable: false,
  remedy: 'Ring the service and ask; what may be told in law is a separate question.',
  refuses: ({ role, roleTier, tier }) =>
    role === undefined || roleTier === undefined || tier === undefined || !within(tier, roleTier),
  examples: [
    {
      given: 'a role without this category',
      facts: {
        role: { id: 'police-officer', name: 'Police officer', frontDoor: true },
        roleTier: undefined,
        tier: 'existence',
      },
      refuses: true,
    },
    {
      given: 'a headline asked for where the role may know of existence only',
      facts: {
        role: { id: 'police-officer', name: 'Police officer', frontDoor: true },
        roleTier: 'existence',
        tier: 'headline',
      },
      refuses: true,
    },
    {
      given: 'a headline for a role that may see headlines',
      facts: {
        role: { id: 'health-visitor', name: 'Health visitor', frontDoor: false },
        roleTier: 'headline',
        tier: 'headline',
      },
      refuses: false,
    },
  ],
})
