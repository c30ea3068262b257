import type { HardCase } from '../hard-case.ts'

export const twins: HardCase = {
  name: 'twins',
  says: 'Twins share birth date, home, family name and telephone, and differ in their given name.',
  example:
    'Grace and Oliver Holden, born 3 May 2019 at 12 Mill Lane, each known to health and to a school: two people',
  make: ({ child, given, phone, told }) => {
    const one = child()
    const other = child({ ...one, sex: one.sex === 'F' ? 'M' : 'F', given: '' })
    do other.given = given(other.sex)
    while (other.given.slice(0, 3) === one.given.slice(0, 3))
    const shared = { phone: phone() }
    return [
      told('one', one, 'health'),
      told('one', one, 'school', shared),
      told('other', other, 'health'),
      told('other', other, 'school', shared),
    ]
  },
  least: { joined: 0.95, apart: 0.98 },
}
