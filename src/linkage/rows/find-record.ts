import { Fault } from '../../kit/faults.ts'
import type { Linked } from '../judge-pairs.ts'
import { wordOf } from './dictionary.ts'
import { SOURCE } from './row-layout.ts'

/**
 * The row of a record by its id, or by `source:id` where several sources have that id. Throws a fault where there is
 * none, or more than one.
 */
export function findRecord({ records, order }: Pick<Linked, 'records' | 'order'>, name: string): number {
  const { ids, dictionary, people } = records
  const bytes = Buffer.from(name)
  const found: { row: number; source: string }[] = []
  for (const row of order.rows) {
    const start = ids.starts[row]!
    const before = bytes.length - ids.lengths[row]!
    if (before < 0 || bytes.subarray(before).compare(ids.bytes, start, start + ids.lengths[row]!) !== 0)
      continue
    const source = wordOf(dictionary, people.rows[row * people.layout.stride + SOURCE]!)
    if (before === 0 || bytes.subarray(0, before).toString() === `${source}:`) found.push({ row, source })
  }
  const [first, second] = found
  if (first === undefined) throw new Fault('record-unknown', `No record has the id ${name}.`)
  if (second !== undefined)
    throw new Fault(
      'record-unknown',
      `${found.length} records have the id ${name}. Say which: ${found.map(({ source }) => `${source}:${name}`).join(', ')}.`,
    )
  return first.row
}
