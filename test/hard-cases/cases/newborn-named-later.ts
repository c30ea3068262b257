import type { HardCase } from '../hard-case.ts'

export const newbornNamedLater: HardCase = {
  name: 'newborn-named-later',
  says: 'A newborn has no name yet, or the mother’s, and later one of its own; half have their NHS number on both records.',
  example:
    'Baby Khan and Zara Khan, born 2 May 2024 at one address: one person; Zara’s brother of three: another',
  make: ({ child, given, nhs, random, told }) => {
    const who = child()
    const brother = {
      ...who,
      given: given('M'),
      sex: 'M' as const,
      born: who.born - random.between(700, 1500),
    }
    const number = random.chance(0.5) ? { nhs_number: nhs() } : {}
    const first_name = random.pick(['Baby', 'Baby Girl', 'Baby Boy', 'Infant', `Baby of ${given('F')}`])
    return [
      told('one', who, 'health', { first_name, ...number }),
      told('one', who, 'earlyHelp', number),
      told('other', brother, 'care'),
    ]
  },
  least: { joined: 0.95, apart: 0.98 },
}
