import { wordOf } from './dictionary.ts'
import type { Records } from './read-people.ts'
import { FLAGS, IS_RECORD, SOURCE } from './row-layout.ts'
import { compareIds, type Ids } from './sample-rows.ts'

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
export function orderRecords(records: Records): Order {
  const { ids } = records
  const { rows, layout } = records.people
  const bySource = rowsBySource(records)
  const total = bySource.reduce((sum, own) => sum + own.length, 0)
  const order: Order = {
    rows: new Uint32Array(total),
    ranks: new Uint32Array(rows.length / layout.stride),
    duplicate: undefined,
    duplicates: 0,
  }
  let at = 0
  for (const own of bySource) {
    sortById(own, ids)
    noteDuplicates(own, ids, order)
    order.rows.set(own, at)
    at += own.length
  }
  for (let rank = 0; rank < total; rank++) order.ranks[order.rows[rank]!] = rank
  return order
}

/** The rows of each source, sources in the order of their names. */
function rowsBySource({ people, dictionary }: Records): Uint32Array[] {
  const { rows, layout } = people
  const { stride } = layout
  const counts = new Map<number, number>()
  for (let row = 0; row < rows.length; row += stride) {
    if ((rows[row + FLAGS]! & IS_RECORD) === 0) continue
    const source = rows[row + SOURCE]!
    counts.set(source, (counts.get(source) ?? 0) + 1)
  }
  const lists = new Map(
    [...counts].map(([source, count]) => [source, { own: new Uint32Array(count), at: 0 }]),
  )
  for (let row = 0; row < rows.length; row += stride) {
    if ((rows[row + FLAGS]! & IS_RECORD) === 0) continue
    const list = lists.get(rows[row + SOURCE]!)!
    list.own[list.at++] = row / stride
  }
  const named = [...lists].map(([source, { own }]) => ({ name: wordOf(dictionary, source), own }))
  return named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ own }) => own)
}

/** Fewer rows than this are put in order by comparing them. */
const FEW = 2000

/**
 * Sorts in place, in order of ids and for equal ones of rows: by six bytes behind what all ids have in common, sixteen
 * bits at a time from the last, and then each run of one key by what follows.
 */
function sortById(rows: Uint32Array, ids: Ids): void {
  if (rows.length < FEW) {
    sortByWholeId(rows, ids)
    return
  }
  const { sorted, high, low } = sortByBytes(rows, ids, commonPrefix(rows, ids))
  rows.set(sorted)
  for (let from = 0; from < rows.length; ) {
    let to = from + 1
    while (to < rows.length && low[to] === low[from] && high[to] === high[from]) to++
    // Where six bytes told nobody apart, more of them may not either: the ids are equal but for their ends.
    if (to - from === rows.length) sortByWholeId(rows, ids)
    else if (to - from > 1) sortById(rows.subarray(from, to), ids)
    from = to
  }
}

function sortByWholeId(rows: Uint32Array, ids: Ids): void {
  const common = commonPrefix(rows, ids)
  rows.sort((a, b) => compareIds(ids, a, b, common) || a - b)
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

function commonPrefix(own: Uint32Array, { bytes, starts, lengths }: Ids): number {
  const first = own[0]
  if (first === undefined) return 0
  let common = lengths[first]!
  for (const row of own) {
    common = Math.min(common, lengths[row]!)
    for (let at = 0; at < common; at++) {
      if (bytes[starts[row]! + at] !== bytes[starts[first]! + at]) common = at
    }
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
