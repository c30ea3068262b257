import type { Blocking } from '../block/blocking-rules.ts'
import { FLAGS, IS_RECORD, type Layout } from '../rows/row-layout.ts'

/** The blocks of one rule: the rows of a key stand together, found by the key's first bits. */
export type BlockIndex = {
  /** Where the rows of each prefix begin; one more than there are prefixes. */
  starts: Uint32Array
  keys: Int32Array
  rows: Uint32Array
  /** How far a key is shifted for its prefix. */
  shift: number
}

/** Puts rows into the blocks of a rule. Blocks above the cap are left out, as they are when files are linked. */
export function indexBlocks(
  rule: number,
  cap: number,
  rows: Int32Array,
  layout: Layout,
  records: number,
  { keyOf }: Blocking,
): BlockIndex {
  const own = new Int32Array(records)
  let filled = 0
  for (let row = 0; row < records; row++) {
    const base = row * layout.stride
    if ((rows[base + FLAGS]! & IS_RECORD) === 0) continue
    own[row] = keyOf(rule, rows, base)
    if (own[row] !== 0) filled++
  }
  const bits = Math.max(1, Math.ceil(Math.log2(filled + 1)))
  const shift = 32 - bits
  const starts = new Uint32Array(2 ** bits + 1)
  for (const key of own) if (key !== 0) starts[(key >>> shift) + 1]!++
  for (let prefix = 0; prefix < 2 ** bits; prefix++) starts[prefix + 1]! += starts[prefix]!
  const places = starts.slice()
  const index: BlockIndex = { starts, keys: new Int32Array(filled), rows: new Uint32Array(filled), shift }
  for (let row = 0; row < records; row++) {
    const key = own[row]!
    if (key === 0) continue
    const at = places[key >>> shift]!++
    index.keys[at] = key
    index.rows[at] = row
  }
  return dropLargeBlocks(index, cap)
}

/** Rows of one prefix are few, unless a block is large: so blocks are counted only where they might be. */
function dropLargeBlocks(index: BlockIndex, cap: number): BlockIndex {
  const { starts, keys, rows } = index
  let to = 0
  for (let prefix = 0, from = 0; prefix < starts.length - 1; prefix++) {
    const end = starts[prefix + 1]!
    const counts = end - from > cap ? new Map<number, number>() : undefined
    if (counts) for (let at = from; at < end; at++) counts.set(keys[at]!, (counts.get(keys[at]!) ?? 0) + 1)
    starts[prefix] = to
    for (let at = from; at < end; at++) {
      if (counts && counts.get(keys[at]!)! > cap) continue
      keys[to] = keys[at]!
      rows[to++] = rows[at]!
    }
    from = end
  }
  starts[starts.length - 1] = to
  return { ...index, keys: keys.slice(0, to), rows: rows.slice(0, to) }
}
