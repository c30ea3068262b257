import type { Purpose } from '../facts.ts'
import { rule } from '../rule.ts'

/** Work does not stop on the day that a record ends: letters, a last visit, a handover. */
const graceDays = 28

export const relationship = rule({
  name: 'relationship',
  says: `More than the existence of a record is shown only to those who work with the person, did so up to ${graceDays} days ago, or answer at a front door.`,
  source: 'Common law duty of confidence; Caldicott Principle 4',
  reads: ['relationship', 'purpose', 'role', 'tier'],
  curable: true,
  remedy:
    'If you have begun to work with this person, ask your service to record it. To learn more today, ring the service shown.',
  refuses: ({ relationship: tie, purpose, role, tier }) => {
    if (tier === 'existence') return false
    if (purpose === undefined || role === undefined) return true
    if (role.frontDoor && purpose.kind === 'front-door') return false
    if (purpose.kind === 'oversight') return false
    if (tie === undefined || tie.endedDaysAgo > graceDays) return true
    return tie.kind === 'family' && !(purpose.wholeFamily && tier === 'headline')
  },
  examples: [
    {
      given: 'a stranger to the family asks for a headline',
      facts: { relationship: undefined, purpose: purpose('own-work'), role: worker(false), tier: 'headline' },
      refuses: true,
    },
    {
      given: 'a stranger asks whether a record exists',
      facts: {
        relationship: undefined,
        purpose: purpose('own-work'),
        role: worker(false),
        tier: 'existence',
      },
      refuses: false,
    },
    {
      given: 'the child’s own worker',
      facts: {
        relationship: { kind: 'own', endedDaysAgo: 0 },
        purpose: purpose('own-work'),
        role: worker(false),
        tier: 'headline',
      },
      refuses: false,
    },
    {
      given: 'the work ended four weeks ago',
      facts: {
        relationship: { kind: 'own', endedDaysAgo: 28 },
        purpose: purpose('own-work'),
        role: worker(false),
        tier: 'headline',
      },
      refuses: false,
    },
    {
      given: 'the work ended a day longer ago',
      facts: {
        relationship: { kind: 'own', endedDaysAgo: 29 },
        purpose: purpose('own-work'),
        role: worker(false),
        tier: 'headline',
      },
      refuses: true,
    },
    {
      given: 'a brother of a child on the caseload, content',
      facts: {
        relationship: { kind: 'family', endedDaysAgo: 0 },
        purpose: purpose('own-work'),
        role: worker(false),
        tier: 'content',
      },
      refuses: true,
    },
    {
      given: 'a brother of a child on the caseload, headline',
      facts: {
        relationship: { kind: 'family', endedDaysAgo: 0 },
        purpose: purpose('own-work'),
        role: worker(false),
        tier: 'headline',
      },
      refuses: false,
    },
    {
      given: 'the front door takes a referral',
      facts: {
        relationship: undefined,
        purpose: purpose('front-door'),
        role: worker(true),
        tier: 'headline',
      },
      refuses: false,
    },
    {
      given: 'a front-door purpose in a role that is none',
      facts: {
        relationship: undefined,
        purpose: purpose('front-door'),
        role: worker(false),
        tier: 'headline',
      },
      refuses: true,
    },
  ],
})

function purpose(kind: Purpose['kind']): Purpose {
  return {
    id: 'example',
    name: 'Example',
    kind,
    wholeFamily: true,
    needsChildReason: false,
    roleMayUse: true,
  }
}

function worker(frontDoor: boolean) {
  return { id: 'example', name: 'Example', frontDoor }
}
