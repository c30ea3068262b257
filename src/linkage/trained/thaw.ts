import { Fault } from '../../kit/faults.ts'
import { type Comparison, listComparisons } from '../compare/comparisons.ts'
import { type Chance, shareOf } from '../learn/chance.ts'
import type { Estimates } from '../learn/estimate.ts'
import type { Tally } from '../learn/tally.ts'
import { DAY_INDEXES, dayIndex } from '../read/values/scan-birth-date.ts'
import { type Dictionary, wordOf } from '../rows/dictionary.ts'
import { type Weights, weightsOf } from '../weigh/weigh-patterns.ts'
import { unpackCounts } from './pack-counts.ts'
import type { TrainedModel } from './trained-model.ts'

/** A trained model as the engine uses it, but for what depends on the words of a run's records. */
export type Thawed = {
  comparisons: Comparison[]
  identifiers: string[]
  texts: string[]
  estimates: Estimates
  weights: Weights
}

/** Throws a fault where the model's comparisons are not those of its columns. */
export function thaw({ columns, comparisons: stated, stories }: TrainedModel): Thawed {
  const [identifiers, texts] = [columns.identifiers ?? [], columns.text ?? []]
  const comparisons = listComparisons(columns)
  const sharesOf = (story: 'same' | 'household' | 'unrelated'): number[][] =>
    comparisons.map(({ name, levels }) => [
      1,
      ...levels.map(level => stated[name]?.[level]?.[story] ?? missing(`comparisons.${name}.${level}`)),
    ])
  const { togetherByRarity, ...counted } = stories
  const estimates: Estimates = {
    ...counted,
    otherNamedPairs: 0,
    same: sharesOf('same'),
    household: sharesOf('household'),
    unrelated: sharesOf('unrelated'),
  }
  const weights = weightsOf(estimates)
  for (const bin of weights.togetherByRarity.keys())
    weights.togetherByRarity[bin] = togetherByRarity[bin] ?? missing('stories.togetherByRarity')
  return { comparisons, identifiers, texts, estimates, weights }
}

function missing(what: string): never {
  throw new Fault('model-unusable', `The trained model has no ${what}. Train it again.`)
}

/** The bits of a word's share among given and family names; of one that nobody has, the share of one record. */
export type ShareOfWord = (text: string) => [given: number, family: number]

export function sharesOfWords({ frequencies: { given, family } }: TrainedModel): ShareOfWord {
  const sharesOf = ({ counts, total }: typeof given): ((text: string) => number) => {
    const known = new Map(Object.entries(counts))
    return text => shareOf(known.get(text) ?? 1, total)
  }
  const [ofGiven, ofFamily] = [sharesOf(given), sharesOf(family)]
  return text => [ofGiven(text), ofFamily(text)]
}

/** The model's frequencies by the words of a dictionary, with its room for more. Only what weighing asks for is there. */
export function thawChance(
  model: TrainedModel,
  dictionary: Dictionary,
  shares: ShareOfWord = sharesOfWords(model),
): Chance {
  const { birthDates, homes, phones } = model.frequencies
  const room = (): Float64Array => new Float64Array(new SharedArrayBuffer(8 * dictionary.hashes.length))
  const [given, family] = [room(), room()]
  for (let word = 1; word < dictionary.count; word++)
    [given[word], family[word]] = shares(wordOf(dictionary, word)) as [number, number]
  const dates = new Int32Array(DAY_INDEXES)
  for (const [date, records] of Object.entries(birthDates.counts))
    dates[dayIndex(Number.parseInt(date.replaceAll('-', ''), 16))] = records
  return {
    records: model.records,
    given,
    family,
    birthDates: dates,
    withBirthDate: birthDates.total,
    homes: thawTally(homes),
    phones: thawTally(phones),
    agreeing: [],
    comparable: [],
    shares: [],
    isPlaced: false,
    agreeingNames: 0,
  }
}

function thawTally({ counts, places, total, typical }: TrainedModel['frequencies']['homes']): Tally {
  return {
    counts: unpackCounts(counts, places) ?? missing('frequencies that fit their tables'),
    total,
    typical,
  }
}
