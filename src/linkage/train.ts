import { findPairs } from './blocking.ts'
import { COMPARISONS, compare, type Levels } from './compare.ts'
import { findDefaultDates, termFrequencies } from './frequencies.ts'
import { differInIdentifier, isBackedUp, sharesIdentifier } from './judge.ts'
import type { LevelModel, Model } from './model.ts'
import { type Prepared, prepare } from './prepare.ts'
import { estimatePriors } from './priors.ts'
import type { LinkRecord } from './record.ts'

/** A trained model and, in sentences, what it could not learn from these records and took from the base model. */
export type Training = { model: Model; notes: string[] }

type Story = keyof LevelModel
/** How often each level of each comparison was seen under each of the three stories. */
type Counts = Record<Story, { pairs: number; levels: Map<string, number> }>

/** Fewer pairs than this teach nothing that the base model does not know better. */
const LEAST_ANCHORS = 50
/** The base model counts as this many pairs beside those seen, so that a level never seen stays possible. */
const BASE_PAIRS = 50
const SAMPLED_PAIRS = 150_000

/**
 * Learns a model from records without labels. Pairs known by their identifiers teach the three stories: equal
 * numbers with other agreement are one person, different numbers in one home are two of a household, and a
 * fixed sample of pairs are strangers. Names' frequencies and priors are counted; thresholds, blocking rules and
 * the weights of identifiers stay those of `base`. Deterministic: no random numbers, no dependence on order.
 */
export function trainModel(records: readonly LinkRecord[], base: Model, version: string): Training {
  const defaultDates = findDefaultDates(records, base)
  const learning: Model = { ...base, defaultDates }
  const prepared = records.map(record => prepare(record, learning)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const pairs = [...findPairs(prepared, learning).pairs]
  const counts = countLevels(prepared, pairs)
  const notes: string[] = []
  for (const story of ['same', 'household', 'unrelated'] as const) {
    if (counts[story].pairs >= LEAST_ANCHORS) continue
    counts[story] = { pairs: 0, levels: new Map() }
    notes.push(
      `Only few pairs are known to be ${STORY_WORDS[story]}, so the base model’s figures stand for them.`,
    )
  }
  const unpriored: Model = {
    ...learning,
    version,
    comparisons: learnComparisons(base, counts),
    termFrequencies: termFrequencies(prepared, base),
  }
  return { model: { ...unpriored, priors: estimatePriors(prepared, pairs, unpriored) }, notes }
}

const STORY_WORDS: Record<Story, string> = {
  same: 'one person',
  household: 'two people of one household',
  unrelated: 'two unrelated people',
}

function countLevels(records: readonly Prepared[], pairs: [number, number][]): Counts {
  const counts: Counts = {
    same: { pairs: 0, levels: new Map() },
    household: { pairs: 0, levels: new Map() },
    unrelated: { pairs: 0, levels: new Map() },
  }
  const count = (story: Story, levels: Levels): void => {
    counts[story].pairs++
    for (const comparison of COMPARISONS) {
      const key = `${comparison} ${levels[comparison]}`
      counts[story].levels.set(key, (counts[story].levels.get(key) ?? 0) + 1)
    }
  }
  for (const [i, j] of pairs) {
    const [a, b] = [records[i], records[j]]
    if (!a || !b) continue
    const levels = compare(a, b)
    const story = storyOf(levels)
    if (story) count(story, levels)
  }
  for (const [i, j] of sampleOfPairs(records.length)) {
    const [a, b] = [records[i], records[j]]
    if (a && b && a.seal === b.seal) count('unrelated', compare(a, b))
  }
  return counts
}

/** What the identifiers of a pair say about it; most pairs carry too few to say anything. */
function storyOf(levels: Levels): Story | undefined {
  if (differInIdentifier(levels)) {
    const sharesHome = levels.place === 'sameAddress' || levels.contact === 'same'
    const looksLikeOne = levels.given === 'exact' && levels.birthDate === 'exact'
    return sharesHome && !looksLikeOne ? 'household' : undefined
  }
  return sharesIdentifier(levels) && isBackedUp(levels) ? 'same' : undefined
}

/** Pairs spread evenly over all pairs: each record with others at strides that share no rhythm with families. */
function* sampleOfPairs(count: number): Iterable<[number, number]> {
  const perRecord = Math.ceil(Math.min(SAMPLED_PAIRS / Math.max(1, count), (count - 1) / 2))
  for (let i = 0; i < count; i++) {
    for (let turn = 1; turn <= perRecord; turn++) {
      const j = (i + 1 + ((i * 7919 + turn * 104_729) % Math.max(1, count - 1))) % count
      if (i !== j) yield [i, j]
    }
  }
}

function learnComparisons(base: Model, counts: Counts): Model['comparisons'] {
  const learnt = COMPARISONS.map(comparison => {
    // The anchors are chosen by identifiers, so they can say nothing about how identifiers err.
    if (comparison === 'nhsNumber' || comparison === 'upn') return [comparison, base.comparisons[comparison]]
    const levels = Object.entries(base.comparisons[comparison]).map(([level, known]) => {
      const learn = (story: Story): number => {
        const { levels: seen, pairs } = counts[story]
        const compared = pairs - (seen.get(`${comparison} missing`) ?? 0)
        return round(
          ((seen.get(`${comparison} ${level}`) ?? 0) + BASE_PAIRS * known[story]) / (compared + BASE_PAIRS),
        )
      }
      const model: LevelModel = {
        same: learn('same'),
        household: learn('household'),
        unrelated: learn('unrelated'),
      }
      return [level, model]
    })
    return [comparison, Object.fromEntries(levels)]
  })
  return Object.fromEntries(learnt) as Model['comparisons']
}

/** Four figures are more than the records can teach, and keep the model file readable. */
const round = (share: number): number => Math.min(1, Math.max(1e-9, Number(share.toPrecision(4))))
