import { drawFamily } from '../../../src/county/names.ts'
import type { HardCase } from '../hard-case.ts'

export const changedFamilyNameOnMarriage: HardCase = {
  name: 'changed-family-name-on-marriage',
  says: 'A woman takes another family name; half of the later records tell the former one, and half the women move.',
  example: 'Emma Rigby, and Emma Holden, formerly Rigby, born on one day: one person',
  make: ({ adult, home, random, told }) => {
    const before = adult({ sex: 'F' })
    const family = drawFamily(random, 'white-british')
    const moved = random.chance(0.5) ? { home: home() } : {}
    const after = { ...before, family, ...moved }
    const former = random.chance(0.5) ? { maiden: before.family } : {}
    return [told('one', before, 'care'), told('one', after, 'housing', former)]
  },
  least: { joined: 0.7 },
}
