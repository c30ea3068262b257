import type { Check } from './check.ts'

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether a text is a day of the calendar written `2026-11-22`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))]
  if (year < 1 || day < 1 || day > (DAYS_IN_MONTH[month - 1] ?? 0)) return false
  const leapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month !== 2 || day < 29 || leapYear
}

export const dateFormat: Check = {
  rule: 'date-format',
  says: 'A date is a day of the calendar, written year-month-day as in 2026-11-22.',
  remedy: 'Correct the date or its format; the field was left out.',
  effect: 'field left out',
  passes: text => isDay(text),
  examples: [
    { text: '2024-02-29', passes: true },
    { text: '2023-02-29', passes: false },
    { text: '2000-02-29', passes: true },
    { text: '1900-02-29', passes: false },
    { text: '2024-13-01', passes: false },
    { text: '2024-04-31', passes: false },
    { text: '0000-01-01', passes: false },
    { text: '1/2/2024', passes: false },
  ],
}
