import { rule } from '../rule.ts'

export const sensitiveService = rule({
  name: 'sensitive-service',
  says: 'That someone uses a sensitive service is shown only with their own yes or after a recorded harm test.',
  source:
    'Common law duty of confidence; UK GDPR Article 9; domestic abuse, sexual health, substance misuse and mental health practice',
  reads: ['category', 'sensitiveBasis'],
  curable: false,
  remedy: 'Ask the person, or ring the protected-records desk if you are worried.',
  refuses: ({ category, sensitiveBasis }) =>
    category === undefined || (category.sensitive && sensitiveBasis === undefined),
  examples: [
    {
      given: 'a sensitive service and no yes',
      facts: {
        category: { id: 'adult-services', name: 'Adult services', sensitive: true },
        sensitiveBasis: undefined,
      },
      refuses: true,
    },
    {
      given: 'a sensitive service and the person’s yes',
      facts: {
        category: { id: 'adult-services', name: 'Adult services', sensitive: true },
        sensitiveBasis: 'yes',
      },
      refuses: false,
    },
    {
      given: 'a service that is not sensitive',
      facts: { category: { id: 'school', name: 'School', sensitive: false }, sensitiveBasis: undefined },
      refuses: false,
    },
  ],
})
