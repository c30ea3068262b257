import type { Check } from './check.ts'

/**
 * A reference opens what was recorded, so a word in its place must not: "pending" would tell of a sensitive service
 * before anybody has judged that it may be told.
 */
export const recordedReference: Check = {
  rule: 'recorded-reference',
  says: 'A reference to something that was recorded has a number in it, such as HT-2026-014.',
  remedy:
    'This is no reference to something that was recorded: one has a number in it. Write the reference, or leave the field empty where nothing was recorded yet. The field was left out.',
  mostly: 'A word such as “pending” was written where the reference comes later.',
  effect: 'field left out',
  passes: text => /[1-9]/.test(text),
  examples: [
    { text: 'HT-2026-014', passes: true },
    { text: 'HT1', passes: true },
    { text: 'pending', passes: false },
    { text: 'to be recorded', passes: false },
    { text: '0', passes: false },
  ],
}
