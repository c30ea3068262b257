import { rule } from '../rule.ts'

export const purposeAsks = rule({
  name: 'purpose-asks',
  says: 'Information that the purpose does not need is not asked for.',
  source: 'UK GDPR Article 5(1)(c), data minimisation',
  reads: ['asked'],
  curable: true,
  remedy: 'If your reason for looking is a different one, choose that reason.',
  refuses: ({ asked }) => asked !== true,
  examples: [
    { given: 'police notices, for early help', facts: { asked: false }, refuses: true },
    { given: 'the register says nothing about it', facts: { asked: undefined }, refuses: true },
    { given: 'the school, for early help', facts: { asked: true }, refuses: false },
  ],
})
