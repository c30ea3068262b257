import { normalisePostcode } from '../../kit/names.ts'
import type { Check } from './check.ts'

export const postcode: Check = {
  rule: 'postcode',
  says: 'A postcode is a full British postcode, such as PR1 2AB.',
  remedy:
    'This is no full British postcode, such as PR1 2AB. Correct it, or leave it empty while only a part of it is known. The field was left out, and the rest of the address kept.',
  mostly:
    'Half a postcode, the word “none”, or the house number in the wrong field. An address abroad has no British postcode.',
  effect: 'field left out',
  passes: text => normalisePostcode(text) !== undefined,
  examples: [
    { text: 'pr1 2ab', passes: true },
    { text: 'FY45QX', passes: true },
    { text: 'PR1', passes: false },
    { text: 'none', passes: false },
  ],
}
