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
  const heirs = inherit(groups, clusters, current, persons)
  const assigned: AssignedGroup[] = []
  const nowAt = new Map<string, string>()
  for (const members of groups.values()) {
    const oldest = members
      .flatMap(identity => byAnchor.get(identity) ?? [])
      .toSorted((a, b) => a.age - b.age)[0]
    const kept = oldest ?? heirs.get(members)
    const anchor = kept?.anchor ?? members.toSorted()[0] ?? ''
    const personId = kept?.personId ?? newId(anchor)
    for (const identity of members) nowAt.set(identity, personId)
    const moves = members.filter(identity => current.get(identity) !== personId)
    assigned.push({
      personId,
      anchor,
      isNew: kept === undefined,
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

/**
 * A person whose anchor no source holds any more goes on in the cluster that has most of its other records, unless an
 * anchor of its own names that cluster.
 */
function inherit(
  groups: ReadonlyMap<string, string[]>,
  clusters: ReadonlyMap<string, string>,
  current: ReadonlyMap<string, string>,
  persons: readonly PersonRow[],
): Map<string[], PersonRow> {
  const anchors = new Set(persons.map(person => person.anchor))
  const orphaned = new Map(persons.filter(p => !clusters.has(p.anchor)).map(p => [p.personId, p]))
  const claims = [...groups.values()].flatMap(members => {
    if (members.some(identity => anchors.has(identity))) return []
    const before = Map.groupBy(members, identity => current.get(identity) ?? '')
    return [...before].flatMap(([personId, { length }]) => {
      const person = orphaned.get(personId)
      return person === undefined ? [] : [{ members, person, length, first: members.toSorted()[0] ?? '' }]
    })
  })
  const heirs = new Map<string[], PersonRow>()
  const taken = new Set<string>()
  for (const { members, person } of claims.toSorted(
    (a, b) => b.length - a.length || (a.first < b.first ? -1 : 1),
  )) {
    if (heirs.has(members) || taken.has(person.personId)) continue
    heirs.set(members, person)
    taken.add(person.personId)
  }
  return heirs
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
