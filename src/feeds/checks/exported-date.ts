import { londonDay } from '../../kit/clock.ts'
import type { Check } from './check.ts'
import { isDay } from './date-format.ts'

const FORMS =
  /^(?:(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})|(?<dd>\d{1,2})[/.-](?<mm>\d{1,2})[/.-](?<yyyy>\d{4}))(?<time>[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/

/**
 * The day that a case system wrote when it exported a date: year first or day first, mostly with a midnight behind it.
 * Where a time has a zone, its day in London counts: a birthday in summer leaves some systems as 11pm of the day before.
 */
export function exportedDay(text: string): string | undefined {
  if (isDay(text)) return text
  const parts = FORMS.exec(text)?.groups
  if (parts === undefined) return undefined
  const [year, month, date] = [
    parts['y'] ?? parts['yyyy'],
    parts['m'] ?? parts['mm'],
    parts['d'] ?? parts['dd'],
  ]
  const day = `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}`
  if (!isDay(day)) return undefined
  const at = parts['zone'] === undefined ? Number.NaN : Date.parse(`${day}${parts['time']}`)
  return Number.isNaN(at) ? day : londonDay(new Date(at))
}

export const exportedDate: Check = {
  rule: 'exported-date-format',
  says: 'A date is a day of the calendar, written 2026-11-22 or 22/11/2026, with or without a time behind it.',
  remedy:
    'This is no day of the calendar, or it is not written as agreed. Write it as in 2026-11-22 or 22/11/2026. The field was left out.',
  mostly:
    '31 November, or the day and the month the other way round, or a number that a spreadsheet made of the date.',
  effect: 'field left out',
  passes: text => exportedDay(text) !== undefined,
  examples: [
    { text: '2026-11-22', passes: true },
    { text: '22/11/2026', passes: true },
    { text: '2026-11-22 00:00:00.000', passes: true },
    { text: '22/11/2026 00:00', passes: true },
    { text: '2026-06-21T23:00:00Z', passes: true },
    { text: '11/22/2026', passes: false },
    { text: '22/11/26', passes: false },
    { text: '2023-02-29T00:00:00', passes: false },
  ],
}
