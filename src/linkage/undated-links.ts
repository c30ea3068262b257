import { BIRTH, type Layout } from './row-layout.ts'
import type { Links } from './weigh-kept.ts'

/** The links between a record without a birth date and one with it. */
export type UndatedLinks = {
  /** For each link the row without a date, -1 where both or none have one. */
  undated: Int32Array
  /** For each link the other row's date. */
  dates: Int32Array
  /** For each row where the places of its links begin among `places`; one more than there are rows. */
  starts: Uint32Array
  places: Uint32Array
}

export function gatherUndated({ a, b, count }: Links, rows: Int32Array, { stride }: Layout): UndatedLinks {
  const undated = new Int32Array(count).fill(-1)
  const dates = new Int32Array(count)
  const starts = new Uint32Array(rows.length / stride + 1)
  for (let at = 0; at < count; at++) {
    const [dateOfA, dateOfB] = [rows[a[at]! * stride + BIRTH]!, rows[b[at]! * stride + BIRTH]!]
    if ((dateOfA === 0) === (dateOfB === 0)) continue
    undated[at] = dateOfA === 0 ? a[at]! : b[at]!
    dates[at] = dateOfA + dateOfB
    starts[undated[at]! + 1]!++
  }
  for (let row = 1; row < starts.length; row++) starts[row]! += starts[row - 1]!
  const free = starts.slice()
  const places = new Uint32Array(starts.at(-1)!)
  for (let at = 0; at < count; at++) if (undated[at]! >= 0) places[free[undated[at]!]!++] = at
  return { undated, dates, starts, places }
}
