import { wordsOf } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const FAMILIES = wordsOf(
  'García Fernández López Martínez Sánchez Pérez Gómez Ruiz Díaz Moreno Muñoz Álvarez Romero Navarro Torres Vázquez Castillo Ortega',
)
const GIVEN = wordsOf(
  'María_José Juan_Carlos Lucía Sofía José_Luis Ana_Belén Mateo Martín Álvaro Ximena Camila Íñigo Nuria Begoña',
)

export const spanishNames: HardCase = {
  name: 'spanish-names',
  says: 'Of two family names one is kept, or both, with a hyphen or without, or the first is taken for a middle name; marks are lost.',
  example: 'Lucía García López, Lucia Garcia and Lucia Garcia Lopez: one person',
  make: ({ child, random, twice }) => {
    const [given, father, mother] = [random.pick(GIVEN), random.pick(FAMILIES), random.pick(FAMILIES)]
    const plain = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '')
    const written = random.pick([
      { surname: father },
      { surname: `${father}-${mother}` },
      { first_name: plain(given), surname: plain(`${father} ${mother}`) },
      { middle_name: father, surname: mother },
      { first_name: plain(given).split(' ')[0]!, surname: plain(father) },
    ])
    return twice(child({ given, family: `${father} ${mother}` }), written)
  },
  least: { joined: 0.95 },
}
