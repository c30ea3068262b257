import { parseUpn } from '../../kit/identifiers.ts'
import type { Check } from './check.ts'

/** Source: DfE, "Unique Pupil Numbers: guide". */
export const upn: Check = {
  rule: 'upn',
  says: 'A unique pupil number has thirteen characters, of which the first is its check letter.',
  remedy: 'Correct the pupil number at the source; the field was left out.',
  effect: 'field left out',
  passes: text => parseUpn(text) !== undefined,
  examples: [
    { text: 'B801200005001', passes: true },
    { text: 'H88840012500A', passes: true },
    { text: 'A801200005001', passes: false },
  ],
}
