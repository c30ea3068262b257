import type { HardCase } from '../hard-case.ts'

export const namesExchanged: HardCase = {
  name: 'names-exchanged',
  says: 'One office has the family name in the column of the given name, and the given name in that of the family.',
  example: 'Aisha Khan and Khan Aisha, born on one day: one person',
  make: ({ child, twice }) => {
    const who = child()
    return twice(who, { first_name: who.family, surname: who.given })
  },
  least: { joined: 0.85 },
}
