import { type Blocking, makeBlocking } from '../block/blocking-rules.ts'
import { type Records, readPeople, type Source } from '../read/read-people.ts'
import type { RawRecord } from '../read/records-as-input.ts'
import { type RecordName, recordNamer } from '../rows/name-records.ts'
import { applySettled } from '../trained/apply-settled.ts'
import { thaw } from '../trained/thaw.ts'
import type { TrainedModel } from '../trained/trained-model.ts'
import { openPool } from '../workers/pool.ts'
import { type BlockIndex, indexBlocks } from './block-index.ts'
import { FEW_WORDS } from './guest-words.ts'
import { pairScorer, type Weighed } from './pair-scorer.ts'
import { recordReader } from './record-reader.ts'

/** A record that was found, and how it was weighed. */
export type Match = Weighed & RecordName

/** Records in memory, in which one more is looked up. */
export type RecordIndex = {
  records: number
  /**
   * The records that reach the model's threshold of review beside this one, best first; of those that weigh the same,
   * in order of source and id. Each weighs what it weighs when the files are linked with the model.
   */
  find(record: RawRecord): Match[]
}

/** Reads files, or records in memory, into an index. About a quarter of a kilobyte a record stays in memory. */
export async function openIndex(
  sources: readonly Source[],
  model: TrainedModel,
  threads = 1,
): Promise<RecordIndex> {
  const pool = openPool(threads)
  try {
    return indexRecords(await readPeople(pool, sources, model.columns, {}), model)
  } finally {
    await pool.close()
  }
}

function indexRecords(records: Records, model: TrainedModel): RecordIndex {
  const { people, dictionary: base, count: all } = records
  const { layout } = people
  applySettled(people, base, model)
  const own = people.rows.length / layout.stride
  const asked = own * layout.stride
  // The record that is looked up stands behind all others while it is compared.
  const rows = new Int32Array(new SharedArrayBuffer(4 * (asked + layout.stride)))
  rows.set(people.rows)
  const thawed = thaw(model)
  const reader = recordReader(model, base, layout, rows, FEW_WORDS)
  const { dictionary } = reader
  const scorer = pairScorer(model, thawed, reader.chance)
  const rules = model.rules.map(({ rule }) => rule)
  const blocking = makeBlocking(rules, dictionary, layout, thawed.identifiers, thawed.texts)
  const blocks = model.rules.map(({ cap }, rule) => indexBlocks(rule, cap, rows, layout, own, blocking))
  const candidates = candidateFinder(blocking, blocks, rows, asked, own)
  const nameOf = recordNamer(records)
  return {
    records: all,
    find: record => {
      reader.begin()
      reader.read(record, asked)
      const compare = reader.compare()
      const found: Match[] = []
      const { list, count } = candidates()
      for (let at = 0; at < count; at++) {
        const row = list[at]!
        const weighed = scorer.weighCandidate(compare, rows, asked, row * layout.stride)
        if (weighed) found.push({ ...nameOf(row), ...weighed })
      }
      return found.length > 1 ? found.sort(bestFirst) : found
    },
  }
}

/** The rows that share a block with the one that is asked about, each once. */
function candidateFinder(
  { keyOf }: Blocking,
  blocks: BlockIndex[],
  rows: Int32Array,
  asked: number,
  records: number,
): () => { list: Uint32Array; count: number } {
  const seen = new Int32Array(records)
  let list = new Uint32Array(4096)
  let search = 0
  return () => {
    if (++search === 2 ** 31 - 1) {
      seen.fill(0)
      search = 1
    }
    let count = 0
    for (let rule = 0; rule < blocks.length; rule++) {
      const key = keyOf(rule, rows, asked)
      if (key === 0) continue
      const { starts, keys, rows: ofBlock, shift } = blocks[rule]!
      const end = starts[(key >>> shift) + 1]!
      for (let at = starts[key >>> shift]!; at < end; at++) {
        const row = ofBlock[at]!
        if (keys[at] !== key || seen[row] === search) continue
        seen[row] = search
        if (count === list.length) {
          const longer = new Uint32Array(2 * count)
          longer.set(list)
          list = longer
        }
        list[count++] = row
      }
    }
    return { list, count }
  }
}

const bestFirst = (one: Match, other: Match): number =>
  other.bits - one.bits ||
  (one.source === other.source ? (one.id < other.id ? -1 : 1) : one.source < other.source ? -1 : 1)
