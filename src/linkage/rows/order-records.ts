import type { People } from '../read/pack-people.ts'
import { type Dictionary, wordOf } from './dictionary.ts'
import { haveSeen } from './fetch-ahead.ts'
import { compareIds, type Ids, idsOf } from './record-ids.ts'
import { FLAGS, IS_RECORD, SOURCE } from './row-layout.ts'

/** Records in the order of their source's name and their id: the order of output and of every tie, whatever the order of rows. */
export type Order = {
  /** Row numbers in order. */
  rows: Uint32Array
  /** For each row its place in that order. */
  ranks: Uint32Array
  /** Two rows of one source with one id, if there are such. */
  duplicate: [number, number] | undefined
  duplicates: number
}

/** Puts records in order of source and id. */
export function orderRecords(people: People, dictionary: Dictionary): Order {
  const ids = idsOf(people)
  const { rows, sources } = groupBySource(people, dictionary)
  const ranks = sharedNumbers(people.rows.length / people.layout.stride)
  const order: Order = { rows, ranks, duplicate: undefined, duplicates: 0 }
  for (const own of sources) {
    sortById(own, ids)
    noteDuplicates(own, ids, order)
  }
  for (let rank = 0; rank < rows.length; rank++) ranks[rows[rank]!] = rank
  return order
}

const sharedNumbers = (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(4 * length))

