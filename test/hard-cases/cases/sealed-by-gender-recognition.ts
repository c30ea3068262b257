import type { HardCase } from '../hard-case.ts'

export const sealedByGenderRecognition: HardCase = {
  name: 'sealed-by-gender-recognition',
  says: 'Who somebody was before their gender was recognised is sealed; birth date, family name and home are the same.',
  example: 'Thomas Rigby, sealed, and Tamsin Rigby, born on one day, of one address: never linked',
  make: ({ adult, given, nhs, random, told }) => {
    const before = adult()
    const sex = before.sex === 'F' ? 'M' : 'F'
    const after = { ...before, sex, given: random.chance(0.3) ? before.given : given(sex) } as const
    return [
      told('before', before, 'care', { seal: `recognised-${nhs()}` }),
      told('after', after, 'housing'),
      told('after', after, 'adults'),
    ]
  },
  least: { joined: 0.95, apart: 1 },
}
