import type { Check } from './check.ts'

export const futureBirthDate: Check = {
  rule: 'future-birth-date',
  says: 'A date of birth is not later than today; a child who is not yet born has an expected date instead.',
  remedy:
    'The date of birth lies in the future. Correct it. For a child who is not yet born, send the expected date instead. The field was left out.',
  mostly: 'The year of entry was typed instead of the year of birth, or the child is not yet born.',
  effect: 'field left out',
  passes: (text, today) => text <= today,
  examples: [
    { text: '2026-11-22', today: '2026-11-22', passes: true },
    { text: '2026-11-23', today: '2026-11-22', passes: false },
  ],
}
