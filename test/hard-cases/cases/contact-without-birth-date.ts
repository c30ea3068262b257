import type { HardCase } from '../hard-case.ts'

export const contactWithoutBirthDate: HardCase = {
  name: 'contact-without-birth-date',
  says: 'A parent in a school’s list of contacts has no birth date; the same name, home or telephone must do.',
  example:
    'Saima Khan, contact of a pupil, and Saima Khan, born 1988, of one address: one person; her husband: another',
  make: ({ adult, phone, random, told }) => {
    const mother = adult({ sex: 'F' })
    const father = adult({ sex: 'M', family: mother.family, home: mother.home })
    const own = { dob: '', sex: '', phone: phone() }
    return [
      told('mother', mother, 'school', random.chance(0.3) ? { ...own, address: '', postcode: '' } : own),
      told('mother', mother, 'care', { phone: own.phone }),
      told('father', father, 'school', { dob: '', sex: '' }),
    ]
  },
  least: { joined: 0.95, apart: 0.98 },
}
