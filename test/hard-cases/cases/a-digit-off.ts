import { isoDay } from '../../../src/county/days.ts'
import type { HardCase } from '../hard-case.ts'

export const aDigitOff: HardCase = {
  name: 'a-digit-off',
  says: 'A digit of the birth date is wrong, in the day, the month or the year; at times one of the postcode too.',
  example: 'Noah Bamber, born 12 March 2015, and Noah Bamber, born 13 March 2015: one person',
  make: ({ child, random, twice }) => {
    const who = child()
    const [year = 0, month = 0, date = 0] = isoDay(who.born).split('-').map(Number)
    const two = (number: number): string => String(number).padStart(2, '0')
    const dob = random.pick([
      `${year}-${two(month)}-${two(date === 28 ? 27 : date + 1)}`,
      `${year}-${two(month)}-${two(date > 18 ? date - 10 : date + 10)}`,
      `${year}-${two(month === 9 ? 8 : month === 12 ? 11 : month + 1)}-${two(date)}`,
      `${year - 1}-${two(month)}-${two(date)}`,
      `${year - 10}-${two(month)}-${two(date)}`,
    ])
    const postcode = who.home.postcode.replace(/\d(?=..$)/, digit => String((Number(digit) + 1) % 10))
    return twice(who, random.chance(0.25) ? { dob, postcode } : { dob })
  },
  least: { joined: 0.81 },
}
