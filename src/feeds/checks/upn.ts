import { parseUpn } from '../../kit/identifiers.ts'
import type { Check } from './check.ts'

/** Source: DfE, "Unique Pupil Numbers: guide". */
export const upn: Check = {
  rule: 'upn',
  says: 'A unique pupil number has thirteen characters, and its first letter fits the others.',
  remedy:
    'This is no unique pupil number: one has thirteen characters, and the first letter is worked out from the others. Compare it with that of the school before, and correct it in your system. The field was left out, and the pupil is matched by other facts.',
  mostly:
    'A slip, or a number of another kind in the field. Where a pupil has none yet, leave it empty or write the code for why.',
  effect: 'field left out',
  passes: text => parseUpn(text) !== undefined,
  examples: [
    { text: 'B801200005001', passes: true },
    { text: 'H88840012500A', passes: true },
    { text: 'A801200005001', passes: false },
  ],
}
