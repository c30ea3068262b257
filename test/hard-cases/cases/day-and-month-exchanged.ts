import { dayFrom, isoDay } from '../../../src/county/days.ts'
import type { HardCase } from '../hard-case.ts'

export const dayAndMonthExchanged: HardCase = {
  name: 'day-and-month-exchanged',
  says: 'Day and month of the birth date stand in each other’s place.',
  example: 'Maya Patel, born 4 March 2015, and Maya Patel, born 3 April 2015: one person',
  make: ({ child, random, twice }) => {
    const [year, month, day] = [random.between(2009, 2024), random.between(1, 12), random.between(1, 11)]
    const date = day >= month ? day + 1 : day
    return twice(child({ born: dayFrom(year, month, date) }), { dob: isoDay(dayFrom(year, date, month)) })
  },
  least: { joined: 0.95 },
}
