import type { HardCase } from '../hard-case.ts'

export const siblingsAtOneAddress: HardCase = {
  name: 'siblings-at-one-address',
  says: 'Brothers and sisters share family name, home and telephone, and nothing else.',
  example: 'Grace, Oliver and Ivy Holden of 12 Mill Lane, two to four years apart: three people',
  make: ({ child, given, phone, random, told }) => {
    const first = child()
    const shared = { phone: phone() }
    return ['one', 'other', 'third'].flatMap((of, at) => {
      const sex = random.pick(['F', 'M'] as const)
      const own = { ...first, sex, given: at === 0 ? first.given : given(sex) }
      const born = first.born - at * random.between(600, 1300)
      const who = { ...own, sex: at === 0 ? first.sex : sex, born }
      return [told(of, who, 'school', shared), told(of, who, 'earlyHelp')]
    })
  },
  least: { joined: 0.95, apart: 0.98 },
}
