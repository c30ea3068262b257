import { parseUprn } from '../../kit/identifiers.ts'
import type { Check } from './check.ts'

/** Source: GeoPlace, "Unique Property Reference Number". */
export const uprn: Check = {
  rule: 'uprn',
  says: 'A unique property reference number has at most twelve digits and nothing else.',
  remedy:
    'This is no unique property reference number: one has at most twelve digits. Correct it, or leave it empty. The field was left out, and the rest of the address kept.',
  mostly: 'A number of another kind, or a spreadsheet has changed it.',
  effect: 'field left out',
  passes: text => parseUprn(text) !== undefined,
  examples: [
    { text: '100012345678', passes: true },
    { text: '000010012345', passes: true },
    { text: '1000123456789', passes: false },
    { text: '100012345678.0', passes: false },
    { text: '0', passes: false },
  ],
}
