import { Fault } from '../../kit/faults.ts'
import type { Records } from '../read/read-people.ts'
import type { Order } from './order-records.ts'

/** An id names one record of its source: with two of one id nobody could tell which was linked. */
export function refuseDuplicates({ duplicate, duplicates }: Order, records: Records): void {
  if (duplicate === undefined) return
  const times = duplicates.toLocaleString('en-GB')
  throw new Fault(
    'file-unreadable',
    `${times} of ${records.count.toLocaleString('en-GB')} records repeat the id of another record of their source. Give each record an id of its own, or name a source column if the ids are those of several sources. Without one a file’s name without folder and ending is the source, so two files of one name are one.`,
  )
}
