/**
 * Linking records of people, for programs: from a checkout (`import … from './src/linkage/library.ts'`) or from the
 * package that `npm run pack:linkage` makes. What cannot be used is thrown as a `Fault` with a sentence that says what
 * to do. `docs/how-to/link-from-a-program.md` is a whole program; `docs/linkage.md` explains models and method.
 */
import { isDeepStrictEqual } from 'node:util'
import { Fault, type FaultCode } from '../kit/faults.ts'
import type { Decision, HeldDecision } from './cluster/decisions.ts'
import { wordsOf } from './explain/explain-pair.ts'
import { REASON_IN_WORDS } from './explain/reasons-in-words.ts'
import { type ReviewReason, reviewPairsOf } from './explain/review-pairs.ts'
import { comparePair, weighParts } from './explain/waterfall.ts'
import { type Linked, recluster, retrain, type Thresholds } from './judge-pairs.ts'
import { type LinkOptions, linkFiles } from './link-files.ts'
import type { ModelFile } from './model-file.ts'
import type { Verdict, Weighed } from './one-record/pair-scorer.ts'
import { type Match, openIndex, type RecordIndex } from './one-record/record-index.ts'
import { openScorer, type RecordScorer } from './one-record/record-scorer.ts'
import type { Source } from './read/read-people.ts'
import type { RawRecord } from './read/records-as-input.ts'
import { type Changes, countChanges } from './replay.ts'
import { type Summary, summarise } from './report/summarise.ts'
import { writeReport } from './report/write-report.ts'
import { type RecordName, recordNamer } from './rows/name-records.ts'
import { freeze } from './trained/freeze.ts'
import { readModel } from './trained/read-model.ts'
import { isTrained, type TrainedModel, textOfModel } from './trained/trained-model.ts'
import { probabilityOf } from './weigh/weigh-patterns.ts'
import { writeClusters } from './write/write-clusters.ts'
import { writePairs } from './write/write-pairs.ts'

export type {
  Changes,
  Decision,
  FaultCode,
  HeldDecision,
  LinkOptions,
  Match,
  ModelFile,
  RawRecord,
  RecordIndex,
  RecordName,
  RecordScorer,
  ReviewReason,
  Source,
  Summary,
  Thresholds,
  TrainedModel,
  Verdict,
  Weighed,
}
export { countChanges, Fault, isTrained, openIndex, openScorer, readModel, textOfModel }

/** A record and its person, who is called `source:id` after the person's first record in order of sources and ids. */
export type PersonOfRecord = RecordName & {
  person: string
  /** The bits (log2 odds) of the record's strongest accepted link; absent where it stands alone. */
  linkWeight?: number
  /** Whether a link of the record was refused that people could settle. */
  review: boolean
}

/** Two records that were compared, and how likely it is that both are one person. */
export type WeighedPair = {
  one: RecordName
  other: RecordName
  /** Log2 of the odds that both are one person, against one household and strangers together. */
  bits: number
  /** The same from 0 to 1. */
  probability: number
  /** Whether both records are of one person in the end. */
  isJoined: boolean
}

/** Two records for a person to decide about. */
export type ReviewPair = Pick<WeighedPair, 'one' | 'other' | 'bits' | 'probability'> & {
  reason: ReviewReason
  /** What agrees and what differs, the strongest evidence first, and at the end the reason. Names and dates are quoted. */
  words: string[]
}

/** A finished run. Nothing of it is written anywhere until it is asked for. */
export type LinkRun = {
  summary: Summary
  /** Each record's person, in the order of sources and ids. */
  persons(): Generator<PersonOfRecord>
  /** The compared pairs that reach the threshold of review by their own bits, joined or not, in no order. */
  pairs(): Generator<WeighedPair>
  /**
   * The pairs for people, likeliest first, at most one for any two persons; a contradiction of people is always asked.
   * `review` of a record says that a link of its was refused: those pairs and these overlap, and neither holds the other.
   */
  reviewPairs(): Generator<ReviewPair>
  /** Decisions of people that were not carried out. */
  heldDecisions: readonly HeldDecision[]
  /**
   * The same files as the command writes, whole or not at all; a fault where the disk does not take them. A report is a
   * page (`.html`) or data (`.json`).
   */
  writeClusters(path: string): void
  writePairs(path: string): void
  writeReport(path: string): void
  /** What the run learnt, frozen: for `link`, `openIndex` and `openScorer`. */
  trained(): TrainedModel
  /**
   * The same records by other thresholds in bits, without reading or comparing them again. Throws a fault for a run with
   * `isJudgedOnce`.
   */
  withThresholds(thresholds: Thresholds): LinkRun
  /**
   * The same records with weights that are learnt again, as another model of the same columns and rules states them.
   * Throws a fault for other columns or rules, and where the run's own model was trained: it learns nothing.
   */
  withModel(model: ModelFile): LinkRun
}

