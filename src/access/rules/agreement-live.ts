import { within } from '../facts.ts'
import { rule } from '../rule.ts'

const agreement = {
  agreementId: 'early-help-network',
  version: 3,
  title: 'Early help network',
  endsBefore: '2027-04-01',
  tier: 'headline',
  terms: [1],
  isOwn: false,
  gateway: {
    id: 'ca-2004-s10',
    statute: 'Children Act 2004',
    section: 's.10',
    tier: 'headline',
    subjects: [],
    deniesCategory: false,
  },
} as const

export const agreementLive = rule({
  name: 'agreement-live',
  says: 'A partner’s information is shown only under a sharing agreement that both have signed, that is in date and has not been revoked.',
  source: 'ICO Data Sharing Code of Practice (DPA 2018 s.121); UK GDPR Article 5(2)',
  reads: ['grant', 'tier'],
  curable: true,
  remedy:
    'Your information-governance officer can ask the partner to sign. Until then, ring or write to the partner.',
  refuses: ({ grant, tier }) => grant === undefined || tier === undefined || !within(tier, grant.tier),
  examples: [
    { given: 'no live agreement row', facts: { grant: undefined, tier: 'existence' }, refuses: true },
    {
      given: 'an agreement to headlines, and content is asked for',
      facts: {
        grant: { ...agreement, gateway: { ...agreement.gateway, subjects: [] } },
        tier: 'content',
      },
      refuses: true,
    },
    {
      given: 'an agreement to headlines, and a headline is asked for',
      facts: {
        grant: { ...agreement, gateway: { ...agreement.gateway, subjects: [] } },
        tier: 'headline',
      },
      refuses: false,
    },
  ],
})
