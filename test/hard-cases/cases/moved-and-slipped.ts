import { mistype } from '../../../src/county/spelling.ts'
import type { HardCase } from '../hard-case.ts'

export const movedAndSlipped: HardCase = {
  name: 'moved-and-slipped',
  says: 'A family has moved, and one office has made a slip in the name as well.',
  example: 'Freya Entwistle of Preston and Freya Entwhistle of Colne, born on one day: one person',
  make: ({ child, home, random, told }) => {
    const who = child()
    const slip = random.chance(0.5)
      ? { first_name: mistype(random, who.given) }
      : { surname: mistype(random, who.family) }
    return [told('one', who, 'health'), told('one', { ...who, home: home() }, 'school', slip)]
  },
  least: { joined: 0.95 },
}
