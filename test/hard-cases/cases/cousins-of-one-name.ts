import { dayBetween } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

export const cousinsOfOneName: HardCase = {
  name: 'cousins-of-one-name',
  says: 'Cousins named after one grandfather have one name and live in one street, a year or a few apart.',
  example: 'Two boys Yusuf Patel of Mill Lane, born 2013 and 2016: two people',
  make: ({ child, random, told }) => {
    const one = child({ sex: 'M' })
    const home = { ...one.home, paon: String(Number(one.home.paon) + 2), uprn: '' }
    const other = { ...one, home, born: dayBetween(random, 2009, 2024) }
    return [
      told('one', one, 'school'),
      told('one', one, 'health'),
      told('other', other, 'otherSchool'),
      told('other', other, 'care'),
    ]
  },
  least: { joined: 0.95, apart: 0.83 },
}
