import { makeBlocking } from '../block/blocking-rules.ts'
import type { RawRecord } from '../read/records-as-input.ts'
import { layDictionary } from '../rows/dictionary.ts'
import { layRows } from '../rows/row-layout.ts'
import { thaw } from '../trained/thaw.ts'
import type { TrainedModel } from '../trained/trained-model.ts'
import { MANY_WORDS } from './guest-words.ts'
import { packedRecords } from './packed-record.ts'
import { pairScorer, type Weighed } from './pair-scorer.ts'
import { recordReader } from './record-reader.ts'

/** Scores records that the caller holds, in a database for example. */
export type RecordScorer = {
  /**
   * The keys of the blocks in which a record stands, one for each rule that it has values for, as 32-bit numbers with
   * a sign: the same on every machine. Records with a key in common are candidates. Keys that more records share than
   * the rule's cap say nothing; `caps` has the caps in the order of rules.
   */
  keysOf(record: RawRecord): { rule: number; key: number }[]
  caps: number[]
  /** Two records, weighed as when files with both are linked with the model. */
  score(one: RawRecord, other: RawRecord): Weighed
  /** One record beside many: the same as `score` with each of them, in their order, and faster. */
  scoreAll(record: RawRecord, candidates: readonly RawRecord[]): Weighed[]
  /**
   * The record in a form that is weighed without being read again: bytes to keep beside it, as long as the model is the
   * same. They hold its names and dates, and are to be kept as it is.
   */
  pack(record: RawRecord): Uint8Array
  /** The same as `scoreAll` with the records of which `pack` made these, and some five times as fast. */
  scorePacked(record: RawRecord, candidates: readonly Uint8Array[]): Weighed[]
}

/** Makes a scorer of single records from a trained model. */
export function openScorer(model: TrainedModel): RecordScorer {
  const { columns, rules } = model
  const layout = layRows(columns)
  const rows = new Int32Array(new SharedArrayBuffer(8 * layout.stride))
  const reader = recordReader(model, layDictionary(new Map([['', 0]])), layout, rows, MANY_WORDS)
  const thawed = thaw(model)
  const scorer = pairScorer(model, thawed, reader.chance)
  const names = rules.map(({ rule }) => rule)
  const { keyOf } = makeBlocking(names, reader.dictionary, layout, thawed.identifiers, thawed.texts)

  const packed = packedRecords(model.fingerprint, layout)

  function scoreEach<Candidate>(
    record: RawRecord,
    candidates: readonly Candidate[],
    lay: (candidate: Candidate) => void,
  ): Weighed[] {
    reader.begin()
    reader.read(record, 0)
    return candidates.map(candidate => {
      if (reader.begin()) reader.read(record, 0)
      lay(candidate)
      return scorer.weigh(reader.compare(), rows, 0, layout.stride)
    })
  }
  const scoreAll = (record: RawRecord, candidates: readonly RawRecord[]): Weighed[] =>
    scoreEach(record, candidates, candidate => reader.read(candidate, layout.stride))
  return {
    keysOf: record => {
      reader.begin()
      reader.read(record, 0)
      return rules.flatMap((_, rule) => {
        const key = keyOf(rule, rows, 0)
        return key === 0 ? [] : [{ rule, key }]
      })
    },
    caps: rules.map(({ cap }) => cap),
    score: (one, other) => scoreAll(one, [other])[0]!,
    scoreAll,
    pack: record => {
      reader.begin()
      reader.read(record, 0)
      return packed.pack(rows, 0, reader.dictionary)
    },
    scorePacked: (record, candidates) =>
      scoreEach(record, candidates, bytes => packed.unpack(bytes, rows, layout.stride, reader.numberOf)),
  }
}
