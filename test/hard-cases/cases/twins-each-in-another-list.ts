import type { HardCase } from '../hard-case.ts'

export const twinsEachInAnotherList: HardCase = {
  name: 'twins-each-in-another-list',
  says: 'One twin is known to one list and the other to another, so that no list shows that they are two; half are of one sex.',
  example:
    'Grace Holden in the list of health alone and Ivy Holden in that of a school alone, born on one day, of one address: two people',
  make: ({ child, given, random, told }) => {
    const one = child()
    const sex = random.pick(['F', 'M'] as const)
    const other = { ...one, sex, given: given(sex) }
    while (other.given.slice(0, 3) === one.given.slice(0, 3)) other.given = given(sex)
    return [told('one', one, 'health'), told('other', other, 'school')]
  },
  least: { apart: 0.89 },
}
