import type { Linked } from '../judge-pairs.ts'
import { wordOf } from '../rows/dictionary.ts'
import { FETCHED_TOGETHER, haveSeen } from '../rows/fetch-ahead.ts'
import { SOURCE } from '../rows/row-layout.ts'
import { type LineWriter, lineWriter, viewOf } from './line-writer.ts'
import { beginFile } from './write-file.ts'

const HEADER = 'source,record_id,person_id,link_weight,review\n'

/**
 * Writes each record's person: `source,record_id,person_id,link_weight,review`, in order of source and id. A person is
 * called by the source and id of its first record, so that others who come later change no name before theirs.
 */
export function writeClusters(path: string, linked: Linked): void {
  const { order, clusters } = linked
  const file = beginFile(path)
  const out = lineWriter(file)
  const names = recordNames(linked, out)
  out.text(HEADER)
  for (let from = 0; from < order.rows.length; from += FETCHED_TOGETHER) {
    const next = order.rows.subarray(from, from + FETCHED_TOGETHER)
    fetchRecords(next, linked)
    for (const row of next) {
      names.source(row)
      names.id(row)
      names.person(clusters.keyOf[row]!)
      const bits = clusters.strongest[row]!
      if (!Number.isNaN(bits)) out.thousandths(bits)
      out.text(clusters.review[row] === 1 ? ',yes\n' : ',no\n')
    }
  }
  out.flush()
  file.finish()
}

/** Looks at what is written of some records. */
function fetchRecords(some: Uint32Array, { records, clusters }: Linked): void {
  const { ids, people } = records
  const { rows, layout } = people
  let touched = 0
  for (const row of some) {
    touched ^= rows[row * layout.stride + SOURCE]! ^ ids.starts[row]! ^ ids.lengths[row]!
    touched ^= clusters.keyOf[row]! ^ clusters.strongest[row]! ^ clusters.review[row]!
  }
  for (const row of some) {
    const key = clusters.keyOf[row]!
    touched ^= ids.bytes[ids.starts[row]!]! ^ rows[key * layout.stride + SOURCE]!
    touched ^= ids.starts[key]! ^ ids.lengths[key]!
  }
  for (const row of some) touched ^= ids.bytes[ids.starts[clusters.keyOf[row]!]!]!
  haveSeen(touched)
}

const NOTHING = new DataView(new ArrayBuffer(0))

/** Writes what names a record, each with the comma behind it. */
export function recordNames(
  { records }: Pick<Linked, 'records'>,
  out: LineWriter,
): { source(row: number): void; id(row: number): void; person(row: number): void } {
  const { ids, dictionary, people } = records
  const { rows, layout } = people
  const bytes = viewOf(ids.bytes)
  const sources = new Map<number, DataView>()
  /** A source's name and the colon that stands behind it in a person's. */
  const sourceOf = (row: number): DataView => {
    const number = rows[row * layout.stride + SOURCE]!
    const known = sources.get(number)
    if (known) return known
    const name = viewOf(new TextEncoder().encode(`${wordOf(dictionary, number)}:`))
    sources.set(number, name)
    return name
  }
  const writeId = (before: DataView, row: number): void =>
    out.cell(before, bytes, ids.starts[row]!, ids.starts[row]! + ids.lengths[row]!)
  return {
    source: row => {
      const name = sourceOf(row)
      out.cell(NOTHING, name, 0, name.byteLength - 1)
    },
    id: row => writeId(NOTHING, row),
    person: row => writeId(sourceOf(row), row),
  }
}
