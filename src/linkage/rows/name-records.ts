import type { Records } from '../read/read-people.ts'
import { wordOf } from './dictionary.ts'
import { SOURCE } from './row-layout.ts'

/** What a record is called outside: an id that is unique within its source. */
export type RecordName = { source: string; id: string }

/** A function that names records by row number. */
export function recordNamer({ ids, people, dictionary }: Records): (row: number) => RecordName {
  const { rows, layout } = people
  const sources = new Map<number, string>()
  const text = new TextDecoder()
  return row => {
    const number = rows[row * layout.stride + SOURCE]!
    const source = sources.get(number) ?? wordOf(dictionary, number)
    sources.set(number, source)
    const start = ids.starts[row]!
    // A decoder does not take shared memory, so the few bytes are copied.
    return { source, id: text.decode(ids.bytes.slice(start, start + ids.lengths[row]!)) }
  }
}
