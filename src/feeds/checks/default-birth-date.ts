import type { Check } from './check.ts'

/** Days that systems fill in where nobody knew the date. Linkage treats them as missing. */
const DEFAULTS = ['1899-12-30', '1899-12-31', '1900-01-01', '1901-01-01', '1970-01-01']
const LATEST = '1970-01-01'

export const defaultBirthDate: Check = {
  rule: 'default-birth-date',
  says: 'A date of birth is not a day that systems fill in where none is known, such as 1 January 1900.',
  remedy:
    'This is a day that systems fill in where nobody knows the date. Find out the date of birth, or leave it empty. It was kept, and helps to match nobody.',
  mostly:
    'Somebody had to type a date and did not know it. A made-up date would bring the wrong families together.',
  effect: 'kept and reported',
  passes: text => text > LATEST || !DEFAULTS.includes(text),
  examples: [
    { text: '1900-01-01', passes: false },
    { text: '2001-01-01', passes: true },
  ],
}
