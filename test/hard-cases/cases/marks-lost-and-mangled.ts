import { formsOf } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const GIVEN = formsOf(
  'Zoë:Zoe Renée:Renee José:Jose Ștefan:Stefan Björn:Bjoern,Bjorn Chloé:Chloe Łucja:Lucja Noël:Noel Søren:Soren André:Andre Maëlle:Maelle Jürgen:Juergen',
)
const FAMILIES = formsOf(
  'Müller:Mueller,Muller Sørensen:Sorensen Gonçalves:Goncalves Çelik:Celik Ångström:Angstrom Dvořák:Dvorak Brontë:Bronte Groß:Gross Þórsson:Thorsson Ibáñez:Ibanez',
)

export const marksLostAndMangled: HardCase = {
  name: 'marks-lost-and-mangled',
  says: 'Marks on letters are lost, spelt out, or come out as two odd characters where UTF-8 was read as something else.',
  example: 'Zoë Müller, Zoe Mueller and ZoÃ« MÃ¼ller: one person',
  make: ({ child, random, twice }) => {
    const [given = '', plainGiven = ''] = random.pick(GIVEN)
    const [family = '', ...plain] = random.pick(FAMILIES)
    const mangled = (name: string): string => Buffer.from(name, 'utf8').toString('latin1')
    const written = random.chance(0.75)
      ? { first_name: plainGiven, surname: random.pick(plain) }
      : { first_name: mangled(given), surname: mangled(family) }
    return twice(child({ given, family }), written)
  },
  least: { joined: 0.72 },
}
