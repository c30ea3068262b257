import type { HardCase } from '../hard-case.ts'

export const wholeNameInOneColumn: HardCase = {
  name: 'whole-name-in-one-column',
  says: 'A list has the whole name in one column, in an order that nobody knows, and the other column empty.',
  example: 'KHAN Aisha in the column of the family name, and Aisha Khan in two columns: one person',
  make: ({ child, random, twice }) => {
    const who = child()
    const [one, other] = [`${who.given} ${who.family}`, `${who.family.toUpperCase()} ${who.given}`]
    const name = random.pick([one, other, `${who.family}, ${who.given}`])
    return twice(
      who,
      random.chance(0.5) ? { first_name: name, surname: '' } : { first_name: '', surname: name },
    )
  },
  least: { joined: 0.6 },
}
