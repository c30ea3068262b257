/** What may have made a family move: from its day on, where they go is held back until a person has found it safe to show. */
export type Cause = {
  kind: 'domestic abuse' | 'household split' | 'care'
  day: string
  /** Places that were the family's when it happened. */
  knownPlaces: ReadonlySet<string>
}

/** A place that sources give, or gave, as somebody's home. */
export type Place = {
  place: string
  /** The earliest day of which a source has said so, or from which on a source says that the person lived there. */
  knownSince: string
  /** Whether a source says so now. */
  isLive: boolean
  /** Whether somebody has found it safe to show for this person. */
  isCleared: boolean
}

export type Held = { place: string; cause: Cause['kind']; since: string }

type Rule = {
  says: string
  source: string
  /** The roles that see a held address: those who keep the family safe and those who answer for protection. */
  namedRoles: readonly string[]
  holds(causes: readonly Cause[], places: readonly Place[]): Held[]
  examples: readonly { given: string; causes: Cause[]; places: Place[]; held: string[] }[]
}

/**
 * The protective hold. A place that was first known on the very day counts as new: nobody can say which came first. Where a
 * source gives no more than a postcode, a known home of that postcode makes it known.
 */
export const protectiveHold: Rule = {
  says: 'An address that is new since a notice of domestic abuse, a split of the household or the start of care is held back until a person has found it safe to show.',
  source:
    'Domestic Abuse Act 2021 s.3, children as victims; ICO reprimands for disclosed safe addresses, 2022 to 2024',
  namedRoles: ['protected-records-desk', 'social-worker'],
  holds: (causes, places) =>
    places.flatMap(({ place, knownSince, isLive, isCleared }) => {
      if (!isLive || isCleared) return []
      const [cause] = causes
        .filter(({ day, knownPlaces }) => knownSince >= day && !isAmong(place, knownPlaces))
        .toSorted((a, b) => a.day.localeCompare(b.day))
      return cause === undefined ? [] : [{ place, cause: cause.kind, since: cause.day }]
    }),
  examples: [
    {
      given: 'a home of many years, and a notice',
      causes: [notice('2026-11-18')],
      places: [home('PR1 2AB/14', '2019-05-01')],
      held: [],
    },
    {
      given: 'a home that is new since the notice',
      causes: [notice('2026-11-18')],
      places: [{ ...home('PR1 2AB/14', '2019-05-01'), isLive: false }, home('PR9 9QQ/1', '2026-11-20')],
      held: ['PR9 9QQ/1'],
    },
    {
      given: 'a home that was first heard of on the day of the notice',
      causes: [notice('2026-11-18')],
      places: [home('PR9 9QQ/1', '2026-11-18')],
      held: ['PR9 9QQ/1'],
    },
    {
      given: 'a school that tells late of the home that the police named',
      causes: [notice('2026-11-18', 'PR1 2AB/14')],
      places: [home('PR1 2AB/14', '2026-11-20')],
      held: [],
    },
    {
      given: 'a nursery that gives only the postcode of the home that the police named',
      causes: [notice('2026-11-18', 'PR1 2AB/14')],
      places: [home('PR1 2AB', '2026-11-20')],
      held: [],
    },
    {
      given: 'a new home next door to the one that the police named',
      causes: [notice('2026-11-18', 'PR1 2AB/14')],
      places: [home('PR1 2AB/16', '2026-11-20')],
      held: ['PR1 2AB/16'],
    },
    {
      given: 'a new home that a person has cleared, and a newer one',
      causes: [notice('2026-11-18')],
      places: [{ ...home('PR9 9QQ/1', '2026-11-20'), isCleared: true }, home('PR8 8QQ/2', '2027-02-01')],
      held: ['PR8 8QQ/2'],
    },
    {
      given: 'another notice after the move: the home was known by then, and the first notice still holds it',
      causes: [notice('2026-11-18'), notice('2027-03-01')],
      places: [home('PR9 9QQ/1', '2026-11-20')],
      held: ['PR9 9QQ/1'],
    },
    { given: 'no cause', causes: [], places: [home('PR9 9QQ/1', '2026-11-20')], held: [] },
  ],
}

/** `PR1 2AB` alone is known where any home of that postcode is. */
export function isAmong(place: string, known: ReadonlySet<string>): boolean {
  return known.has(place) || (!place.includes('/') && [...known].some(other => other.startsWith(`${place}/`)))
}

function notice(day: string, ...knownPlaces: string[]): Cause {
  return { kind: 'domestic abuse', day, knownPlaces: new Set(knownPlaces) }
}

function home(place: string, knownSince: string): Place {
  return { place, knownSince, isLive: true, isCleared: false }
}
