import type { Check } from './check.ts'
import { defaultBirthDate } from './default-birth-date.ts'

const OLDEST_YEARS = 120

export const impossibleBirthDate: Check = {
  rule: 'impossible-birth-date',
  says: `A date of birth is at most ${OLDEST_YEARS} years ago.`,
  remedy: `The date of birth is more than ${OLDEST_YEARS} years ago. Correct it, above all its year. The field was left out.`,
  mostly: 'Two digits of the year are swapped.',
  effect: 'field left out',
  // A day that systems fill in is told as that.
  passes: (text, today) =>
    !defaultBirthDate.passes(text, today) ||
    Number(today.slice(0, 4)) - Number(text.slice(0, 4)) <= OLDEST_YEARS,
  examples: [
    { text: '1920-05-01', today: '2026-11-22', passes: true },
    { text: '0201-05-01', today: '2026-11-22', passes: false },
    { text: '1900-01-01', today: '2026-11-22', passes: true },
  ],
}
