import type { HardCase } from '../hard-case.ts'

export const shelter: HardCase = {
  name: 'shelter',
  says: 'Families in a shelter or in temporary housing share its address and telephone; a few of them share a family name.',
  example: 'Four families at 3 Canal Street, two of them named Hussain: each child is one person',
  make: ({ child, given, home, phone, random, told }) => {
    const place = home()
    const shared = { phone: phone() }
    const family = random.pick(['Hussain', 'Ahmed', 'Smith', 'Ali'])
    return ['a', 'b', 'c', 'd'].flatMap((of, at) => {
      const who = child({ home: place, ...(at < 2 ? { family, sex: 'F', given: given('F') } : {}) })
      return [told(of, who, 'care'), told(of, who, 'school', shared)]
    })
  },
  least: { joined: 0.95, apart: 0.98 },
}
