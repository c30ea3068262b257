/**
 * What landlords hold of a family: the household of a tenancy, a temporary home, or an application, with everyone in it
 * of whom they were told.
 */
import { isoDay } from './days.ts'
import type { Landlord } from './landlords.ts'
import { associationOf, districtLandlord, HOUSING_CONTRACT } from './landlords.ts'
import type { FamilyBook, Making } from './making.ts'
import { chanceOf } from './making.ts'
import type { Family, Home, Person } from './people.ts'
import { addressLine } from './places.ts'
import type { Random } from './random.ts'
import { optionalDay } from './social-care.ts'
import type { Written } from './write-person.ts'
import { hardCaseOf, writePerson } from './write-person.ts'

/** Of homes, those rented from a landlord who sends its households, and of these the district's own. */
const SOCIAL_RENT = 0.29
const DISTRICTS_OWN = 0.35
/** Of the others, families on the district's list for a home. */
const APPLICANTS = 0.03
const CHILD_LISTED = 0.88
const BIRTH_KNOWN = { child: 0.85, adult: 0.92 }
/** A tenancy that has ended stays in the file for so long. */
const SENT_AFTER_END_DAYS = 180

/** Writes the family's homes of which a landlord knows: today's, and one just left. */
export function writeHouseholds(making: Making, family: Family, book: FamilyBook): void {
  if (family.circumstances.has('refuge') || family.circumstances.has('traveller-no-fixed-address')) return
  const held = new Set<string>()
  for (const [nth, home] of family.homes.entries()) {
    const ended = family.homes[nth + 1]?.since ?? family.leftOn
    if (ended !== undefined && making.asOf - ended > SENT_AFTER_END_DAYS) continue
    const random = chanceOf(making, `tenancy ${nth}`, family)
    const temporary = family.circumstances.has('temporary-accommodation') && nth === lodgedIn(making, family)
    const letting = drawLetting(random, family, temporary, home.since > making.origin)
    if (letting === undefined) continue
    const ref = `H${Number(family.id.slice(1))}-${nth + 1}`
    const noticeOrArrears = random.chance(0.09)
    writeHousehold(making, family, book, { ...letting, ref, home, ended, noticeOrArrears }, held)
  }
}

/** The home in which the family lived when the county was made. */
function lodgedIn(making: Making, family: Family): number {
  return family.homes.findLastIndex(home => home.since <= making.origin)
}

type Tenure = 'secure' | 'assured' | 'licence' | 'applicant'

interface Letting {
  landlord: Landlord
  tenure: Tenure
  temporary: boolean
}

function drawLetting(
  random: Random,
  family: Family,
  temporary: boolean,
  isLater: boolean,
): Letting | undefined {
  const own = districtLandlord(family.district)
  const rented = random.chance(SOCIAL_RENT)
  // A later home may be in any district, so only the area's association can be its landlord.
  const isOwn = random.chance(DISTRICTS_OWN) && !isLater
  const applies = random.chance(APPLICANTS)
  if (temporary) return { landlord: own, tenure: 'licence', temporary }
  if (rented && isOwn) return { landlord: own, tenure: 'secure', temporary }
  if (rented) return { landlord: associationOf(family.district.area), tenure: 'assured', temporary }
  return applies && !isLater ? { landlord: own, tenure: 'applicant', temporary } : undefined
}

/** The people of one home, as one landlord has them. */
export interface Household extends Letting {
  ref: string
  home: Home
  /** The day on which they left it. */
  ended: number | undefined
  noticeOrArrears: boolean
}

/** One of them, as the landlord wrote them down. */
export interface Member {
  ref: string
  person: Person
  written: Written
  /** Not every landlord was told a date of birth. */
  dated: boolean
  relationship: string
  from: number
}

function writeHousehold(
  making: Making,
  family: Family,
  book: FamilyBook,
  household: Household,
  held: Set<string>,
): void {
  const { home, landlord, ended } = household
  const until = ended ?? making.asOf
  const adults = family.adults.filter(adult => adult.homes === family.homes)
  const children = family.children.filter(
    child =>
      child.homes === family.homes &&
      child.care !== 'looked-after' &&
      child.born <= until &&
      chanceOf(making, `${landlord.id} lists`, child).chance(CHILD_LISTED),
  )
  for (const [at, person] of [...adults, ...children].entries()) {
    const random = chanceOf(making, landlord.id, person)
    const written = writePerson(random, person, making.origin)
    const isChild = 'ties' in person
    const dated = random.chance(BIRTH_KNOWN[isChild ? 'child' : 'adult'])
    const relationship = placeOf(random, person, isChild, at, household.tenure)
    const from = Math.max(home.since, person.born)
    const member = { ref: `T${person.number}`, person, written, dated, relationship, from }
    putMember(making, household, member)
    // Who has had two homes of one landlord is one person there.
    const key = `${landlord.id} ${member.ref}`
    if (!held.has(key)) bookMember(book, household, member)
    held.add(key)
  }
}

function placeOf(random: Random, person: Person, isChild: boolean, at: number, tenure: Tenure): string {
  if (at === 0) return tenure === 'applicant' ? 'Applicant' : 'Tenant'
  if (!isChild) return random.chance(0.3) ? 'Joint tenant' : 'Partner'
  if (random.chance(0.2)) return 'Dependant'
  return person.sex === 'F' ? 'Daughter' : 'Son'
}

/** Writes one person of a household. */
export function putMember(making: Making, household: Household, member: Member): void {
  const { home, landlord } = household
  const { written } = member
  const officer = making.housing.officer(landlord)
  making.housing.table(landlord).put({
    household_ref: household.ref,
    person_ref: member.ref,
    given_name: written.given,
    family_name: written.family,
    birth_date: member.dated ? isoDay(written.born) : '',
    relationship_to_tenant: member.relationship,
    address_line: addressLine(home.address),
    postcode: home.address.postcode,
    uprn: home.address.uprn,
    tenure: household.tenure,
    temporary_accommodation: household.temporary ? 'Y' : 'N',
    notice_seeking_possession: 'N',
    arrears_over_6_weeks: household.noticeOrArrears ? 'Y' : 'N',
    officer_id: officer.workerId,
    officer_name: officer.name,
    officer_phone: officer.phone,
    from_date: isoDay(member.from),
    to_date: optionalDay(household.ended),
  })
}

/** Puts one person of a household in the truth. */
export function bookMember(book: FamilyBook, household: Household, member: Member): void {
  const { person, written, dated, ref } = member
  const { landlord, home, ended } = household
  book.record({
    partner: landlord.id,
    contract: HOUSING_CONTRACT,
    ref,
    person,
    written,
    hardCase: hardCaseOf(person, written),
    dated,
    address: home.address,
    olderAddress: ended !== undefined,
  })
}
