import { drawFamily } from '../../../src/county/names.ts'
import type { HardCase } from '../hard-case.ts'

export const equalNhsNumberAlone: HardCase = {
  name: 'equal-nhs-number-alone',
  says: 'Family name and home have changed and the birth date has a slip; the NHS number is the same.',
  example:
    'Jack Ward of Preston and Jack Pickup of Colne, birth dates a day apart, one NHS number: one person',
  make: ({ child, home, nhs, random, told }) => {
    const before = child()
    const after = {
      ...before,
      family: drawFamily(random, 'white-british'),
      home: home(),
      born: before.born + 1,
    }
    const number = { nhs_number: nhs() }
    return [told('one', before, 'health', number), told('one', after, 'care', number)]
  },
  least: { joined: 0.95 },
}
