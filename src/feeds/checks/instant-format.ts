import type { Check } from './check.ts'
import { isDay } from './date-format.ts'

/** An instant, or a day as its midnight; `undefined` for any other text. */
export function parseInstant(value: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(value))
    return undefined
  // A time without a zone is taken as UTC, so that the same file means the same instant on every machine.
  const zoned = value.length <= 10 || /(Z|[+-]\d{2}:?\d{2})$/.test(value)
  const at = Date.parse(zoned ? value : `${value}Z`)
  return isDay(value.slice(0, 10)) && !Number.isNaN(at) ? new Date(at).toISOString() : undefined
}

export const instantFormat: Check = {
  rule: 'instant-format',
  says: 'A date with a time is written as in 2026-11-20T18:00:00Z, or as a day alone.',
  remedy:
    'This is no date with a time, or it is not written as agreed. Write it as in 2026-11-20T18:00:00Z. The field was left out.',
  mostly: 'A spreadsheet has written the date in its own form.',
  effect: 'field left out',
  passes: value => parseInstant(value) !== undefined,
  examples: [
    { text: '2026-11-20T18:00:00Z', passes: true },
    { text: '2026-11-20', passes: true },
    { text: 'last week', passes: false },
  ],
}
