import { OF } from '../compare/comparisons.ts'
import type { Linked } from '../judge-pairs.ts'
import { shareOf } from '../learn/chance.ts'
import type { Tally } from '../learn/tally.ts'
import { showDate } from '../read/values/scan-birth-date.ts'
import { wordOf } from '../rows/dictionary.ts'
import { BIRTH, FAMILY, GIVEN } from '../rows/row-layout.ts'
import { packCounts } from './pack-counts.ts'
import { ENGINE, KIND, sealModel, type TrainedModel } from './trained-model.ts'

/** Fewer records of one value weigh as one does. */
const LEAST = 3

/** Freezes what a run has learnt. The same run gives the same bytes, whatever the order of rows and the workers. */
export function freeze(run: Linked): TrainedModel {
  const { model, chance, rules, caps, thresholds, sources } = run
  return sealModel({
    kind: KIND,
    version: 1,
    engine: ENGINE,
    columns: model.columns,
    ...(model.adultsBornBefore ? { adultsBornBefore: model.adultsBornBefore } : {}),
    records: chance.records,
    sources,
    rules: rules.map((rule, at) => ({ rule, cap: caps[at]! })),
    thresholds,
    stories: storiesOf(run),
    comparisons: levelsOf(run),
    settled: settledOf(run),
    frequencies: {
      given: countWords(run, GIVEN),
      family: countWords(run, FAMILY),
      birthDates: countDates(run),
      homes: packTally(chance.homes),
      phones: packTally(chance.phones),
    },
  })
}

function storiesOf({ estimates, weights }: Linked): TrainedModel['stories'] {
  const { hasHouseholds, samePairs, householdPairs, allPairs, namesTogether, middleTogether } = estimates
  const togetherByRarity = [...weights.togetherByRarity]
  return {
    hasHouseholds,
    samePairs,
    householdPairs,
    allPairs,
    namesTogether,
    middleTogether,
    togetherByRarity,
  }
}

function levelsOf({ comparisons, estimates }: Linked): TrainedModel['comparisons'] {
  return Object.fromEntries(
    comparisons.map(({ name, place, levels }) => [
      name,
      Object.fromEntries(
        levels.map((level, at) => [
          level,
          {
            same: estimates.same[place]![at + 1]!,
            household: estimates.household[place]![at + 1]!,
            unrelated: estimates.unrelated[place]![at + 1]!,
          },
        ]),
      ),
    ]),
  )
}

function settledOf({ settled, records: { dictionary } }: Linked): TrainedModel['settled'] {
  const nameOf = (source: number): string => wordOf(dictionary, source)
  return {
    ...(settled.precision === 'day' ? {} : { precision: settled.precision }),
    monthFirst: settled.monthFirst.map(nameOf).sort(),
    yearFirst: settled.yearFirst.map(nameOf).sort(),
    defaultDates: settled.defaultDates
      .map(one => ({ ...one, source: nameOf(one.source) }))
      .sort((a, b) => order(a.source, b.source) || order(a.date, b.date)),
    notNames: settled.notNames
      .map(one => ({ ...one, source: nameOf(one.source) }))
      .sort((a, b) => order(a.source, b.source) || order(a.word, b.word)),
    identifiers: settled.identifiers.map(({ kind, shared }) => ({
      kind,
      shared: [...shared].map(hexOf).sort(),
    })),
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A fingerprint as eight digits of base 16. */
export const hexOf = (fingerprint: number): string => (fingerprint >>> 0).toString(16).padStart(8, '0')

function countWords(
  { records: { people, dictionary } }: Linked,
  slot: number,
): TrainedModel['frequencies']['given'] {
  const { rows, layout } = people
  const counts = new Int32Array(dictionary.count)
  for (let row = slot; row < rows.length; row += layout.stride) counts[rows[row]!]!++
  counts[0] = 0
  const met: [string, number][] = []
  for (let word = 1; word < counts.length; word++)
    if (counts[word]! >= LEAST) met.push([wordOf(dictionary, word), counts[word]!])
  return { total: counts.reduce((sum, count) => sum + count, 0), counts: inOrder(met) }
}

/** Dates that are commoner than dates are on the whole: the others weigh as any date does. */
function countDates({
  records: { people },
  chance,
  weights,
}: Linked): TrainedModel['frequencies']['birthDates'] {
  const { rows, layout } = people
  const counts = new Map<number, number>()
  for (let row = BIRTH; row < rows.length; row += layout.stride)
    if (rows[row] !== 0) counts.set(rows[row]!, (counts.get(rows[row]!) ?? 0) + 1)
  const any = weights.unrelated[OF.birthDate]![1]!
  const common = [...counts].filter(
    ([, records]) => records >= LEAST && shareOf(records, chance.withBirthDate) > any,
  )
  return {
    total: chance.withBirthDate,
    counts: inOrder(common.map(([date, records]) => [showDate(date), records])),
  }
}

const inOrder = (counts: [string, number][]): Record<string, number> =>
  Object.fromEntries(counts.sort(([a], [b]) => order(a, b)))

const packTally = ({ counts, total, typical }: Tally): TrainedModel['frequencies']['homes'] => ({
  total,
  typical,
  places: counts.length,
  counts: packCounts(counts, LEAST),
})
