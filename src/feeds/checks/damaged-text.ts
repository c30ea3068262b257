import type { Check } from './check.ts'

/**
 * Signs that a program read a text in another encoding than it was written in: the mark for a character that could
 * not be read, the control characters from 128 to 159, and UTF-8 that was taken for Windows-1252.
 */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const DAMAGED = /[\u0080-\u0084\u0086-\u009f\ufffd]|[\u00c2\u00c3][\u00a0-\u00bf]|\u00e2\u20ac/

export const damagedText: Check = {
  rule: 'damaged-text',
  says: 'Letters with accents and curly apostrophes arrive as they were written, not as signs such as “Ã«” or “�”.',
  remedy:
    'Letters have turned into signs such as “Ã«” or “�”. Look at the text in your own system. If it is right there, export the file again in UTF-8; if not, correct it. The text was kept as it came.',
  mostly: 'The file was saved by a program that does not know UTF-8.',
  effect: 'kept and reported',
  passes: text => !DAMAGED.test(text),
  examples: [
    { text: 'Zoë O’Brien', passes: true },
    { text: 'JOÃO', passes: true },
    { text: 'ZoÃ«', passes: false },
    { text: 'Oâ€™Brien', passes: false },
    { text: 'Zo\ufffd', passes: false },
    { text: 'O\u0092Brien', passes: false },
  ],
}
