import type { HardCase } from '../hard-case.ts'

export const middleNameAsFirst: HardCase = {
  name: 'middle-name-as-first',
  says: 'Somebody is known by the middle name, and one office has nothing else.',
  example: 'James Oliver Pickup and Oliver Pickup, born on one day: one person',
  make: ({ child, given, random, twice }) => {
    const sex = random.pick(['F', 'M'] as const)
    const who = child({ sex, middle: given(sex) })
    return twice(who, { first_name: who.middle, middle_name: '' })
  },
  least: { joined: 0.95 },
}
