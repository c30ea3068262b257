import { ENOUGH_ROWS, type HoldingRule, lastDeliveries, percent } from '../rule.ts'

export const lowMatchRate: HoldingRule = {
  name: 'low-match-rate',
  title: 'Fewer people are found in other partners’ records',
  says: 'Of a sample of its people, far fewer than before seem to be in the records of other partners: numbers or dates of birth may be wrong, or the people another area’s.',
  source: 'The contract of the feed',
  threshold: {
    says: 'Hold where the share that is found falls by more than so many percentage points',
    unit: 'points',
    least: 0,
    most: 100,
  },
  reasons: ({ match, before }, threshold) => {
    const earlier = before.flatMap(one => one.match ?? [])
    const sampled = earlier.reduce((sum, one) => sum + one.sampled, 0)
    if (match === undefined || match.sampled < ENOUGH_ROWS || sampled < ENOUGH_ROWS) return []
    const was = earlier.reduce((sum, one) => sum + one.found, 0) / sampled
    const now = match.found / match.sampled
    if (was - now <= threshold / 100) return []
    return [
      `Of ${match.sampled} people looked up, ${percent(now)} seem to be in other partners’ records; in ${lastDeliveries(earlier.length)} it was ${percent(was)}.`,
    ]
  },
  examples: [
    {
      given: 'dates of birth moved by a day, so that hardly anyone is found',
      facts: {
        match: { sampled: 500, found: 60 },
        before: [
          { rows: {}, profile: {}, match: { sampled: 500, found: 430 } },
          { rows: {}, profile: {}, match: { sampled: 500, found: 420 } },
        ],
      },
      threshold: 20,
      reasons: [
        'Of 500 people looked up, 12 % seem to be in other partners’ records; in the last 2 deliveries it was 85 %.',
      ],
    },
    {
      given: 'a first delivery: there is nothing to compare it with',
      facts: { match: { sampled: 500, found: 60 } },
      threshold: 20,
      reasons: [],
    },
  ],
}
