import type { Order } from './order-records.ts'
import type { Links } from './weigh-kept.ts'

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

/** Puts links into groups. A pure function of the links and the order of records, but for the order of groups. */
export function groupLinks(links: Links, order: Order): GroupedLinks {
  const { groupOf, starts } = numberGroups(links, order.ranks.length)
  const { members, memberStarts, placeOf } = gatherMembers(order.rows, groupOf, starts.length - 1)
  const free = starts.slice()
  const sorted = new Uint32Array(links.count)
  for (let at = 0; at < links.count; at++) sorted[free[groupOf[links.a[at]!]! - 1]!++] = at
  const isBefore = (x: number, y: number): boolean => compareLinks(links, placeOf, x, y) < 0
  for (let group = 0; group + 1 < starts.length; group++) {
    const [from, to] = [starts[group]!, starts[group + 1]!]
    if (to - from < FEW) sortFew(sorted, from, to, isBefore)
    else sorted.subarray(from, to).sort((x, y) => compareLinks(links, placeOf, x, y))
  }
  const { a, b, bits, joining, patterns, count } = links
  const grouped: GroupedLinks = {
    a: new Uint32Array(count),
    b: new Uint32Array(count),
    bits: new Float64Array(count),
    joining: new Float64Array(count),
    patterns: new Int32Array(count),
    count,
    starts,
    members,
    memberStarts,
    one: new Uint32Array(count),
    other: new Uint32Array(count),
  }
  for (let to = 0; to < count; to++) {
    const at = sorted[to]!
    const start = memberStarts[groupOf[a[at]!]! - 1]!
    const [x, y] = [placeOf[a[at]!]!, placeOf[b[at]!]!]
    grouped.one[to] = (x < y ? x : y) - start
    grouped.other[to] = (x < y ? y : x) - start
    grouped.a[to] = x < y ? a[at]! : b[at]!
    grouped.b[to] = x < y ? b[at]! : a[at]!
    grouped.bits[to] = bits[at]!
    grouped.joining[to] = joining[at]!
    grouped.patterns[to] = patterns[at]!
  }
  return grouped
}

/** For each row the number of its group, from 1 on and 0 for rows without links; and where each group's links begin. */
function numberGroups(
  { a, b, count }: Links,
  rows: number,
): { groupOf: Int32Array; starts: Uint32Array<ArrayBuffer> } {
  const parents = new Int32Array(rows)
  for (let row = 0; row < rows; row++) parents[row] = row
  for (let at = 0; at < count; at++) {
    const [one, other] = [rootOf(parents, a[at]!), rootOf(parents, b[at]!)]
    if (one !== other) parents[Math.max(one, other)] = Math.min(one, other)
  }
  const groupOf = new Int32Array(rows)
  const counts = new Uint32Array(count + 1)
  let groups = 0
  for (let at = 0; at < count; at++) {
    const root = rootOf(parents, a[at]!)
    if (groupOf[root] === 0) groupOf[root] = ++groups
    counts[groupOf[root]!]!++
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

function compareLinks({ a, b, joining }: Links, placeOf: Uint32Array, x: number, y: number): number {
  if (joining[x] !== joining[y]) return joining[y]! - joining[x]!
  const [ax, bx, ay, by] = [placeOf[a[x]!]!, placeOf[b[x]!]!, placeOf[a[y]!]!, placeOf[b[y]!]!]
  return Math.min(ax, bx) - Math.min(ay, by) || Math.max(ax, bx) - Math.max(ay, by)
}

/** Fewer links are put in order one by one. */
const FEW = 24

function sortFew(
  sorted: Uint32Array,
  from: number,
  to: number,
  isBefore: (x: number, y: number) => boolean,
): void {
  for (let at = from + 1; at < to; at++) {
    const own = sorted[at]!
    let place = at
    for (; place > from && isBefore(own, sorted[place - 1]!); place--) sorted[place] = sorted[place - 1]!
    sorted[place] = own
  }
}
