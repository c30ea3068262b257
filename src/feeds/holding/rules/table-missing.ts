import { type HoldingRule, lastDeliveries } from '../rule.ts'

export const tableMissing: HoldingRule = {
  name: 'table-missing',
  title: 'A table that the others need is missing',
  says: 'A table without which the others mean nothing came before and is not in this delivery.',
  source: 'The contract of the feed',
  threshold: {
    says: 'Hold where the table came in each of so many deliveries before',
    unit: 'deliveries',
    least: 1,
    most: 5,
  },
  reasons: ({ required, rows, before }, threshold) => {
    const last = before.slice(0, threshold)
    if (last.length < threshold) return []
    return required
      .filter(table => rows[table] === undefined && last.every(one => one.rows[table] !== undefined))
      .map(
        table =>
          `There is no ${table}, which came in ${lastDeliveries(threshold)}. Without it the other tables say nothing new of anyone.`,
      )
  },
  examples: [
    {
      given: 'the table of persons came last time and is gone',
      facts: {
        required: ['ssd_person'],
        rows: { ssd_address: 40 },
        before: [{ rows: { ssd_person: 40, ssd_address: 40 }, profile: {}, match: undefined }],
      },
      threshold: 1,
      reasons: [
        'There is no ssd_person, which came in the last delivery. Without it the other tables say nothing new of anyone.',
      ],
    },
    {
      given: 'a first delivery without it',
      facts: { required: ['ssd_person'], rows: { ssd_address: 40 } },
      threshold: 1,
      reasons: [],
    },
    {
      given: 'the table came only once of late, and two are asked for',
      facts: {
        required: ['ssd_person'],
        rows: { ssd_address: 40 },
        before: [
          { rows: { ssd_person: 40 }, profile: {}, match: undefined },
          { rows: { ssd_address: 40 }, profile: {}, match: undefined },
        ],
      },
      threshold: 2,
      reasons: [],
    },
  ],
}
