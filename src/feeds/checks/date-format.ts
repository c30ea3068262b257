import type { Check } from './check.ts'

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether a text is a day of the calendar written `2026-11-22`. Every row has several, so it looks at digits only. */
export function isDay(text: string): boolean {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return false
  const year = number(text, 0, 4)
  const month = number(text, 5, 7)
  const day = number(text, 8, 10)
  if (!(year >= 1 && day >= 1 && day <= (DAYS_IN_MONTH[month - 1] ?? 0))) return false
  return month !== 2 || day < 29 || (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

/** The number that these characters write, or one that no date has. */
function number(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

export const dateFormat: Check = {
  rule: 'date-format',
  says: 'A date is a day of the calendar, written year-month-day as in 2026-11-22.',
  remedy:
    'This is no day of the calendar, or it is not written as agreed. Write it with the year first, as in 2026-11-22. The field was left out.',
  mostly:
    '31 November, or the day and the month the other way round. If every row says so, the export writes dates in another form.',
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
