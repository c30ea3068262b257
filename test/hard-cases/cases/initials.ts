import type { HardCase } from '../hard-case.ts'

export const initials: HardCase = {
  name: 'initials',
  says: 'One office keeps no more of a given name than its first letter.',
  example:
    'J Holden and Jack Holden, born on one day at one address: one person; his brother Joseph: another',
  make: ({ child, random, told, twice }) => {
    const who = child({ sex: 'M', given: random.pick(['Jack', 'Joshua', 'James', 'Jude', 'Jacob']) })
    const brother = { ...who, given: 'Joseph', born: who.born + random.between(500, 1500) }
    const initial = random.chance(0.5) ? 'J' : 'J.'
    return [...twice(who, { first_name: initial }), told('other', brother, 'otherSchool')]
  },
  least: { joined: 0.95, apart: 0.98 },
}
