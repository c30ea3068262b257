import { formsOf } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const COMMON = formsOf(
  'Mohammed:Khan,Hussain,Ali,Ahmed Muhammad:Hussain,Khan,Ali Olivia:Smith,Jones,Taylor Jack:Smith,Taylor,Wilson Aisha:Khan,Hussain,Patel Amelia:Smith,Jones Fatima:Khan,Ali Ibrahim:Patel,Hussain',
)

export const commonNameAndBirthDate: HardCase = {
  name: 'common-name-and-birth-date',
  says: 'Two people of one common name were born on one day and live in different towns.',
  example: 'Mohammed Khan of Preston and Mohammed Khan of Nelson, both born 3 May 2015: two people',
  make: ({ child, random, told }) => {
    const [given = '', ...families] = random.pick(COMMON)
    const one = child({ given, family: random.pick(families) })
    const other = child({ given, family: one.family, sex: one.sex, born: one.born })
    return [
      told('one', one, 'school'),
      told('one', one, 'care'),
      told('other', other, 'otherSchool'),
      told('other', other, 'police'),
    ]
  },
  least: { joined: 0.95, apart: 0 },
}
