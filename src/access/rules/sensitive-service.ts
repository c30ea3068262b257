import type { Grant } from '../facts.ts'
import { rule } from '../rule.ts'

export const sensitiveService = rule({
  name: 'sensitive-service',
  says: 'That someone uses a sensitive service is shown only with their own yes or after a recorded harm test, and to the service’s own practitioners.',
  source:
    'Common law duty of confidence; UK GDPR Article 9; domestic abuse, sexual health, substance misuse and mental health practice',
  reads: ['category', 'sensitiveBasis', 'grant'],
  curable: false,
  remedy: 'Ask the person, or ring the protected-records desk if you are worried.',
  refuses: ({ category, sensitiveBasis, grant }) =>
    category === undefined || (category.sensitive && sensitiveBasis === undefined && grant?.isOwn !== true),
  examples: [
    {
      given: 'a sensitive service and no yes',
      facts: { category: adultServices(), sensitiveBasis: undefined, grant: from('another partner') },
      refuses: true,
    },
    {
      given: 'a sensitive service and the person’s yes',
      facts: { category: adultServices(), sensitiveBasis: 'yes', grant: from('another partner') },
      refuses: false,
    },
    {
      given: 'a sensitive service and a recorded harm test',
      facts: { category: adultServices(), sensitiveBasis: 'harm test', grant: from('another partner') },
      refuses: false,
    },
    {
      given: 'the service’s own practitioner, and no yes to others',
      facts: { category: adultServices(), sensitiveBasis: undefined, grant: from('the own partner') },
      refuses: false,
    },
    {
      given: 'a service that is not sensitive',
      facts: {
        category: { id: 'school', name: 'School', sensitive: false },
        sensitiveBasis: undefined,
        grant: undefined,
      },
      refuses: false,
    },
  ],
})

function adultServices() {
  return { id: 'adult-services', name: 'Services for adults in the family', sensitive: true }
}

function from(whom: 'another partner' | 'the own partner'): Grant {
  const gateway = {
    id: 'example',
    statute: 'Example Act',
    section: 's.1',
    tier: 'headline' as const,
    subjects: [],
    deniesCategory: false,
  }
  return {
    agreementId: 'example',
    version: 1,
    title: 'Example',
    endsBefore: undefined,
    tier: 'headline',
    terms: [1],
    isOwn: whom === 'the own partner',
    gateway,
  }
}
