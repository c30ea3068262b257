import type { HardCase } from '../hard-case.ts'

const PLACEHOLDERS = [
  'Unknown',
  'Baby',
  'Twin One',
  'Not Known',
  'Infant',
  'Baby Boy',
  'TBC',
  'Male Child',
  'Unnamed',
]

export const placeholderNames: HardCase = {
  name: 'placeholder-names',
  says: 'A word stands where no name was known: two such records of one family name and day are two people unless more agrees.',
  example: 'Baby Smith of Preston and Baby Smith of Nelson, born on one day: two people',
  make: ({ child, random, told }) => {
    const family = random.pick(['Smith', 'Khan', 'Hussain', 'Jones', 'Ali', 'Taylor'])
    const given = random.pick(PLACEHOLDERS)
    const one = child({ given, family })
    const other = child({ given, family, sex: one.sex, born: one.born })
    return [told('one', one, 'health'), told('other', other, 'police')]
  },
  least: { apart: 0.1 },
}
