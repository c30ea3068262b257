import { drawFamily } from '../../../src/county/names.ts'
import type { HardCase } from '../hard-case.ts'

export const changedNameByDeed: HardCase = {
  name: 'changed-name-by-deed',
  says: 'A child takes a stepfather’s name by deed poll, or another given name; nobody wrote down the former one. A quarter have their NHS number on both records.',
  example: 'Jack Ward and Jack Pickup, born on one day, of one address: one person',
  make: ({ child, given, nhs, random, told }) => {
    const before = child()
    const after = random.chance(0.75)
      ? { ...before, family: drawFamily(random, 'white-british') }
      : { ...before, given: given(before.sex) }
    const number = random.chance(0.25) ? { nhs_number: nhs() } : {}
    return [told('one', before, 'health', number), told('one', after, 'care', number)]
  },
  least: { joined: 0.71 },
}
