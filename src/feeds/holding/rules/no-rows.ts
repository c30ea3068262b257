import { figure, type HoldingRule } from '../rule.ts'

export const noRows: HoldingRule = {
  name: 'no-rows',
  title: 'No rows',
  says: 'In a snapshot what is absent has ended, so one without rows would end everything.',
  source: 'The contract of the feed',
  threshold: {
    says: 'Hold where a table is empty that had at least so many rows',
    unit: 'rows',
    least: 1,
    most: 1_000_000,
  },
  reasons: ({ mode, rowsRead, rows, before: [last] }, threshold) => {
    if (mode !== 'snapshot') return []
    if (rowsRead === 0) return ['It holds no rows, so publishing it would end every record of this feed.']
    return Object.entries(rows)
      .filter(([table, now]) => now === 0 && (last?.rows[table] ?? 0) >= threshold)
      .map(
        ([table]) =>
          `${table} holds no rows where the last delivery had ${figure(last?.rows[table] ?? 0)}. Publishing it would end them all.`,
      )
  },
  examples: [
    {
      given: 'a snapshot of nothing',
      facts: { mode: 'snapshot', rowsRead: 0, rows: { pupils: 0 } },
      threshold: 10,
      reasons: ['It holds no rows, so publishing it would end every record of this feed.'],
    },
    {
      given: 'one table of several is empty',
      facts: {
        mode: 'snapshot',
        rowsRead: 100,
        rows: { ssd_person: 100, ssd_cp_plans: 0 },
        before: [{ rows: { ssd_person: 98, ssd_cp_plans: 12 }, profile: {}, match: undefined }],
      },
      threshold: 10,
      reasons: [
        'ssd_cp_plans holds no rows where the last delivery had 12. Publishing it would end them all.',
      ],
    },
    {
      given: 'a day on which nothing changed',
      facts: { mode: 'changes', rowsRead: 0, rows: { contacts: 0 } },
      threshold: 10,
      reasons: [],
    },
  ],
}
