import { findPairs } from './blocking.ts'
import { COMPARISONS, type Comparison, compare, type Levels } from './compare.ts'
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
const SAMPLED_PAIRS = 100_000

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
    if (sharesIdentifier(levels) && !differInIdentifier(levels) && isBackedUp(levels)) count('same', levels)
  }
  for (const [i, j] of pairsOfHomes(records)) {
    const [a, b] = [records[i], records[j]]
    if (!a || !b) continue
    const levels = compare(a, b)
    const looksLikeOne = levels.given === 'exact' && levels.birthDate === 'exact'
    if (differInIdentifier(levels) && !looksLikeOne) count('household', levels)
  }
  for (const [i, j] of sampleOfPairs(records.length)) {
    const [a, b] = [records[i], records[j]]
    if (a && b && a.seal === b.seal) count('unrelated', compare(a, b))
  }
  return counts
}

/**
 * Pairs of one address, whatever their names: blocking would bring together only those of a household who look
 * alike. Addresses of more records than a large family leaves are schools and shelters.
 */
function* pairsOfHomes(records: readonly Prepared[]): Iterable<[number, number]> {
  const homes = Map.groupBy(records.keys(), position => {
    const record = records[position]
    return record && `${record.seal} ${record.property || record.address}`
  })
  for (const [home, members] of homes) {
    if (!home || home.endsWith(' ') || members.length > LARGEST_HOME) continue
    for (const i of members) for (const j of members) if (i < j) yield [i, j]
  }
}

const LARGEST_HOME = 40

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

/**
 * The anchors are chosen by identifiers, so they cannot say how identifiers err; and adults whom a list only
 * mentions carry none, so they cannot say how lists mention people.
 */
const TAKEN_FROM_BASE = new Set<Comparison>(['nhsNumber', 'upn', 'source', 'relative'])

function learnComparisons(base: Model, counts: Counts): Model['comparisons'] {
  const learnt = COMPARISONS.map(comparison => {
    if (TAKEN_FROM_BASE.has(comparison)) return [comparison, base.comparisons[comparison]]
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