/**
 * Links and de-duplicates records of people: files by their paths, or records in memory, all as one list. A model that
 * is not trained learns from these records, as Fellegi and Sunter (1969) weigh and Dempster, Laird and Rubin (1977)
 * estimate; `docs/linkage.md` has the method. The result depends on records and model alone, whatever the order of rows
 * and the number of `threads` (one if left out). Throws a fault for a file that cannot be read or trusted whole, a column
 * that is not there, a model by which nothing can be linked, and where memory is short.
 */
export async function link(
  sources: readonly Source[],
  model: ModelFile | TrainedModel,
  options: Partial<LinkOptions> = {},
): Promise<LinkRun> {
  return runOf(await linkFiles(sources, model, { threads: 1, ...options }))
}

/**
 * Learns from records of people and gives a model that weighs two records the same for ever. It holds no record, but names
 * and dates that three records or more have (`textOfModel` makes a file of it). Throws the faults of `link`.
 */
export async function train(
  sources: readonly Source[],
  model: ModelFile,
  options: Partial<LinkOptions> = {},
): Promise<TrainedModel> {
  return freeze(await linkFiles(sources, model, { threads: 1, ...options }))
}

function runOf(linked: Linked): LinkRun {
  return {
    summary: summarise(linked),
    persons: () => personsOf(linked),
    pairs: () => pairsOf(linked),
    reviewPairs: () => reviewPairsIn(linked),
    heldDecisions: linked.decided.held,
    writeClusters: path => writeClusters(path, linked),
    writePairs: path => writePairs(path, linked),
    writeReport: path => writeReport(path, linked),
    trained: () => freeze(linked),
    withThresholds: thresholds => {
      refuseJudgedOnce(linked)
      return runOf(recluster(linked, thresholds))
    },
    withModel: model => {
      refuseJudgedOnce(linked)
      refuseOther(linked, model)
      return runOf(retrain(linked, model))
    },
  }
}

function refuseJudgedOnce({ isJudgedOnce }: Linked): void {
  if (isJudgedOnce)
    throw new Fault('model-unusable', 'The run let its pairs go: link without `isJudgedOnce`.')
}

function refuseOther({ model: own, trained }: Linked, model: ModelFile): void {
  if (trained)
    throw new Fault('model-unusable', 'The run’s own model was trained: link again by the other one.')
  const ofPairs = ({ columns, blocking, adultsBornBefore }: ModelFile): unknown[] => [
    columns,
    blocking,
    adultsBornBefore,
  ]
  if (!isDeepStrictEqual(ofPairs(own), ofPairs(model)))
    throw new Fault('model-unusable', 'It has other columns or rules than the run: link again by it.')
}

function* personsOf({ order, clusters, records }: Linked): Generator<PersonOfRecord> {
  const nameOf = recordNamer(records)
  for (const row of order.rows) {
    const person = nameOf(clusters.keyOf[row]!)
    const bits = clusters.strongest[row]!
    yield {
      ...nameOf(row),
      person: `${person.source}:${person.id}`,
      ...(Number.isNaN(bits) ? {} : { linkWeight: bits }),
      review: clusters.review[row] === 1,
    }
  }
}

function* pairsOf({ links, clusters, records }: Linked): Generator<WeighedPair> {
  const nameOf = recordNamer(records)
  for (let at = 0; at < links.count; at++) {
    const [a, b, bits] = [links.a[at]!, links.b[at]!, links.bits[at]!]
    yield {
      one: nameOf(a),
      other: nameOf(b),
      bits,
      probability: probabilityOf(bits),
      isJoined: clusters.keyOf[a] === clusters.keyOf[b],
    }
  }
}

function* reviewPairsIn(linked: Linked): Generator<ReviewPair> {
  const nameOf = recordNamer(linked.records)
  for (const { a, b, bits, reason } of reviewPairsOf(linked)) {
    const pair = comparePair(linked, a, b)
    const words = wordsOf(linked, pair, weighParts(linked, pair).steps)
    yield {
      one: nameOf(a),
      other: nameOf(b),
      bits,
      probability: probabilityOf(bits),
      reason,
      words: [...words, REASON_IN_WORDS[reason]],
    }
  }
}
