import { drawFamily } from '../../../src/county/names.ts'
import { wordsOf } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const GIVEN = wordsOf(
  'Anne-Marie Lily-Mae Tommy-Lee Mary-Kate Ellie-Mae Jean-Paul Amelia-Rose Alfie-James Ava-Grace Bobby-Joe',
)

export const doubleNames: HardCase = {
  name: 'double-names',
  says: 'A double name keeps its hyphen, loses it, is written as one word, turned round, or cut to one of its parts.',
  example: 'Lily-Mae Smith-Jones, Lily Mae Jones and Lilymae Jones-Smith: one person',
  make: ({ child, random, twice }) => {
    const [one, other] = [drawFamily(random, 'white-british'), drawFamily(random, 'irish-traveller')]
    const given = random.pick(GIVEN)
    const who = child({ given, family: `${one}-${other}` })
    return twice(who, {
      first_name: random.pick([given, given.replace('-', ' '), given.replace('-', ''), given.split('-')[0]!]),
      surname: random.pick([one, other, `${one} ${other}`, `${other}-${one}`, one + other.toLowerCase()]),
    })
  },
  least: { joined: 0.85 },
}
