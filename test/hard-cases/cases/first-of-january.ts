import { dayFrom } from '../../../src/county/days.ts'
import { wordsOf } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const GIVEN = wordsOf('Mohammed Ahmad Ali Fatima Maryam Hassan')
const FAMILIES = wordsOf('Khan Ahmadzai Ali Hussain Osman Ibrahim')

export const firstOfJanuary: HardCase = {
  name: 'first-of-january',
  says: 'Somebody whose birthday is not known is given the first of January: the same date then says little, and a different one is no other person.',
  example:
    'Fatima Osman, born 1 January 2009, of Preston, and another of Burnley: two people; a third record, born 14 June 2009, of Preston: the first',
  make: ({ home, random, told, child }) => {
    const [given, family, year] = [random.pick(GIVEN), random.pick(FAMILIES), random.between(2006, 2014)]
    const one = child({ given, family, sex: 'F', born: dayFrom(year, 1, 1) })
    const other = { ...one, home: home() }
    const known = { ...one, born: dayFrom(year, random.between(2, 12), random.between(2, 28)) }
    return [told('one', one, 'care'), told('one', known, 'school'), told('other', other, 'earlyHelp')]
  },
  least: { joined: 0.74, apart: 0.87 },
}
