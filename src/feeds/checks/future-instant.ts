import type { Check } from './check.ts'
import { isDay } from './date-format.ts'

/** A later instant wins over all that come after it, so one that lies ahead would keep what is out of date for ever. */
export const futureInstant: Check = {
  rule: 'future-instant',
  says: 'What a row says is true of today or an earlier day.',
  remedy:
    'The date and time lie in the future. Correct them. They were left out; where they say of when the row is true, it counts as true of the moment at which it came in.',
  mostly: 'A clock is wrong, or a planned date stands where the date of what happened was agreed.',
  effect: 'field left out',
  // A day later is let through: it is tomorrow already in other parts of the world.
  passes: (text, today) => text.slice(0, 10) <= dayAfter(today) || !isDay(text.slice(0, 10)),
  examples: [
    { text: '2026-11-22T18:00:00Z', today: '2026-11-22', passes: true },
    { text: '2026-11-23T01:00:00+02:00', today: '2026-11-22', passes: true },
    { text: '2026-11-24', today: '2026-11-22', passes: false },
    { text: 'last week', today: '2026-11-22', passes: true },
  ],
}

let known = { today: '', after: '' }

/** Every row of a file is read on one day, so the last answer is kept. */
function dayAfter(today: string): string {
  if (known.today !== today) {
    const after = today === '' ? '' : new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10)
    known = { today, after }
  }
  return known.after
}
