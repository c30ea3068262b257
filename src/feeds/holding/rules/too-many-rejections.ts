import { type HoldingRule, percent } from '../rule.ts'

export const tooManyRejections: HoldingRule = {
  name: 'too-many-rejections',
  title: 'Too many rows were rejected',
  says: 'So many rows were left out that the rest may mislead.',
  source: 'The contract of the feed',
  threshold: {
    says: 'Hold where more than this share of the rows was rejected',
    unit: 'percent',
    least: 0,
    most: 100,
  },
  reasons: ({ rowsRead, rowsRejected }, threshold) =>
    rowsRejected > (rowsRead * threshold) / 100
      ? [`${rowsRejected} of ${rowsRead} rows were rejected (${percent(rowsRejected / rowsRead)}).`]
      : [],
  examples: [
    {
      given: 'two of three rows',
      facts: { rowsRead: 3, rowsRejected: 2 },
      threshold: 50,
      reasons: ['2 of 3 rows were rejected (67 %).'],
    },
    { given: 'one of three rows', facts: { rowsRead: 3, rowsRejected: 1 }, threshold: 50, reasons: [] },
    { given: 'no rows at all', facts: { rowsRead: 0, rowsRejected: 0 }, threshold: 0, reasons: [] },
  ],
}
