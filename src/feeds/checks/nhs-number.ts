import { parseNhsNumber } from '../../kit/identifiers.ts'
import type { Check } from './check.ts'

/** Source: NHS Data Dictionary, "NHS Number". */
export const nhsNumber: Check = {
  rule: 'nhs-number',
  says: 'An NHS number has ten digits, of which the last is its check digit.',
  remedy:
    'Correct the NHS number at the source; the field was left out and the person is matched by other facts.',
  effect: 'field left out',
  passes: text => parseNhsNumber(text) !== undefined,
  examples: [
    { text: '9434765870', passes: true },
    { text: '943 476 5919', passes: true },
    { text: '9434765871', passes: false },
    { text: '943476587', passes: false },
  ],
}
