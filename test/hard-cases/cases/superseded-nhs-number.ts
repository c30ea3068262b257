import type { HardCase } from '../hard-case.ts'

export const supersededNhsNumber: HardCase = {
  name: 'superseded-nhs-number',
  says: 'Somebody was given a second NHS number. That is for the issuer to say: two different valid numbers are never joined by an engine, so apart is right here.',
  example:
    'Grace Holden with one number at health and another at social care, all else equal: kept apart until the issuer says so',
  make: ({ child, nhs, told }) => {
    const who = child()
    return [
      told('first number', who, 'health', { nhs_number: nhs() }),
      told('second number', who, 'care', { nhs_number: nhs() }),
    ]
  },
  least: { apart: 1 },
}
