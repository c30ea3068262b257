import type { Check } from './check.ts'

/** Tab and line ends are ordinary text; the other control characters are signs of a damaged export. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

export const controlCharacters: Check = {
  rule: 'control-characters',
  says: 'A field holds letters, digits and ordinary signs. Hidden signs that only machines use stand in no name.',
  remedy:
    'There is a hidden sign in the text, left by something that was pasted or by a damaged export. Type the text again in your system. The field was left out.',
  mostly: 'A text was pasted out of another program, or the export was damaged on its way.',
  effect: 'field left out',
  passes: text => !CONTROL.test(text) && text.isWellFormed(),
  examples: [
    { text: 'Zoë O’Brien', passes: true },
    { text: '12 High Street\nPreston', passes: true },
    { text: 'Ann\u0000a', passes: false },
    { text: 'Ann\u001ba', passes: false },
    { text: 'half a pair \ud83d', passes: false },
  ],
}
