import { BIRTH, type Layout, SOURCE } from '../rows/row-layout.ts'
import type { Links } from '../weigh/weigh-pairs.ts'

/** Birth dates and sources of all rows, each close together: links look them up in no order. */
export type Dates = {
  /** For each row its date, 0 where it has none. */
  dates: Int32Array
  /** For each row its source, numbered from 0 on. */
  sources: Int32Array
}

export function listDates(rows: Int32Array, { stride }: Layout): Dates {
  const count = rows.length / stride
  const dates = new Int32Array(count)
  const sources = new Int32Array(count)
  const numbers = new Map<number, number>()
  for (let row = 0; row < count; row++) {
    dates[row] = rows[row * stride + BIRTH]!
    const source = rows[row * stride + SOURCE]!
    if (!numbers.has(source)) numbers.set(source, numbers.size)
    sources[row] = numbers.get(source)!
  }
  return { dates, sources }
}

/** The links between a record without a birth date and one with it. */
export type UndatedLinks = {
  /** For each row where the places of its links begin among `places`; one more than there are rows. */
  starts: Uint32Array
  places: Uint32Array
  /** For each of `places` the row without a date, and the other row's date. */
  undated: Uint32Array
  dates: Int32Array
}

export function gatherUndated({ a, b, count }: Links, { dates }: Dates): UndatedLinks {
  const starts = new Uint32Array(dates.length + 1)
  const found = new Uint32Array(count)
  let links = 0
  for (let at = 0; at < count; at++) {
    const isDated = dates[a[at]!] !== 0
    if (isDated === (dates[b[at]!] !== 0)) continue
    found[links++] = at
    starts[(isDated ? b[at]! : a[at]!) + 1]!++
  }
  for (let row = 1; row < starts.length; row++) starts[row]! += starts[row - 1]!
  const free = starts.slice()
  const gathered: UndatedLinks = {
    starts,
    places: new Uint32Array(links),
    undated: new Uint32Array(links),
    dates: new Int32Array(links),
  }
  for (let one = 0; one < links; one++) {
    const at = found[one]!
    const undated = dates[a[at]!] === 0 ? a[at]! : b[at]!
    const to = free[undated]!++
    gathered.places[to] = at
    gathered.undated[to] = undated
    gathered.dates[to] = dates[a[at]!]! + dates[b[at]!]!
  }
  return gathered
}
