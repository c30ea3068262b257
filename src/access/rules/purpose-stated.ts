import { rule } from '../rule.ts'

export const purposeStated = rule({
  name: 'purpose-stated',
  says: 'Nothing is shown unless you have said why you are looking, and your role may look for that reason.',
  source: 'UK GDPR Article 5(1)(b), purpose limitation',
  reads: ['purpose'],
  curable: true,
  remedy: 'Choose the reason for looking on the Find page.',
  refuses: ({ purpose }) => purpose === undefined || !purpose.roleMayUse,
  examples: [
    { given: 'no purpose was chosen', facts: { purpose: undefined }, refuses: true },
    {
      given: 'a purpose that the role may not use',
      facts: {
        purpose: {
          id: 'new-referral',
          name: 'New referral',
          kind: 'front-door',
          wholeFamily: true,
          needsChildReason: false,
          roleMayUse: false,
        },
      },
      refuses: true,
    },
    {
      given: 'a purpose of the role',
      facts: {
        purpose: {
          id: 'caseload',
          name: 'Family on my caseload',
          kind: 'own-work',
          wholeFamily: true,
          needsChildReason: false,
          roleMayUse: true,
        },
      },
      refuses: false,
    },
  ],
})
