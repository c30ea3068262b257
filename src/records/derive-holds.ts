import type { Database } from '../kit/database.ts'
import { causesOf, placeOf, type RecordedCause, splitsOf, type Tenant, tenanciesOf } from './hold-causes.ts'
import { type Homes, householdsOf } from './hold-household.ts'
import { type AddressHold, findAddressHistory, findClearances, type KnownAddress } from './hold-store.ts'
import type { LiveIdentity } from './identity-store.ts'
import { type Cause, type Place, protectiveHold } from './protective-hold.ts'

/** What the walk over all records notes for the holds. */
export type HoldFacts = { causes: RecordedCause[]; tenants: Tenant[] }

/** So many identities are asked about in one statement. */
const CHUNK = 5000

/** Notes the causes among live records. A sealed identity causes nothing: nothing may lead from it to anybody. */
export function noteHoldFacts(facts: HoldFacts, live: readonly LiveIdentity[]): void {
  for (const one of live) {
    if (one.sealGroup !== undefined) continue
    facts.causes.push(...causesOf(one))
    facts.tenants.push(...tenanciesOf(one))
  }
}

/**
 * The addresses on protective hold, worked out with the loader's eyes so that they are held alike for every reader: for all
 * whom a cause concerns, the homes that neither they nor the one whom it names were known to have before it.
 */
export async function deriveHolds(
  database: Pick<Database, 'loader'>,
  facts: HoldFacts,
  homes: Homes,
): Promise<AddressHold[]> {
  const causes = [...facts.causes, ...splitsOf(facts.tenants)].filter(cause =>
    homes.personOf.has(cause.identity),
  )
  if (causes.length === 0) return []
  const households = householdsOf(causes, homes)
  const concerned = concernedBy(causes, households, homes)
  const persons = new Set([
    ...concerned.keys(),
    ...causes.flatMap(cause => homes.personOf.get(cause.identity) ?? []),
  ])
  const places = await placesOf(database, persons, homes)
  return [...concerned].flatMap(([person, about]) => {
    const ofPerson = places.get(person) ?? []
    const weighed = about.map(cause =>
      asKnown(cause, places.get(homes.personOf.get(cause.identity) ?? '') ?? []),
    )
    return protectiveHold.holds(weighed, ofPerson).flatMap(({ place, cause, since }) =>
      [...(ofPerson.find(one => one.place === place)?.heldBy ?? [])].map(identity => ({
        identity,
        place,
        cause,
        since,
        namedRoles: [...protectiveHold.namedRoles],
      })),
    )
  })
}

/** The causes that concern each person. */
function concernedBy(
  causes: readonly RecordedCause[],
  households: ReadonlyMap<string, ReadonlySet<string>>,
  { personOf }: Homes,
): Map<string, RecordedCause[]> {
  const concerned = new Map<string, RecordedCause[]>()
  for (const cause of causes) {
    const named = personOf.get(cause.identity)
    if (named === undefined) continue
    const people = cause.concernsHousehold ? (households.get(named) ?? [named]) : [named]
    for (const person of people) concerned.set(person, [...(concerned.get(person) ?? []), cause])
  }
  return concerned
}

/** The homes that whom it names had before it, and the one that the record of it gives. */
function asKnown({ kind, day, place }: RecordedCause, ofNamed: readonly Place[]): Cause {
  const before = ofNamed.filter(({ knownSince }) => knownSince < day).map(one => one.place)
  return { kind, day, knownPlaces: new Set(place === undefined ? before : [...before, place]) }
}

/** A person's place with the source identities that give it as a home today. */
type HeldPlace = Place & { heldBy: ReadonlySet<string> }

async function placesOf(
  { loader }: Pick<Database, 'loader'>,
  persons: ReadonlySet<string>,
  { personOf }: Homes,
): Promise<Map<string, HeldPlace[]>> {
  const identities = [...personOf].flatMap(([identity, person]) => (persons.has(person) ? [identity] : []))
  const found = new Map<string, Map<string, HeldPlace>>()
  for (let at = 0; at < identities.length; at += CHUNK) {
    const asked = identities.slice(at, at + CHUNK)
    for (const known of await findAddressHistory(loader, asked))
      notePlace(found, personOf.get(known.identity), known)
    for (const { identity, place } of await findClearances(loader, asked)) {
      const cleared = found.get(personOf.get(identity) ?? '')?.get(place)
      if (cleared !== undefined) cleared.isCleared = true
    }
  }
  return new Map([...found].map(([person, byPlace]) => [person, [...byPlace.values()]]))
}

function notePlace(
  found: Map<string, Map<string, HeldPlace>>,
  person: string | undefined,
  { identity, address, firstSeen, isLive }: KnownAddress,
): void {
  const place = placeOf(address)
  if (person === undefined || place === undefined) return
  const places = found.get(person) ?? new Map<string, HeldPlace>()
  found.set(person, places)
  const since = address.from !== undefined && address.from < firstSeen ? address.from : firstSeen
  const before = places.get(place) ?? {
    place,
    knownSince: since,
    isLive: false,
    isCleared: false,
    heldBy: new Set<string>(),
  }
  places.set(place, {
    ...before,
    knownSince: before.knownSince < since ? before.knownSince : since,
    isLive: before.isLive || isLive,
    heldBy: isLive ? new Set([...before.heldBy, identity]) : before.heldBy,
  })
}
