import type { HardCase } from '../hard-case.ts'

export const siblingsNhsNumber: HardCase = {
  name: 'siblings-nhs-number',
  says: 'A child’s record carries the NHS number of a brother or sister.',
  example: 'Oliver Holden’s record at social care has the number of his sister Grace: two people',
  make: ({ child, given, nhs, random, told }) => {
    const one = child({ sex: 'F' })
    const born = one.born + random.between(500, 1200)
    const other = { ...one, given: given('M'), sex: 'M' as const, born }
    const number = { nhs_number: nhs() }
    return [
      told('one', one, 'health', number),
      told('one', one, 'school'),
      told('other', other, 'care', number),
      told('other', other, 'school'),
    ]
  },
  least: { joined: 0.95, apart: 0.98 },
}
