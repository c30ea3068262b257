import { isoDay } from '../../../src/county/days.ts'
import type { HardCase } from '../hard-case.ts'

export const unbornChild: HardCase = {
  name: 'unborn-child',
  says: 'An expected child is on record with the expected date, no name and no sex; it is born some days before or after.',
  example:
    'Unborn Khan, expected 10 May 2024, and Zara Khan, born 2 May 2024, of one address: one person; her sister of two: another',
  make: ({ child, given, random, told }) => {
    const who = child()
    const sister = {
      ...who,
      given: given('F'),
      sex: 'F' as const,
      born: who.born - random.between(500, 1200),
    }
    const dob = isoDay(who.born + random.between(-12, 20))
    return [
      told('one', who, 'care', { first_name: 'Unborn', dob, sex: '' }),
      told('one', who, 'health'),
      told('other', sister, 'health'),
    ]
  },
  least: { joined: 0.29, apart: 0.98 },
}
