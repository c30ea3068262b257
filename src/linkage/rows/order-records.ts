import type { People } from '../read/pack-people.ts'
import { type Dictionary, wordOf } from './dictionary.ts'
import { haveSeen } from './fetch-ahead.ts'
import { FLAGS, IS_RECORD, SOURCE } from './row-layout.ts'
import { compareIds, type Ids, idsOf } from './sample-rows.ts'

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
  const bySource = rowsBySource(people, dictionary)
  const total = bySource.reduce((sum, own) => sum + own.length, 0)
  const shared = (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(4 * length))
  const order: Order = {
    rows: shared(total),
    ranks: shared(people.rows.length / people.layout.stride),
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
function rowsBySource({ rows, layout }: People, dictionary: Dictionary): Uint32Array[] {
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

/** So many rows, and no more, have room for their places behind five bytes in a number. */
const FEW = 2 ** 11

/**
 * Sorts in place, in order of ids and for equal ones of rows: by some bytes behind what all ids have in common, and
 * then each run of one key by what follows.
 */
function sortById(rows: Uint32Array, ids: Ids): void {
  if (rows.length < 2) return
  fetchIds(rows, ids)
  const common = commonPrefix(rows, ids)
  const ends = rows.length <= FEW ? sortFew(rows, ids, common) : sortMany(rows, ids, common)
  let from = 0
  for (const to of ends) {
    // Where the bytes told nobody apart, more of them may not either: the ids are equal but for their ends.
    if (to - from === rows.length) rows.sort((a, b) => compareIds(ids, a, b, common) || a - b)
    else if (to - from > 1) sortById(rows.subarray(from, to), ids)
    from = to
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
