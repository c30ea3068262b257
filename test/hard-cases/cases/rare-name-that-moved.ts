import { wordsOf } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const GIVEN = wordsOf(
  'Peregrine Ottoline Thaddeus Isolde Leopold Araminta Barnaby Cosima Ignatius Seraphina Caspian Hermione Evander Clementine',
)
const FIRST = wordsOf('Thistle Winter Hazel Black Oaken Heather Raven Stone Copper Silver')
const LAST = wordsOf('thwaite bottom shaw clough royd greave holme stall')

export const rareNameThatMoved: HardCase = {
  name: 'rare-name-that-moved',
  says: 'Name and birth date are all that two records share, but the name is borne by nobody else.',
  example: 'Ottoline Heatherclough, born 3 May 2015, of Preston and later of Colne: one person',
  make: ({ child, home, random, told }) => {
    const who = child({ given: random.pick(GIVEN), family: random.pick(FIRST) + random.pick(LAST) })
    return [told('one', who, 'health'), told('one', { ...who, home: home() }, 'school')]
  },
  least: { joined: 0.95 },
}
