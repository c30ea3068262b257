import { figure, type HoldingRule } from '../rule.ts'
import { SMALLEST_TABLE, usualRows } from '../usual-rows.ts'

export const rowsSurged: HoldingRule = {
  name: 'rows-surged',
  title: 'Far more rows than before',
  says: 'A table has grown many times over: rows may be doubled, or be another area’s.',
  source: 'The contract of the feed',
  threshold: {
    says: 'Hold where a table has more than so many times its rows',
    unit: 'times',
    least: 1,
    most: 1000,
  },
  reasons: (facts, threshold) =>
    Object.entries(facts.rows).flatMap(([table, now]) => {
      const usual = usualRows(facts, table)
      if (usual === undefined || now <= Math.max(usual.most, SMALLEST_TABLE) * threshold) return []
      const times = usual.most === 0 ? '' : `: ${Math.round((now / usual.most) * 10) / 10} times as many`
      return [`${table} has ${figure(now)} rows where ${usual.mostSays}${times}.`]
    }),
  examples: [
    {
      given: 'a school whose pupils came four times over',
      facts: {
        mode: 'snapshot',
        rows: { pupils: 160 },
        before: [{ rows: { pupils: 40 }, profile: {}, match: undefined }],
      },
      threshold: 3,
      reasons: ['pupils has 160 rows where the last delivery had 40: 4 times as many.'],
    },
    {
      given: 'a busy week within what was seen',
      facts: {
        mode: 'changes',
        rows: { contacts: 150 },
        before: [40, 60, 50].map(contacts => ({ rows: { contacts }, profile: {}, match: undefined })),
      },
      threshold: 3,
      reasons: [],
    },
    {
      given: 'a first delivery',
      facts: { mode: 'snapshot', rows: { pupils: 900 } },
      threshold: 3,
      reasons: [],
    },
  ],
}
