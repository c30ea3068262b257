/**
 * A family's people as social care or early help writes them down: each office in its own words, with its own numbers.
 */
import type { FamilyBook, Making } from './making.ts'
import { nhsOf } from './making.ts'
import { codesOf } from './names.ts'
import type { Child, Family, Person } from './people.ts'
import { motherOf } from './people.ts'
import type { Address } from './places.ts'
import type { Random } from './random.ts'
import type { Office } from './social-care.ts'
import { putAddress, putFamily, putMother, putPerson } from './social-care.ts'
import { SOCIAL_CARE_CONTRACT } from './social-care-tables.ts'
import { hardCaseOf, writePerson } from './write-person.ts'

const NHS_NUMBER_KNOWN = { child: 0.5, adult: 0.3 }
const UPN_KNOWN = 0.5
const SECOND_RECORD = 0.03
const MOVE_MISSED = 0.35

/** One family before one office. */
export interface Filing {
  making: Making
  random: Random
  family: Family
  book: FamilyBook
  office: Office
}

/** Writes these children and the adults around them whom the office knows; gives their numbers there. */
export function fileFamily(filing: Filing, children: Child[]): Map<Person, string> {
  const { random, family, office } = filing
  const refs = new Map<Person, string>()
  for (const child of children) refs.set(child, putRecord(filing, child))
  for (const adult of family.adults) {
    const known = random.chance(adult.sex === 'F' ? 0.9 : 0.6)
    if (known) refs.set(adult, putRecord(filing, adult))
  }
  if (refs.size > 1) putFamily(office, [...refs.values()])
  for (const child of children) {
    const mother = motherOf(child)
    const motherRef = mother === undefined ? undefined : refs.get(mother)
    if (motherRef !== undefined) putMother(office, motherRef, refs.get(child) ?? '', child.born)
  }
  return refs
}

/** One person's row with addresses; gives the number. Some stand there twice, from requests years apart. */
function putRecord(filing: Filing, person: Person): string {
  const ref = putOneRecord(filing, person)
  if (filing.random.chance(SECOND_RECORD)) putOneRecord(filing, person)
  return ref
}

function putOneRecord(filing: Filing, person: Person): string {
  const { making, random, family, office } = filing
  const ref = office.personNumber()
  const child = 'ties' in person ? (person as Child) : undefined
  const written = writePerson(random, person, making.asOf)
  // The dataset has no column for middle names: they are seldom kept, and then behind the first.
  if (!random.chance(0.2)) written.middle = ''
  const nhsKnown = random.chance(NHS_NUMBER_KNOWN[child === undefined ? 'adult' : 'child'])
  const nhs = nhsKnown ? nhsOf(making, person) : ''
  const upn = child !== undefined && random.chance(UPN_KNOWN) ? child.upn : ''
  const { ethnicity } = codesOf(person.culture)
  const isMother = child === undefined && family.children.some(each => motherOf(each) === person)
  putPerson(office, { ref, written, sex: person.sex, ethnicity, upn, expected: undefined, isMother, nhs })
  const { address, olderAddress } = putHomes(filing, person, ref)
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
    olderAddress,
  })
  return ref
}

/** The stays that the office knows of; gives the home it takes for today's, older where it has missed the last move. */
function putHomes(filing: Filing, person: Person, ref: string): { address: Address; olderAddress: boolean } {
  const { random, family, office } = filing
  const { asOf } = filing.making
  const moved = Math.min(family.movedOn ?? asOf, asOf)
  const since = Math.max(person.born, moved - random.between(200, 2000))
  const type = family.circumstances.has('refuge')
    ? 'Refuge'
    : family.circumstances.has('temporary-accommodation')
      ? 'Temporary'
      : 'Home'
  const child = 'ties' in person ? (person as Child) : undefined
  if (child?.secondHome !== undefined) {
    putAddress(office, ref, { type: 'Home', address: child.secondHome, from: since, to: undefined })
  }
  // A child born since the move has never lived at the older address.
  if (person.formerHome === undefined || person.born >= moved) {
    putAddress(office, ref, { type, address: person.home, from: since, to: undefined })
    return { address: person.home, olderAddress: false }
  }
  const missed = random.chance(MOVE_MISSED)
  const former = { type: 'Home', address: person.formerHome, from: since } as const
  putAddress(office, ref, { ...former, to: missed ? undefined : moved })
  if (!missed) putAddress(office, ref, { type, address: person.home, from: moved, to: undefined })
  return { address: missed ? person.formerHome : person.home, olderAddress: missed }
}
