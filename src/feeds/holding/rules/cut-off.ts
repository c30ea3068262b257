import type { HoldingRule } from '../rule.ts'

export const cutOff: HoldingRule = {
  name: 'cut-off',
  title: 'A file is not whole',
  says: 'A file ends in the middle of a row, so the rows behind it may be missing.',
  source: 'The contract of the feed',
  threshold: undefined,
  reasons: facts =>
    facts.cutOff.map(file => `${file} ends in the middle of a row. It may have been cut off on its way.`),
  examples: [
    {
      given: 'a file that was cut off',
      facts: { cutOff: ['contacts.csv'] },
      threshold: 0,
      reasons: ['contacts.csv ends in the middle of a row. It may have been cut off on its way.'],
    },
    { given: 'a whole file', facts: { cutOff: [] }, threshold: 0, reasons: [] },
  ],
}
