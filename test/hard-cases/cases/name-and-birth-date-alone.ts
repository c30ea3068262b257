import type { HardCase } from '../hard-case.ts'

const BARE = { sex: '', address: '', postcode: '', uprn: '' }

export const nameAndBirthDateAlone: HardCase = {
  name: 'name-and-birth-date-alone',
  says: 'Nothing is known but name and birth date.',
  example: 'Imogen Entwistle, born 3 May 2015, in two lists that hold no more: one person',
  make: ({ child, random, told }) => {
    const who = child()
    return [told('one', who, 'police', BARE), told('one', who, 'school', random.chance(0.5) ? BARE : {})]
  },
  least: { joined: 0.95 },
}
