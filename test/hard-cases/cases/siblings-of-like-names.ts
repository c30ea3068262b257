import { formsOf } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const LIKE = formsOf(
  'Aisha:Alisha Jayden:Jaydon Lily:Lilly-Mae Zain:Zayan Ellie:Ella Mohammed:Mohsin Amelia:Amelie Kacey:Lacey Rayan:Ryan Maria:Mariam Sofia:Sophie Adam:Aadam Isla:Isabella Jan:Jakub Hana:Hannah Ibrahim:Imran Chloe:Cleo Dylan:Dillon',
)

export const siblingsOfLikeNames: HardCase = {
  name: 'siblings-of-like-names',
  says: 'Siblings born ten to fourteen months apart with names a slip apart, at one address and of one sex.',
  example: 'Aisha Khan, born 2 March 2018, and Alisha Khan, born 9 February 2019: two people',
  make: ({ child, random, told }) => {
    const [given = '', like = ''] = random.pick(LIKE)
    const one = child({ given })
    const other = { ...one, given: like, born: one.born + random.between(300, 430) }
    return [
      told('one', one, 'health'),
      told('one', one, 'school'),
      told('other', other, 'health'),
      told('other', other, 'school'),
    ]
  },
  least: { joined: 0.95, apart: 0.88 },
}
