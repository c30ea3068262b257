import { drawFamily } from '../../../src/county/names.ts'
import type { HardCase } from '../hard-case.ts'

export const sealedByAdoption: HardCase = {
  name: 'sealed-by-adoption',
  says: 'Who an adopted child was is sealed, and never meets who the child is, whatever they share.',
  example: 'Lily Ward, sealed, and Lily Ainsworth, born on one day: never linked',
  make: ({ child, home, nhs, random, told }) => {
    const before = child()
    const after = { ...before, family: drawFamily(random, 'white-british'), home: home() }
    const seal = { seal: `adopted-${nhs()}` }
    return [
      told('before', before, 'care', seal),
      told('before', before, 'earlyHelp', seal),
      told('after', after, 'health'),
      told('after', after, 'school'),
    ]
  },
  least: { joined: 0.95, apart: 1 },
}
