import type { Check } from './check.ts'

const LONGEST_FIELD = 1000

export const overLongText: Check = {
  rule: 'over-long-text',
  says: `A field holds at most ${LONGEST_FIELD.toLocaleString('en-GB')} characters.`,
  remedy: `The text has more than ${LONGEST_FIELD.toLocaleString('en-GB')} characters. Send the headline only: no letters, and no notes of a case. The field was left out.`,
  mostly: 'Notes of a case were written into a field for a headline.',
  effect: 'field left out',
  passes: text => text.length <= LONGEST_FIELD,
  examples: [
    { text: 'x'.repeat(LONGEST_FIELD), passes: true },
    { text: 'x'.repeat(LONGEST_FIELD + 1), passes: false },
  ],
}
