import { placeKey } from '../kit/names.ts'
import type { RecordedCause } from './hold-causes.ts'
import type { LinkRecord } from './link-persons.ts'
import type { SourceTie } from './link-record.ts'

/** More people than this at one address are a hostel and no household. */
const LARGEST_HOUSEHOLD = 12

/** Everything about who lives with whom: person keys by source identity, what sources tie, and where they live now. */
export type Homes = {
  personOf: ReadonlyMap<string, string>
  ties: readonly SourceTie[]
  links: readonly LinkRecord[]
}

/**
 * Whom each cause concerns besides whom it names: those who live with them by some source's word, their mothers, in two steps
 * (a brother by the mother), and whoever is at their address today. Pure. Gives persons by person.
 */
export function householdsOf(causes: readonly RecordedCause[], homes: Homes): Map<string, Set<string>> {
  const named = causes
    .filter(cause => cause.concernsHousehold)
    .flatMap(({ identity }) => homes.personOf.get(identity) ?? [])
  const near = neighbours(new Set(named), homes)
  const further = neighbours(new Set([...near.values()].flatMap(set => [...set])), homes)
  const atHome = sharingAddress(new Set(named), homes)
  return new Map(
    [...new Set(named)].map(person => {
      const one = [...(near.get(person) ?? [])]
      const two = one.flatMap(other => [...(further.get(other) ?? [])])
      return [person, new Set([person, ...one, ...two, ...(atHome.get(person) ?? [])])]
    }),
  )
}

/** Those at the other end of a tie of home; where the other end is a household, the others of it. */
function neighbours(persons: ReadonlySet<string>, { personOf, ties }: Homes): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  const add = (one: string | undefined, other: string | undefined) => {
    if (one === undefined || other === undefined || one === other || !persons.has(one)) return
    found.set(one, (found.get(one) ?? new Set()).add(other))
  }
  const groups = new Map<string, string[]>()
  for (const { subject, object, livesWith, type } of ties) {
    if (!livesWith && type !== 'mother') continue
    const [one, other] = [personOf.get(subject), personOf.get(object)]
    if (other === undefined && one !== undefined) groups.set(object, [...(groups.get(object) ?? []), one])
    add(one, other)
    add(other, one)
  }
  for (const members of groups.values())
    for (const one of members) for (const other of members) add(one, other)
  return found
}

function sharingAddress(persons: ReadonlySet<string>, { personOf, links }: Homes): Map<string, Set<string>> {
  const at = new Map<string, Set<string>>()
  const placeOfLink = (link: LinkRecord) =>
    placeKey(link.addressLine, link.postcode, link.addressLine === undefined ? link.uprn : undefined)
  for (const link of links) {
    const place = persons.has(personOf.get(link.id) ?? '') ? placeOfLink(link) : undefined
    if (place !== undefined) at.set(place, new Set())
  }
  for (const link of links) {
    const person = personOf.get(link.id)
    const place = placeOfLink(link)
    if (place !== undefined && person !== undefined) at.get(place)?.add(person)
  }
  const found = new Map<string, Set<string>>()
  for (const people of at.values())
    if (people.size <= LARGEST_HOUSEHOLD)
      for (const person of people)
        if (persons.has(person)) found.set(person, new Set([...(found.get(person) ?? []), ...people]))
  return found
}
