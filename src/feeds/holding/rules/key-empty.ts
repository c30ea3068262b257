import { type HoldingRule, percent } from '../rule.ts'

/** A handful of rows may all lack a key by chance. */
const FEWEST_ROWS = 20

export const keyEmpty: HoldingRule = {
  name: 'key-empty',
  title: 'A required field is often empty',
  says: 'A field without which a row is left out is empty in many rows.',
  source: 'The contract of the feed',
  threshold: {
    says: 'Hold where more than this share of the rows lack a required field',
    unit: 'percent',
    least: 0,
    most: 100,
  },
  reasons: ({ profile }, threshold) =>
    Object.entries(profile).flatMap(([table, { sampled, fields }]) =>
      Object.entries(fields)
        .filter(([, field]) => field.required && sampled >= FEWEST_ROWS)
        .filter(([, field]) => 1 - field.filled > threshold / 100)
        .map(
          ([name, field]) =>
            `${name} is empty or cannot be read in ${percent(1 - field.filled)} of the rows of ${table}, and a row without it is left out.`,
        ),
    ),
  examples: [
    {
      given: 'three of five rows without the number that makes them known again',
      facts: {
        profile: {
          contacts: {
            rows: 100,
            sampled: 100,
            fields: { local_patient_id: { filled: 0.4, required: true } },
          },
        },
      },
      threshold: 20,
      reasons: [
        'local_patient_id is empty or cannot be read in 60 % of the rows of contacts, and a row without it is left out.',
      ],
    },
    {
      given: 'a field that may be empty',
      facts: { profile: { contacts: { rows: 100, sampled: 100, fields: { uprn: { filled: 0.1 } } } } },
      threshold: 20,
      reasons: [],
    },
  ],
}
