import type { Order } from '../rows/order-records.ts'
import type { Links } from '../weigh/weigh-pairs.ts'

/**
 * Links in groups that no link connects: each can be joined by itself, near the processor, whatever the others become.
 * Within a group the best link stands first; equal bits stand in the order of records.
 */
export type GroupedLinks = Links & {
  /** Where the links of each group begin; one more than there are groups. */
  starts: Uint32Array
  /** The rows of each group in the order of records, and where they begin; one more than there are groups. */
  members: Uint32Array
  memberStarts: Uint32Array
  /** For each link the places of its records among its group's members; the first in order is `one` and `a`. */
  one: Uint32Array
  other: Uint32Array
}

/**
 * Puts links into groups; the rows of a tie are of one group, whether or not a link connects them. A pure function of
 * links, ties and the order of records, but for the order of groups.
 */
export function groupLinks(
  { a, b, bits, joiningBits, patterns, tied, count }: Links,
  order: Order,
  ties: readonly [number, number][],
): GroupedLinks {
  const { groupOf, starts } = numberGroups(a, b, count, order.ranks.length, ties)
  const { members, memberStarts, placeOf } = gatherMembers(order.rows, groupOf, starts.length - 1)
  const grouped: GroupedLinks = {
    a: new Uint32Array(count),
    b: new Uint32Array(count),
    bits: new Float64Array(count),
    joiningBits: new Float64Array(count),
    patterns: new Int32Array(count),
    tied: new Uint8Array(count),
    count,
    starts,
    members,
    memberStarts,
    one: new Uint32Array(count),
    other: new Uint32Array(count),
  }
  const free = starts.slice()
  for (let at = 0; at < count; at++) {
    const group = groupOf[a[at]!]! - 1
    const to = free[group]!++
    const x = placeOf[a[at]!]!
    const y = placeOf[b[at]!]!
    grouped.one[to] = (x < y ? x : y) - memberStarts[group]!
    grouped.other[to] = (x < y ? y : x) - memberStarts[group]!
    grouped.a[to] = x < y ? a[at]! : b[at]!
    grouped.b[to] = x < y ? b[at]! : a[at]!
    grouped.bits[to] = bits[at]!
    grouped.joiningBits[to] = joiningBits[at]!
    grouped.patterns[to] = patterns[at]!
    grouped.tied[to] = tied[at]!
  }
  for (let group = 0; group + 1 < starts.length; group++)
    putInOrder(grouped, starts[group]!, starts[group + 1]!)
  return grouped
}

/** For each row the number of its group, from 1 on and 0 for rows without links; and where each group's links begin. */
function numberGroups(
  a: Uint32Array,
  b: Uint32Array,
  count: number,
  rows: number,
  ties: readonly [number, number][],
): { groupOf: Int32Array; starts: Uint32Array<ArrayBuffer> } {
  const parents = new Int32Array(rows)
  for (let row = 0; row < rows; row++) parents[row] = row
  const connect = (x: number, y: number): void => {
    const [one, other] = [rootOf(parents, x), rootOf(parents, y)]
    if (one !== other) parents[Math.max(one, other)] = Math.min(one, other)
  }
  for (let at = 0; at < count; at++) connect(a[at]!, b[at]!)
  for (const [one, other] of ties) connect(one, other)
  const groupOf = new Int32Array(rows)
  const counts = new Uint32Array(count + ties.length + 1)
  let groups = 0
  for (let at = 0; at < count; at++) {
    const root = rootOf(parents, a[at]!)
    if (groupOf[root] === 0) groupOf[root] = ++groups
    counts[groupOf[root]!]!++
  }
  for (const [one] of ties) {
    const root = rootOf(parents, one)
    if (groupOf[root] === 0) groupOf[root] = ++groups
  }
  for (let row = 0; row < rows; row++) groupOf[row] = groupOf[rootOf(parents, row)]!
  const starts = counts.slice(0, groups + 1)
  for (let group = 0; group < groups; group++) starts[group + 1]! += starts[group]!
  return { groupOf, starts }
}

function rootOf(parents: Int32Array, row: number): number {
  let root = row
  while (parents[root] !== root) {
    parents[root] = parents[parents[root]!]!
    root = parents[root]!
  }
  return root
}

function gatherMembers(
  order: Uint32Array,
  groupOf: Int32Array,
  groups: number,
): { members: Uint32Array; memberStarts: Uint32Array; placeOf: Uint32Array } {
  const memberStarts = new Uint32Array(groups + 1)
  for (const group of groupOf) if (group > 0) memberStarts[group]!++
  for (let group = 0; group < groups; group++) memberStarts[group + 1]! += memberStarts[group]!
  const free = memberStarts.slice()
  const members = new Uint32Array(memberStarts[groups]!)
  const placeOf = new Uint32Array(groupOf.length)
  for (let at = 0; at < order.length; at++) {
    const row = order[at]!
    const group = groupOf[row]!
    if (group === 0) continue
    const place = free[group - 1]!++
    members[place] = row
    placeOf[row] = place
  }
  return { members, memberStarts, placeOf }
}

/** Puts a group's links in order, best first. */
function putInOrder(links: GroupedLinks, from: number, to: number): void {
  if (to - from < 2) return
  const { a, b, bits, joiningBits, patterns, tied, one, other } = links
  const columns = [a, b, bits, joiningBits, patterns, tied, one, other]
  if (to - from <= FEW) {
    for (let at = from + 1; at < to; at++)
      for (let place = at; place > from && compareLinks(links, place, place - 1) < 0; place--)
        for (const column of columns) exchange(column, place, place - 1)
    return
  }
  const order = Uint32Array.from({ length: to - from }, (_, at) => from + at)
  order.sort((x, y) => compareLinks(links, x, y))
  for (const column of columns)
    column.set(
      Float64Array.from(order, at => column[at]!),
      from,
    )
}

/** So few links are exchanged where they stand. */
const FEW = 24

const compareLinks = ({ joiningBits, one, other }: GroupedLinks, x: number, y: number): number =>
  joiningBits[y]! - joiningBits[x]! || one[x]! - one[y]! || other[x]! - other[y]!

function exchange(column: Float64Array | Uint32Array | Int32Array | Uint8Array, x: number, y: number): void {
  const own = column[x]!
  column[x] = column[y]!
  column[y] = own
}
