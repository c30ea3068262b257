import { compareIds, fingerprintOfId, type Ids } from './record-ids.ts'
import { FLAGS, IS_RECORD } from './row-layout.ts'

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
  const met: { row: number; print: number }[] = []
  const count = rows.length / stride
  for (let row = 0; row < count; row++) {
    if ((rows[row * stride + FLAGS]! & IS_RECORD) === 0) continue
    const print = fingerprintOfId(ids, row)
    if (print < limit) met.push({ row, print })
  }
  met.sort((a, b) => a.print - b.print || compareIds(ids, a.row, b.row))
  return Int32Array.from(met.slice(0, size), ({ row }) => row * stride)
}
