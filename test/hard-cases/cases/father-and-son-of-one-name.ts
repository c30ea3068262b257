import type { HardCase } from '../hard-case.ts'

export const fatherAndSonOfOneName: HardCase = {
  name: 'father-and-son-of-one-name',
  says: 'Father and son have one name and one home; only the birth date tells them apart.',
  example: 'John Maughan, born 1985, and John Maughan, born 2014, both of 3 Canal Street: two people',
  make: ({ adult, phone, random, told }) => {
    const father = adult({ sex: 'M' })
    const son = { ...father, born: father.born + random.between(7000, 12_500) }
    const shared = { phone: phone() }
    return [
      told('father', father, 'housing', shared),
      told('father', father, 'care'),
      told('son', son, 'school', shared),
      told('son', son, 'care'),
    ]
  },
  least: { joined: 0.95, apart: 0.98 },
}
