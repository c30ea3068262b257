import { parseNhsNumber } from '../../kit/identifiers.ts'
import type { Check } from './check.ts'

/** Source: NHS Data Dictionary, "NHS Number". */
export const nhsNumber: Check = {
  rule: 'nhs-number',
  says: 'An NHS number has ten digits, and the last of them fits the others.',
  remedy:
    'This is no NHS number: one has ten digits, and the last is worked out from the others. Compare it with a letter from the NHS and correct it in your system. If a spreadsheet has shortened it, keep its column as text. The field was left out, and the person is matched by other facts.',
  mostly: 'Two digits are swapped, or a spreadsheet has turned the number into one such as 9.43477E+09.',
  effect: 'field left out',
  passes: text => parseNhsNumber(text) !== undefined,
  examples: [
    { text: '9434765870', passes: true },
    { text: '943 476 5919', passes: true },
    { text: '9434765871', passes: false },
    { text: '943476587', passes: false },
  ],
}
