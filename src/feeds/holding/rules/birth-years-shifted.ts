import { compareFields } from '../baseline.ts'
import { type HoldingRule, lastDeliveries, percent } from '../rule.ts'

/** With fewer rows the years differ from delivery to delivery by chance alone. */
const ENOUGH_FOR_YEARS = 200

const table = (shares: Record<string, number>, sampled = 400) => ({
  contacts: { rows: sampled, sampled, fields: { birth_date: { filled: 1, years: true as const, shares } } },
})
const usual = { '2019': 0.25, '2020': 0.25, '2021': 0.25, '2022': 0.25 }

export const birthYearsShifted: HoldingRule = {
  name: 'birth-years-shifted',
  title: 'The years of birth have moved',
  says: 'Many people were born in other years than those of earlier deliveries: dates may be misread, or a default filled in.',
  source: 'The contract of the feed',
  threshold: {
    says: 'Hold where more than this share of the people were born in other years than before',
    unit: 'percent',
    least: 0,
    most: 100,
  },
  reasons: (facts, threshold) =>
    compareFields(facts).flatMap(({ field, now, sharesBefore, deliveries, filledRows }) => {
      if (!now.years || now.shares === undefined || filledRows < ENOUGH_FOR_YEARS) return []
      const gained = Object.entries(now.shares)
        .map(([year, share]) => ({ year, by: share - (sharesBefore[year] ?? 0) }))
        .filter(({ by }) => by > 0)
        .toSorted((a, b) => b.by - a.by)
      const moved = gained.reduce((sum, { by }) => sum + by, 0)
      const [most] = gained
      if (most === undefined || moved <= threshold / 100) return []
      return [
        `${field}: ${percent(moved)} were born in other years than those in ${lastDeliveries(deliveries)}; most has been gained by ${most.year}, from ${percent(sharesBefore[most.year] ?? 0)} to ${percent(now.shares[most.year] ?? 0)}.`,
      ]
    }),
  examples: [
    {
      given: 'a default date in half of the rows',
      facts: {
        profile: table({ '1970': 0.5, '2019': 0.125, '2020': 0.125, '2021': 0.125, '2022': 0.125 }),
        before: [{ rows: {}, profile: table(usual), match: undefined }],
      },
      threshold: 30,
      reasons: [
        'birth_date: 50 % were born in other years than those in the last delivery; most has been gained by 1970, from 0 % to 50 %.',
      ],
    },
    {
      given: 'a year in which the oldest left and the youngest came',
      facts: {
        profile: table({ '2020': 0.25, '2021': 0.25, '2022': 0.25, '2023': 0.25 }),
        before: [{ rows: {}, profile: table(usual), match: undefined }],
      },
      threshold: 30,
      reasons: [],
    },
    {
      given: 'a class of thirty: the years differ by chance',
      facts: {
        profile: table({ '2018': 0.6, '2019': 0.4 }, 60),
        before: [{ rows: {}, profile: table(usual), match: undefined }],
      },
      threshold: 30,
      reasons: [],
    },
  ],
}
