import { mistype } from '../../../src/county/spelling.ts'
import type { HardCase } from '../hard-case.ts'

export const typingSlips: HardCase = {
  name: 'typing-slips',
  says: 'A letter is left out, doubled, exchanged or struck beside, in the given name, the family name or both.',
  example: 'Freya Entwistle and Frya Entwsitle, born on one day: one person',
  make: ({ child, random, twice }) => {
    const who = child()
    const where = random.below(3)
    return twice(who, {
      first_name: where === 1 ? who.given : mistype(random, who.given),
      surname: where === 0 ? who.family : mistype(random, who.family),
    })
  },
  least: { joined: 0.84 },
}