/** The rows of records, source by source in the order of their names, and those of each source among them. */
function groupBySource(
  { rows, layout }: People,
  dictionary: Dictionary,
): { rows: Uint32Array; sources: Uint32Array[] } {
  const { stride } = layout
  const counts = new Int32Array(dictionary.count)
  let total = 0
  for (let row = 0; row < rows.length; row += stride) {
    if ((rows[row + FLAGS]! & IS_RECORD) === 0) continue
    counts[rows[row + SOURCE]!]!++
    total++
  }
  const named = [...counts.entries()]
    .filter(([, count]) => count > 0)
    .map(([source, count]) => ({ source, count, name: wordOf(dictionary, source) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const grouped = sharedNumbers(total)
  const places = new Int32Array(dictionary.count)
  let from = 0
  const sources = named.map(({ source, count }) => {
    places[source] = from
    from += count
    return grouped.subarray(from - count, from)
  })
  for (let row = 0; row < rows.length; row += stride)
    if ((rows[row + FLAGS]! & IS_RECORD) !== 0) grouped[places[rows[row + SOURCE]!]!++] = row / stride
  return { rows: grouped, sources }
}

/** So many rows, and no more, have room for their places behind five bytes in a number. */
const FEW = 2 ** 11
/** So few rows are put in order one by one. */
const VERY_FEW = 12

/** Sorts in place the rows of a source, in order of ids and for equal ones of rows. */
function sortById(rows: Uint32Array, ids: Ids): void {
  fetchIds(rows, ids)
  sortFrom(rows, ids, commonPrefix(rows, ids))
}

/** By some bytes behind those that all ids are known to have in common, and then each run of one key by what follows. */
function sortFrom(rows: Uint32Array, ids: Ids, common: number): void {
  if (rows.length <= VERY_FEW) return sortVeryFew(rows, ids, common)
  const isFew = rows.length <= FEW
  const ends = isFew ? sortFew(rows, ids, common) : sortMany(rows, ids, common)
  let from = 0
  for (const to of ends) {
    // Where the bytes told nobody apart, more of them may not either: the ids are equal but for their ends.
    if (to - from === rows.length) rows.sort((a, b) => compareIds(ids, a, b, common) || a - b)
    else if (to - from > 1) sortFrom(rows.subarray(from, to), ids, common + (isFew ? 5 : 6))
    from = to
  }
}

function sortVeryFew(rows: Uint32Array, ids: Ids, common: number): void {
  for (let at = 1; at < rows.length; at++) {
    const row = rows[at]!
    let to = at
    for (; to > 0; to--) {
      const before = rows[to - 1]!
      if ((compareIds(ids, before, row, common) || before - row) < 0) break
      rows[to] = before
    }
    rows[to] = row
  }
}

/** Looks at the ids of some rows. */
function fetchIds(rows: Uint32Array, { bytes, starts, lengths }: Ids): void {
  let seen = 0
  for (const row of rows) seen ^= starts[row]! ^ lengths[row]!
  for (const row of rows) seen ^= bytes[starts[row]!]!
  haveSeen(seen)
}

/** By five bytes, with each row's place behind them in one number. Gives where each run of one key ends. */
function sortFew(rows: Uint32Array, ids: Ids, common: number): number[] {
  const keys = new Float64Array(rows.length)
  for (let at = 0; at < rows.length; at++) keys[at] = bytesFrom(ids, rows[at]!, common, 5) * FEW + at
  keys.sort()
  const before = rows.slice()
  const ends: number[] = []
  for (let at = 0; at < keys.length; at++) {
    rows[at] = before[keys[at]! % FEW]!
    const isLast = at + 1 === keys.length || Math.floor(keys[at]! / FEW) !== Math.floor(keys[at + 1]! / FEW)
    if (isLast) ends.push(at + 1)
  }
  return ends
}

/** By six bytes, sixteen bits at a time from the last. Gives where each run of one key ends. */
function sortMany(rows: Uint32Array, ids: Ids, common: number): number[] {
  const { sorted, high, low } = sortByBytes(rows, ids, common)
  rows.set(sorted)
  const ends: number[] = []
  for (let at = 1; at <= rows.length; at++)
    if (at === rows.length || low[at] !== low[at - 1] || high[at] !== high[at - 1]) ends.push(at)
  return ends
}

type Sorted = { sorted: Uint32Array; high: Uint32Array; low: Uint32Array }

function sortByBytes(rows: Uint32Array, ids: Ids, from: number): Sorted {
  let keyed: Sorted = { sorted: rows, high: new Uint32Array(rows.length), low: new Uint32Array(rows.length) }
  for (let at = 0; at < rows.length; at++) {
    keyed.high[at] = bytesFrom(ids, rows[at]!, from, 2)
    keyed.low[at] = bytesFrom(ids, rows[at]!, from + 2, 4)
  }
  for (const digit of [
    ({ low }: Sorted, at: number): number => low[at]! & 0xffff,
    ({ low }: Sorted, at: number): number => low[at]! >>> 16,
    ({ high }: Sorted, at: number): number => high[at]!,
  ])
    keyed = sortByDigit(keyed, digit)
  return keyed
}

function sortByDigit(from: Sorted, digit: (sorted: Sorted, at: number) => number): Sorted {
  const count = from.sorted.length
  const places = new Uint32Array(65_537)
  for (let at = 0; at < count; at++) places[digit(from, at) + 1]!++
  for (let value = 0; value < 65_536; value++) places[value + 1]! += places[value]!
  const to: Sorted = {
    sorted: new Uint32Array(count),
    high: new Uint32Array(count),
    low: new Uint32Array(count),
  }
  for (let at = 0; at < count; at++) {
    const place = places[digit(from, at)]!++
    to.sorted[place] = from.sorted[at]!
    to.high[place] = from.high[at]!
    to.low[place] = from.low[at]!
  }
  return to
}

/** Up to four bytes of an id as one number, 0 for each that it does not have. */
function bytesFrom({ bytes, starts, lengths }: Ids, row: number, from: number, count: number): number {
  let key = 0
  for (let place = from; place < from + count; place++)
    key = key * 256 + (place < lengths[row]! ? bytes[starts[row]! + place]! : 0)
  return key
}

/** How many bytes all ids begin with in common. Ids mostly begin with the name of their source: four bytes at a time. */
function commonPrefix(own: Uint32Array, { bytes, starts, lengths }: Ids): number {
  const first = own[0]
  if (first === undefined) return 0
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const from = starts[first]!
  let common = lengths[first]!
  for (const row of own) {
    const start = starts[row]!
    const most = Math.min(common, lengths[row]!)
    let at = 0
    while (at + 4 <= most && view.getUint32(start + at) === view.getUint32(from + at)) at += 4
    while (at < most && bytes[start + at] === bytes[from + at]) at++
    common = at
  }
  return common
}

/** Ids differ mostly at their ends. */
function areSameIds({ bytes, starts, lengths }: Ids, one: number, other: number): boolean {
  if (lengths[one] !== lengths[other]) return false
  for (let at = lengths[one]! - 1; at >= 0; at--)
    if (bytes[starts[one]! + at] !== bytes[starts[other]! + at]) return false
  return true
}

function noteDuplicates(rows: Uint32Array, ids: Ids, order: Order): void {
  for (let at = 1; at < rows.length; at++) {
    if (!areSameIds(ids, rows[at - 1]!, rows[at]!)) continue
    order.duplicate ??= [rows[at - 1]!, rows[at]!]
    order.duplicates++
  }
}
