import type { People } from '../read/pack-people.ts'
import { finish, START, step } from '../read/scan-values.ts'
import { FLAGS, IS_RECORD } from './row-layout.ts'

/** What finds a record's id among the bytes of all ids. */
export type Ids = { bytes: Uint8Array; starts: Uint32Array | Float64Array; lengths: Uint16Array }

export const idsOf = ({ idBytes, idStarts, idLengths }: People): Ids => ({
  bytes: idBytes,
  starts: idStarts,
  lengths: idLengths,
})

/**
 * The same records whatever the order of rows: those whose ids have the lowest fingerprints. Gives where their rows
 * begin.
 */
export function sampleRows(
  rows: Int32Array,
  stride: number,
  ids: Ids,
  records: number,
  size: number,
): Int32Array {
  const limit = records <= size ? 2 ** 32 : (2 ** 32 * size * 1.2) / records
  const met: { row: number; hash: number }[] = []
  const count = rows.length / stride
  for (let row = 0; row < count; row++) {
    if ((rows[row * stride + FLAGS]! & IS_RECORD) === 0) continue
    const hash = hashOfId(ids, row)
    if (hash < limit) met.push({ row, hash })
  }
  met.sort((a, b) => a.hash - b.hash || compareIds(ids, a.row, b.row))
  return Int32Array.from(met.slice(0, size), ({ row }) => row * stride)
}

function hashOfId({ bytes, starts, lengths }: Ids, row: number): number {
  let hash = START
  const end = starts[row]! + lengths[row]!
  for (let at = starts[row]!; at < end; at++) hash = step(hash, bytes[at]!)
  return finish(hash) >>> 0
}

/** Orders two records by the bytes of their ids, of which the first `common` are known to be equal. */
export function compareIds({ bytes, starts, lengths }: Ids, one: number, other: number, common = 0): number {
  const a = starts[one]!
  const b = starts[other]!
  const shorter = Math.min(lengths[one]!, lengths[other]!)
  for (let at = common; at < shorter; at++) {
    const difference = bytes[a + at]! - bytes[b + at]!
    if (difference !== 0) return difference
  }
  return lengths[one]! - lengths[other]!
}
