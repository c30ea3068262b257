import { compareFields } from '../baseline.ts'
import { type HoldingRule, lastDeliveries, percent } from '../rule.ts'

const table = (filled: number, sampled = 100) => ({
  contacts: { rows: sampled, sampled, fields: { sex: { filled } } },
})

export const fillChanged: HoldingRule = {
  name: 'fill-changed',
  title: 'A field is filled far more or less often',
  says: 'A field that was mostly filled is mostly empty now, or the other way round: a column may have been lost, moved or filled with a default.',
  source: 'The contract of the feed',
  threshold: {
    says: 'Hold where the share of rows that fill a field changes by more than so many percentage points',
    unit: 'points',
    least: 0,
    most: 100,
  },
  reasons: (facts, threshold) =>
    compareFields(facts)
      .filter(({ now, filledBefore }) => Math.abs(now.filled - filledBefore) > threshold / 100)
      .map(
        ({ field, now, filledBefore, deliveries }) =>
          `${field}: ${percent(filledBefore)} filled in ${lastDeliveries(deliveries)}, ${percent(now.filled)} now.`,
      ),
  examples: [
    {
      given: 'a column that lost its values',
      facts: {
        profile: table(0.12),
        before: [1, 2, 3, 4, 5].map(() => ({ rows: {}, profile: table(0.98), match: undefined })),
      },
      threshold: 30,
      reasons: ['sex: 98 % filled in the last 5 deliveries, 12 % now.'],
    },
    {
      given: 'a small change',
      facts: { profile: table(0.9), before: [{ rows: {}, profile: table(0.98), match: undefined }] },
      threshold: 30,
      reasons: [],
    },
    {
      given: 'too few rows to tell',
      facts: { profile: table(0.12, 20), before: [{ rows: {}, profile: table(0.98), match: undefined }] },
      threshold: 30,
      reasons: [],
    },
  ],
}
