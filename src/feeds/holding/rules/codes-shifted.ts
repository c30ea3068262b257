import { compareFields } from '../baseline.ts'
import { ENOUGH_ROWS, type HoldingRule, lastDeliveries, percent } from '../rule.ts'

const table = (shares: Record<string, number>) => ({
  contacts: { rows: 100, sampled: 100, fields: { status: { filled: 1, shares } } },
})

/** The classes that moved most; the rest follows from them. */
const MOST_CLASSES = 3

export const codesShifted: HoldingRule = {
  name: 'codes-shifted',
  title: 'The shares of agreed codes have moved',
  says: 'A code such as a sex, a status or a kind of service is far commoner or rarer than before: codes may have been swapped or a default filled in.',
  source: 'The contract of the feed',
  threshold: {
    says: 'Hold where the share of one code changes by more than so many percentage points',
    unit: 'points',
    least: 0,
    most: 100,
  },
  reasons: (facts, threshold) =>
    compareFields(facts).flatMap(({ field, now, sharesBefore, deliveries, filledRows }) => {
      if (now.years || now.shares === undefined || filledRows < ENOUGH_ROWS) return []
      const { shares } = now
      const moved = [...new Set([...Object.keys(shares), ...Object.keys(sharesBefore)])]
        .map(name => ({ name, was: sharesBefore[name] ?? 0, is: shares[name] ?? 0 }))
        .toSorted((a, b) => a.name.localeCompare(b.name))
        .filter(({ was, is }) => Math.abs(is - was) > threshold / 100)
        .toSorted((a, b) => Math.round(100 * (Math.abs(b.is - b.was) - Math.abs(a.is - a.was))))
        .slice(0, MOST_CLASSES)
      if (moved.length === 0) return []
      const words = moved.map(({ name, was, is }) => `“${name}” ${percent(was)} then, ${percent(is)} now`)
      return [`${field}, against ${lastDeliveries(deliveries)}: ${words.join('; ')}.`]
    }),
  examples: [
    {
      given: 'a status that is suddenly the same for everyone',
      facts: {
        profile: table({ current: 0.02, historic: 0.98 }),
        before: [
          { rows: {}, profile: table({ current: 0.7, historic: 0.3 }), match: undefined },
          { rows: {}, profile: table({ current: 0.74, historic: 0.26 }), match: undefined },
        ],
      },
      threshold: 25,
      reasons: [
        'status, against the last 2 deliveries: “current” 72 % then, 2 % now; “historic” 28 % then, 98 % now.',
      ],
    },
    {
      given: 'shares that stay',
      facts: {
        profile: table({ current: 0.6, historic: 0.4 }),
        before: [{ rows: {}, profile: table({ current: 0.7, historic: 0.3 }), match: undefined }],
      },
      threshold: 25,
      reasons: [],
    },
  ],
}
