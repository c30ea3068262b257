import type { Check } from './check.ts'

/**
 * Characters without width or that turn the direction of writing: they come along when text is copied from a web page
 * or another program. The joiners of Persian, Hindi and of emoji (200C, 200D) are spelling and are let through.
 */
const INVISIBLE =
  /[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\udb40[\udc00-\udc7f]/

export const invisibleCharacters: Check = {
  rule: 'invisible-characters',
  says: 'A field holds no characters that cannot be seen, such as those that come along when text is copied from a web page.',
  remedy:
    'There are characters in the text that nobody can see; they come along with text that is copied from a web page. Type it again instead of copying it. It was kept as it came, and the hidden characters are passed over when people are matched.',
  mostly: 'A name was copied out of an e-mail or a web page.',
  effect: 'kept and reported',
  passes: text => !INVISIBLE.test(text),
  examples: [
    { text: 'محمد', passes: true },
    { text: 'می\u200cخواهم', passes: true },
    { text: 'Ann\u200ba', passes: false },
    { text: '\u202a01632 960101', passes: false },
    { text: 'Ann\u00ada', passes: false },
  ],
}
