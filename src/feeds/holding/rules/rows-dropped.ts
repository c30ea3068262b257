import { figure, type HoldingRule, percent } from '../rule.ts'
import { SMALLEST_TABLE, usualRows } from '../usual-rows.ts'

export const rowsDropped: HoldingRule = {
  name: 'rows-dropped',
  title: 'Far fewer rows than before',
  says: 'A table has lost much of itself. In a snapshot, what is absent would end.',
  source: 'The contract of the feed',
  threshold: {
    says: 'Hold where a table has lost more than this share of its rows',
    unit: 'percent',
    least: 0,
    most: 100,
  },
  reasons: (facts, threshold) =>
    Object.entries(facts.rows).flatMap(([table, now]) => {
      const usual = usualRows(facts, table)
      if (usual === undefined || usual.least < SMALLEST_TABLE || now === 0) return []
      if (now >= usual.least * (1 - threshold / 100)) return []
      const fewer = percent(1 - now / usual.least)
      return [`${table} has ${figure(now)} rows where ${usual.leastSays}, ${fewer} fewer.`]
    }),
  examples: [
    {
      given: 'a school that sends ten of its forty pupils',
      facts: {
        mode: 'snapshot',
        rows: { pupils: 10 },
        before: [{ rows: { pupils: 40 }, profile: {}, match: undefined }],
      },
      threshold: 50,
      reasons: ['pupils has 10 rows where the last delivery had 40, 75 % fewer.'],
    },
    {
      given: 'a list too short for a share to mean much',
      facts: {
        mode: 'snapshot',
        rows: { cases: 4 },
        before: [{ rows: { cases: 12 }, profile: {}, match: undefined }],
      },
      threshold: 50,
      reasons: [],
    },
    {
      given: 'changes after the first whole file: two deliveries do not yet say what is usual',
      facts: {
        mode: 'changes',
        rows: { contacts: 30 },
        before: [{ rows: { contacts: 9000 }, profile: {}, match: undefined }],
      },
      threshold: 50,
      reasons: [],
    },
    {
      given: 'changes far below the quietest of the last deliveries',
      facts: {
        mode: 'changes',
        rows: { contacts: 5 },
        before: [40, 60, 50].map(contacts => ({ rows: { contacts }, profile: {}, match: undefined })),
      },
      threshold: 50,
      reasons: ['contacts has 5 rows where the smallest of the last 3 deliveries had 40, 88 % fewer.'],
    },
  ],
}
