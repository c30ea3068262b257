import type { Check } from './check.ts'

/** A check that a field holds one of the codes that its contract lists. */
export function knownCode(codes: readonly string[]): Check {
  const known = new Set(codes.map(code => code.toLowerCase()))
  const list = codes.slice(0, 12).join(', ')
  return {
    rule: 'unknown-code',
    says: `The field holds one of the agreed codes: ${list}.`,
    remedy: `Use one of the agreed codes (${list}); the field was left out.`,
    effect: 'field left out',
    passes: text => known.has(text.toLowerCase()),
    examples: [
      { text: codes[0] ?? '', passes: true },
      { text: 'no such code', passes: false },
    ],
  }
}
