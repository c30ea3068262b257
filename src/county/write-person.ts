/**
 * A person as one office holds them: mostly right, at times respelt, under a former name, or born on the wrong day.
 */
import type { Person } from './people.ts'
import { homesOf } from './people.ts'
import type { Address } from './places.ts'
import type { Random } from './random.ts'
import { randomFor } from './random.ts'
import { misdate, respell } from './spelling.ts'

/** What a person is called and when born, as one office holds it, and where that departs from the truth. */
export interface Written {
  given: string
  middle: string
  family: string
  previousFamily: string
  born: number
  givenDiffers: boolean
  familyDiffers: boolean
  bornDiffers: boolean
  hardCase: string
}

/** How often an office departs from the truth, as parts of one; a little above the county's floors. */
const GIVEN_RESPELT = 0.072
const MIDDLE_USED_AS_GIVEN = 0.03
const FAMILY_RESPELT = 0.06
const FORMER_NAME_KEPT = 0.4
const NAMES_EXCHANGED = 0.006
const DATE_WRONG = 0.042
const MIDDLE_KEPT = 0.55
/** Of children with two homes, those whom an office has at the second. */
const SECOND_HOME_HELD = 0.35

/** The person as known, with nothing wrong: the start of every story's records. */
export function writtenAsIs(person: Person): Written {
  return {
    given: person.given,
    middle: person.middle,
    family: person.family,
    previousFamily: '',
    born: person.born,
    givenDiffers: false,
    familyDiffers: false,
    bornDiffers: false,
    hardCase: '',
  }
}

/** The person as one office wrote them down; a wrong date of birth is no later than `latest` or the birth. */
export function writePerson(random: Random, person: Person, latest: number): Written {
  const written = writtenAsIs(person)
  writeGiven(random, person, written)
  writeFamily(random, person, written)
  if (!random.chance(MIDDLE_KEPT)) written.middle = ''
  if (random.chance(NAMES_EXCHANGED)) {
    const { given, family } = written
    Object.assign(written, {
      given: family,
      family: given,
      givenDiffers: true,
      familyDiffers: true,
      hardCase: 'names-exchanged',
    })
  }
  if (random.chance(DATE_WRONG)) {
    const wrong = misdate(random, person.born, Math.max(latest, person.born))
    if (wrong !== undefined)
      Object.assign(written, { born: wrong.born, bornDiffers: true, hardCase: wrong.slip })
  }
  return written
}

function writeGiven(random: Random, person: Person, written: Written): void {
  if (person.middle !== '' && random.chance(MIDDLE_USED_AS_GIVEN)) {
    Object.assign(written, {
      given: person.middle,
      middle: '',
      givenDiffers: true,
      hardCase: 'middle-as-given',
    })
  } else if (random.chance(GIVEN_RESPELT)) {
    Object.assign(written, {
      given: respell(random, person.given),
      givenDiffers: true,
      hardCase: 'given-respelt',
    })
  }
}

function writeFamily(random: Random, person: Person, written: Written): void {
  if (
    person.formerFamily !== '' &&
    person.formerFamily !== person.family &&
    random.chance(FORMER_NAME_KEPT)
  ) {
    Object.assign(written, {
      family: person.formerFamily,
      familyDiffers: true,
      hardCase: 'former-family-name',
    })
  } else if (random.chance(FAMILY_RESPELT)) {
    Object.assign(written, {
      family: respell(random, person.family),
      familyDiffers: true,
      hardCase: 'family-respelt',
    })
  }
  if (written.family === person.family && random.chance(0.5)) written.previousFamily = person.formerFamily
}

/** The longest time after which an office hears of a move, if it ever does. */
const HEARS_WITHIN_DAYS = 45

/** Where an office believes that a person lives on that day: `missed` of the moves never reach it. */
export function homeAsHeld(
  random: Random,
  person: Person,
  missed: number,
  asOf: number,
): { address: Address; since: number; older: boolean } {
  const homes = homesOf(person)
  const last = homes.at(-1)
  if (last === undefined) throw new Error(`${person.id} lives nowhere`)
  const second = 'secondHome' in person ? (person.secondHome as Address | undefined) : undefined
  const atSecond = random.chance(SECOND_HOME_HELD)
  // A stream of its own, from which each move draws in turn: a move to come changes nothing that was heard before.
  const hearing = randomFor(Math.floor(random.next() * 2 ** 32), 'moves')
  if (second !== undefined && atSecond) return { address: second, since: last.since, older: false }
  let held = homes[0] ?? last
  for (const home of homes.slice(1)) {
    const heardOn = home.since + hearing.below(HEARS_WITHIN_DAYS)
    if (!hearing.chance(missed) && heardOn <= asOf) held = home
  }
  return { address: held.address, since: held.since, older: held !== last }
}

/** What makes this record hard, in a word: a twin named almost alike above all, then what the office wrote. */
export function hardCaseOf(person: Person, written: Written): string {
  const own = 'hardCase' in person ? String(person.hardCase) : ''
  return own === 'near-twin' ? own : written.hardCase || own
}
