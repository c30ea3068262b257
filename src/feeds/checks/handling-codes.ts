import { HANDLING, type HandlingCode } from '../sections.ts'
import type { Check } from './check.ts'

/** The words of a field of conditions, as codes are written; `none` is none. */
export function statedConditions(written: string): string[] {
  const words = written.split(/[;,|]/).map(word =>
    word
      .trim()
      .toLowerCase()
      .replace(/[\s_]+/g, '-'),
  )
  return words.filter(word => word !== '' && word !== 'none')
}

export function isHandlingCode(word: string): word is HandlingCode {
  return HANDLING.some(code => code === word)
}

export const handlingCodes: Check = {
  rule: 'handling-code',
  says: `Conditions are codes with a semicolon between them: ${HANDLING.join(', ')}.`,
  remedy: `One of the conditions is not known here. Write them as codes (${HANDLING.join(', ')}) with a semicolon between them. Until then the notice is kept for the police alone.`,
  mostly: 'A sentence was written where codes were agreed, or a code has a slip in it.',
  effect: 'kept and reported',
  passes: text => statedConditions(text).every(isHandlingCode),
  examples: [
    { text: 'do-not-tell-family; Ask before sharing', passes: true },
    { text: 'none', passes: true },
    { text: 'do not tell the father', passes: false },
  ],
}
