import type { HandlingCode } from '../../feeds/sections.ts'
import type { Purpose, Role } from '../facts.ts'
import { rule } from '../rule.ts'

type Asker = { purpose: Purpose | undefined; role: Role | undefined }

const FOR_SAFEGUARDING = new Set(['safeguarding-concern', 'strategy-meeting'])
const IN_SOCIAL_CARE = new Set(['mash-worker', 'social-worker', 'team-manager'])

/** Each condition as whoever sees the notice reads it, and who meets it. */
const CONDITIONS: Record<HandlingCode, { says: string; isMetBy: (asker: Asker) => boolean }> = {
  'do-not-tell-family': {
    says: 'Do not let the family, or anyone in the home, know that you have this.',
    isMetBy: () => true,
  },
  'ask-before-sharing': {
    says: 'Ask the police before you pass it on or write it into another record.',
    isMetBy: () => true,
  },
  'safeguarding-only': {
    says: 'Use it only to protect a child from harm.',
    isMetBy: ({ purpose }) => purpose !== undefined && FOR_SAFEGUARDING.has(purpose.id),
  },
  'social-care-only': {
    says: 'It is for children’s social care only.',
    isMetBy: ({ role }) => role !== undefined && IN_SOCIAL_CARE.has(role.id),
  },
  'police-only': { says: 'It is for the police only.', isMetBy: () => false },
}

/** A condition in the words that pages and receipts print. */
export function handlingWords(code: HandlingCode): string {
  return CONDITIONS[code].says
}

export const policeHandling = rule({
  name: 'police-handling',
  says: 'A police notice with a condition is shown only to those who meet it, with the condition beside it. A condition that is not understood keeps the notice with the police.',
  source: 'Code of practice on police information, Police Act 1996 s.39A; Data Protection Act 2018 Part 3',
  reads: ['handling', 'purpose', 'role'],
  curable: false,
  remedy: 'Ring the police and ask.',
  refuses: ({ handling, purpose, role }) =>
    (handling ?? []).some(code => CONDITIONS[code]?.isMetBy({ purpose, role }) !== true),
  examples: [
    {
      given: 'a notice without a condition',
      facts: { handling: undefined, purpose: purpose('new-referral'), role: as('mash-worker') },
      refuses: false,
    },
    {
      given: 'the family must not know, and a social worker asks',
      facts: {
        handling: ['do-not-tell-family'],
        purpose: purpose('new-referral'),
        role: as('social-worker'),
      },
      refuses: false,
    },
    {
      given: 'for safeguarding only, and the reason is a new referral',
      facts: { handling: ['safeguarding-only'], purpose: purpose('new-referral'), role: as('mash-worker') },
      refuses: true,
    },
    {
      given: 'for safeguarding only, and a strategy meeting is prepared',
      facts: {
        handling: ['safeguarding-only'],
        purpose: purpose('strategy-meeting'),
        role: as('mash-worker'),
      },
      refuses: false,
    },
    {
      given: 'for social care only, and a school asks about a safeguarding concern',
      facts: {
        handling: ['social-care-only'],
        purpose: purpose('safeguarding-concern'),
        role: as('school-safeguarding-lead'),
      },
      refuses: true,
    },
    {
      given: 'one condition is met and the other is not',
      facts: {
        handling: ['social-care-only', 'safeguarding-only'],
        purpose: purpose('new-referral'),
        role: as('social-worker'),
      },
      refuses: true,
    },
    {
      given: 'for the police only, or a condition that was not understood',
      facts: {
        handling: ['police-only'],
        purpose: purpose('safeguarding-concern'),
        role: as('social-worker'),
      },
      refuses: true,
    },
    {
      given: 'nobody says in which role or why',
      facts: { handling: ['social-care-only', 'safeguarding-only'], purpose: undefined, role: undefined },
      refuses: true,
    },
  ],
})

function purpose(id: string): Purpose {
  return { id, name: id, kind: 'front-door', wholeFamily: true, needsChildReason: false, roleMayUse: true }
}

function as(id: string): Role {
  return { id, name: id, frontDoor: true }
}
