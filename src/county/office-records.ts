/**
 * A family's people as social care or early help writes them down: each office in its own words, with its own numbers.
 */
import type { FamilyBook, Making } from './making.ts'
import { chanceOf } from './making.ts'
import { codesOf } from './names.ts'
import type { Child, Family, Person } from './people.ts'
import { homesOf, motherOf } from './people.ts'
import type { Address } from './places.ts'
import type { Random } from './random.ts'
import type { Office } from './social-care.ts'
import { putAddress, putFamily, putMother, putPerson } from './social-care.ts'
import { SOCIAL_CARE_CONTRACT } from './social-care-tables.ts'
import { hardCaseOf, homeAsHeld, writePerson } from './write-person.ts'

const NHS_NUMBER_HELD = { child: 0.58, adult: 0.55 }
const UPN_KNOWN = 0.5
const SECOND_RECORD = 0.03
const MOVE_MISSED = 0.35

/** One family before one office. */
export interface Filing {
  making: Making
  family: Family
  book: FamilyBook
  office: Office
}

/** Writes these children and the adults around them whom the office knows; gives their numbers there. */
export function fileFamily(filing: Filing, children: Child[]): Map<Person, string> {
  const { making, family, office } = filing
  const refs = new Map<Person, string>()
  for (const child of children) refs.set(child, putRecord(filing, child))
  for (const adult of family.adults) {
    const random = chanceOf(making, `${office.partner} knows`, adult)
    if (random.chance(adult.sex === 'F' ? 0.9 : 0.6)) refs.set(adult, putRecord(filing, adult))
  }
  if (refs.size > 1) putFamily(office, [...refs.values()], family.id)
  for (const child of children) {
    const mother = motherOf(child)
    const motherRef = mother === undefined ? undefined : refs.get(mother)
    if (motherRef !== undefined) putMother(office, motherRef, refs.get(child) ?? '', child.born)
  }
  return refs
}

/** One person's row with addresses; gives the number. Some stand there twice, from requests years apart. */
function putRecord(filing: Filing, person: Person): string {
  const { making, office } = filing
  const random = chanceOf(making, office.partner, person)
  const ref = putOneRecord(filing, person, random, office.personNumber(person, 1))
  if (random.chance(SECOND_RECORD)) putOneRecord(filing, person, random, office.personNumber(person, 2))
  return ref
}

function putOneRecord(filing: Filing, person: Person, random: Random, ref: string): string {
  const { making, family, office } = filing
  const child = 'ties' in person ? (person as Child) : undefined
  const written = writePerson(random, person, making.origin)
  // The dataset has no column for middle names: they are seldom kept, and then behind the first.
  if (!random.chance(0.2)) written.middle = ''
  const nhsHeld = random.chance(NHS_NUMBER_HELD[child === undefined ? 'adult' : 'child'])
  const nhs = nhsHeld ? person.nhs : ''
  const upn = random.chance(UPN_KNOWN) ? (child?.upn ?? '') : ''
  const { ethnicity } = codesOf(person.culture)
  const isMother = child === undefined && family.children.some(each => motherOf(each) === person)
  putPerson(office, { ref, written, sex: person.sex, ethnicity, upn, expected: undefined, isMother, nhs })
  const { address, older } = putHomes(filing, person, random, ref)
  filing.book.record({
    partner: office.partner,
    contract: SOCIAL_CARE_CONTRACT,
    ref,
    person,
    written,
    hardCase: hardCaseOf(person, written),
    nhs,
    upn,
    address,
    olderAddress: older,
  })
  return ref
}

/** The stays that the office knows of; gives the home that it takes for today's, older where it has missed a move. */
function putHomes(
  filing: Filing,
  person: Person,
  random: Random,
  ref: string,
): { address: Address; older: boolean } {
  const { making, family, office } = filing
  const child = 'ties' in person ? (person as Child) : undefined
  const from = (since: number): number => Math.max(person.born, since)
  const homes = homesOf(person)
  if (child?.secondHome !== undefined) {
    const since = from(homes[0]?.since ?? person.born)
    putAddress(office, ref, { type: 'Home', address: child.secondHome, from: since, to: undefined })
  }
  const held = homeAsHeld(random, person, MOVE_MISSED, making.asOf)
  // A family that has moved since the county was made has left the refuge or the lodging for a home of its own.
  const lodgedIn = homes.findLast(home => home.since <= making.origin)
  const known = homes.filter(home => home.since <= held.since)
  for (const [at, home] of known.entries()) {
    const type = home === lodgedIn ? lodging(family) : 'Home'
    putAddress(office, ref, { type, address: home.address, from: from(home.since), to: known[at + 1]?.since })
  }
  return held
}

function lodging(family: Family): 'Home' | 'Refuge' | 'Temporary' {
  if (family.circumstances.has('refuge')) return 'Refuge'
  return family.circumstances.has('temporary-accommodation') ? 'Temporary' : 'Home'
}
