import type { Check, Rule } from './check.ts'

/** So many codes are named in a sentence; the page on what to send has them all. */
const MOST_NAMED = 12

/** What all checks of codes have in common. */
export const agreedCode: Rule = {
  rule: 'unknown-code',
  says: 'A field with agreed codes holds one of them.',
  remedy:
    'This is none of the agreed codes. Use one of them, or have the export turn your own codes into these. The field was left out.',
  mostly:
    'Your system has codes of its own, or a new code was added. Whoever set up the export can turn yours into the agreed ones, which stand under “What to send”.',
}

/** A flag that keeps something from view: whatever is no plain no counts as yes. */
export const guardedFlag: Check = {
  ...agreedCode,
  says: 'The field holds Y or N.',
  remedy:
    'This is neither Y nor N. Write one of them. Until then it counts as Y, because that keeps people safe.',
  effect: 'kept and reported',
  passes: text => /^(y|yes|true|1|n|no|false|0)$/i.test(text),
  examples: [
    { text: 'Y', passes: true },
    { text: 'no', passes: true },
    { text: 'restricted', passes: false },
  ],
}

/** A check that a field holds one of the codes that its contract lists. */
export function knownCode(codes: readonly string[]): Check {
  const known = new Set(codes.map(code => code.toLowerCase()))
  const more = codes.length - MOST_NAMED
  const list = `${codes.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return {
    ...agreedCode,
    says: `The field holds one of the agreed codes: ${codes.join(', ')}.`,
    remedy: `This is none of the agreed codes: ${list}. Use one of them, or have the export turn your own codes into these. The field was left out.`,
    effect: 'field left out',
    passes: text => known.has(text.toLowerCase()),
    examples: [
      { text: codes[0] ?? '', passes: true },
      { text: 'no such code', passes: false },
    ],
  }
}
