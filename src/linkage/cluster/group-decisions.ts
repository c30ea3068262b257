import type { Decided } from './decisions.ts'
import type { GroupedLinks } from './group-links.ts'

/** What people decided about records of one group of links, by their places among its members. */
export type GroupDecisions = { same: [number, number][]; different: [number, number][] }

/** People's decisions by the number of the group that they concern. Records of two groups are apart without them. */
export function decisionsByGroup(
  { members, memberStarts }: GroupedLinks,
  { same, different }: Decided,
): Map<number, GroupDecisions> {
  const found = new Map<number, GroupDecisions>()
  if (same.length === 0 && different.size === 0) return found
  const decided = new Set([...same.flat(), ...different.keys()])
  const places = new Map<number, { group: number; place: number }>()
  for (let group = 0; group + 1 < memberStarts.length; group++)
    for (let at = memberStarts[group]!; at < memberStarts[group + 1]!; at++)
      if (decided.has(members[at]!)) places.set(members[at]!, { group, place: at - memberStarts[group]! })
  const note = (kind: keyof GroupDecisions, one: number, other: number): void => {
    const [x, y] = [places.get(one), places.get(other)]
    if (x === undefined || x.group !== y?.group) return
    const own = found.get(x.group) ?? { same: [], different: [] }
    own[kind].push([x.place, y.place])
    found.set(x.group, own)
  }
  for (const [one, other] of same) note('same', one, other)
  for (const [one, others] of different) for (const other of others) note('different', one, other)
  return found
}
