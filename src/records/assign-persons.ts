import type { PersonRow } from './membership-store.ts'

/** One person and what changes for it. */
export type AssignedGroup = {
  personId: string
  anchor: string
  isNew: boolean
  size: number
  /** Identities that were elsewhere, or nowhere, before. */
  moves: string[]
  /** Persons all of whose identities are now here: they resolve to this one from now on. */
  absorbed: string[]
}
export type Assignment = { groups: AssignedGroup[]; moves: string[] }

/**
 * Gives each cluster its person, so that ids are stable: a merge keeps the older id, a split leaves the id with the
 * part that holds its anchor, and a person that nothing touched never changes. Pure; only groups that change are returned.
 */
export function assignPersons(
  clusters: ReadonlyMap<string, string>,
  current: ReadonlyMap<string, string>,
  persons: readonly PersonRow[],
  newId: (anchor: string) => string,
): Assignment {
  const groups = groupByKey(clusters)
  const byAnchor = new Map(persons.map((person, age) => [person.anchor, { ...person, age }]))
  const before = groupByKey(current)
  const assigned: AssignedGroup[] = []
  const nowAt = new Map<string, string>()
  for (const members of groups.values()) {
    const oldest = members
      .flatMap(identity => byAnchor.get(identity) ?? [])
      .toSorted((a, b) => a.age - b.age)[0]
    const anchor = oldest?.anchor ?? members.toSorted()[0] ?? ''
    const personId = oldest?.personId ?? newId(anchor)
    for (const identity of members) nowAt.set(identity, personId)
    const moves = members.filter(identity => current.get(identity) !== personId)
    assigned.push({
      personId,
      anchor,
      isNew: oldest === undefined,
      size: members.length,
      moves,
      absorbed: [],
    })
  }
  const byPerson = new Map(assigned.map(group => [group.personId, group]))
  for (const [personId, members] of before) {
    const now = new Set(members.map(identity => nowAt.get(identity)))
    const [only] = now
    if (now.size === 1 && only !== undefined && only !== personId) byPerson.get(only)?.absorbed.push(personId)
  }
  const changed = assigned.filter(group => group.moves.length > 0 || group.absorbed.length > 0)
  return { groups: changed, moves: changed.flatMap(group => group.moves) }
}

function groupByKey(keyOf: ReadonlyMap<string, string>): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [identity, key] of keyOf) {
    const members = groups.get(key)
    if (members === undefined) groups.set(key, [identity])
    else members.push(identity)
  }
  return groups
}
