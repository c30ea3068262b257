/**
 * What schools hold of a family: its children of school age, and those whom the school would ring.
 */
import type { Card } from './contact-cards.ts'
import { cardOf } from './contact-cards.ts'
import { dayFrom, nationalCurriculumYear, schoolYearOf } from './days.ts'
import type { FamilyBook, Making, SchoolRolls, TrueContact } from './making.ts'
import { chanceOf, enrol } from './making.ts'
import type { CultureName, Sex } from './names.ts'
import { codesOf, drawFamily, drawGiven } from './names.ts'
import type { Child, Family, Person, Relation, Tie } from './people.ts'
import { homeOf } from './people.ts'
import type { Address } from './places.ts'
import { DISTRICTS, drawAddress } from './places.ts'
import type { Random } from './random.ts'
import type { School } from './schools.ts'
import type { Written } from './write-person.ts'
import { hardCaseOf, homeAsHeld, writePerson } from './write-person.ts'

const MOST_CONTACTS = 4
const WITH_EMERGENCY_CONTACT = 0.55
const NOT_ON_ROLL = 0.02
const UPN_UNKNOWN = 0.05
const UPN_TEMPORARY = 0.03
const UPN_CHANGED = 0.015
const WITH_PHONE = 0.85
const WITH_EMAIL = 0.55
const ADDRESS_NOT_UPDATED = 0.3

/** Relationship codes of the common basic data set, mother's side and father's. */
const CODES: Record<Relation, Record<Sex, string>> = {
  mother: { F: 'PAM', M: 'PAM' },
  father: { F: 'PAF', M: 'PAF' },
  'step-parent': { F: 'STP', M: 'STP' },
  grandparent: { F: 'FAM', M: 'FAM' },
  'foster-carer': { F: 'FOM', M: 'FOF' },
  'adoptive-parent': { F: 'PAM', M: 'PAF' },
  friend: { F: 'OTH', M: 'OTH' },
  sibling: { F: 'FAM', M: 'FAM' },
  'step-sibling': { F: 'FAM', M: 'FAM' },
}

/** Gives the family's children their UPNs, and enrols those of school age while the family lives in the county. */
export function writePupils(making: Making, family: Family, rolls: SchoolRolls, book: FamilyBook): void {
  for (const child of family.children) {
    const year = nationalCurriculumYear(child.born, making.today)
    const random = chanceOf(making, 'school', child)
    const onRoll = !random.chance(NOT_ON_ROLL)
    const primary = primaryFor(random, family, rolls)
    // Those who have left since the county was made had a number too, in the turn of their year.
    if (!onRoll || year < 0 || nationalCurriculumYear(child.born, making.origin + 1) > 11) continue
    giveUpn(making, random, child, primary, year, rolls)
    if (year > 11 || family.leftOn !== undefined) continue
    enrolOne(making, random, { family, child, school: year > 6 ? rolls.secondary : primary }, rolls, book)
  }
}

function enrolOne(
  making: Making,
  random: Random,
  { family, child, school }: { family: Family; child: Child; school: School },
  rolls: SchoolRolls,
  book: FamilyBook,
): void {
  const written = writePerson(random, child, making.origin)
  const { address, older } = homeAsHeld(random, child, ADDRESS_NOT_UPDATED, making.asOf)
  // Brothers and sisters at one school share the office's card for their parents.
  const known = (person: Person): Known => ({
    written: writePerson(chanceOf(making, school.estab, person), person, making.origin),
    card: cardOf(chanceOf(making, `card at ${school.estab}`, person), person, partnerOf(person, child)),
  })
  const entry = pupilEntry(making, random, child, written, address)
  const contacts = contactsOf(making, family, child, known)
  const hardCase = hardCaseOf(child, written)
  enrol(book, rolls, school, { entry, child, written, contacts, olderAddress: older, hardCase })
}

/** The name of the child's school; empty for one who is not at school. */
export function schoolNameOf(making: Making, family: Family, child: Child, rolls: SchoolRolls): string {
  const year = nationalCurriculumYear(child.born, making.today)
  const random = chanceOf(making, 'school', child)
  if (random.chance(NOT_ON_ROLL) || year < 0 || year > 11) return ''
  return (year > 6 ? rolls.secondary : primaryFor(random, family, rolls)).name
}

function primaryFor(random: Random, family: Family, rolls: SchoolRolls): School {
  const digits = Number(family.id.slice(1))
  // Siblings go to one school, but for the few who have moved since.
  const elsewhere = random.chance(0.04)
  const nth = elsewhere ? random.below(rolls.primaries.length) : digits % rolls.primaries.length
  const own = rolls.primaries[nth] ?? rolls.secondary
  return family.circumstances.has('county-border') && rolls.border !== undefined ? rolls.border : own
}

/** The school that a child goes to first gives the number, which stays. */
function giveUpn(
  making: Making,
  random: Random,
  child: Child,
  school: School,
  year: number,
  rolls: SchoolRolls,
): void {
  if (random.chance(UPN_UNKNOWN)) return
  const entered = schoolYearOf(making.today) - year
  const temporary = random.chance(UPN_TEMPORARY)
  child.upn = rolls.issueUpn(school, entered, temporary)
  if (random.chance(UPN_CHANGED) && !temporary) child.formerUpn = rolls.issueUpn(school, entered, true)
}

function pupilEntry(
  making: Making,
  random: Random,
  child: Child,
  written: Written,
  address: Address | undefined,
) {
  const year = nationalCurriculumYear(child.born, making.today)
  const { ethnicity, language } = codesOf(child.culture)
  const firstYear = year > 6 ? schoolYearOf(making.today) - (year - 7) : schoolYearOf(making.today) - year
  return {
    upn: child.upn,
    formerUpn: child.formerUpn,
    surname: written.family,
    forename: written.given,
    middleNames: written.middle,
    preferredForename: written.givenDiffers && random.chance(0.3) ? child.given : written.given,
    formerSurname: written.previousFamily,
    born: written.born,
    sex: child.sex,
    ethnicity,
    language,
    // The carers' house of a looked-after child is a placement address, which stays out of a file that is sent on.
    address: child.care === 'looked-after' ? undefined : address,
    phone: '',
    inCare: child.care === 'looked-after',
    freeMeals: random.chance(0.24),
    entered: dayFrom(firstYear, 9, 4),
    contacts: [],
  }
}

/** What a school's office knows of an adult, whichever pupil is asked about. */
interface Known {
  written: Written
  card: Card
}

function partnerOf(person: Person, { ties }: Child): Person | undefined {
  if (!ties.some(({ adult, livesWith }) => livesWith && adult === person)) return undefined
  return ties.find(({ adult, livesWith }) => livesWith && adult !== person)?.adult
}

function contactsOf(
  making: Making,
  family: Family,
  child: Child,
  known: (person: Person) => Known,
): TrueContact[] {
  const carer = child.care === 'looked-after' ? [fosterCarer(making, child)] : []
  const ties = [...carer, ...child.ties, ...emergencyContact(making, family)]
  const contacts: TrueContact[] = []
  for (const tie of ties) {
    const random = chanceOf(making, `contact of ${child.id}`, tie.adult)
    if (contacts.length === MOST_CONTACTS || !random.chance(tie.livesWith ? 0.95 : 0.6)) continue
    const { written, card } = known(tie.adult)
    const order = contacts.length + 1
    const livesWith = tie.livesWith && child.care !== 'looked-after'
    contacts.push({
      person: tie.adult,
      written,
      entry: {
        order,
        surname: written.family,
        forename: written.given,
        sex: tie.adult.sex,
        relationship: CODES[tie.relation][tie.adult.sex],
        responsibility: tie.responsibility,
        address: livesWith
          ? 'same'
          : tie.relation === 'foster-carer' || tie.relation === 'friend' || random.chance(0.4)
            ? undefined
            : homeOf(tie.adult),
        phone: random.chance(WITH_PHONE) ? card.phone : '',
        email: random.chance(WITH_EMAIL) ? card.email : '',
      },
    })
  }
  return contacts
}

function fosterCarer(making: Making, child: Child): Tie {
  const random = chanceOf(making, 'foster carer', child)
  const adult = drawOutsider(making, random, child, 'white-british', `${child.id}-carer`)
  return { adult, relation: 'foster-carer', responsibility: false, livesWith: true }
}

/** Many families name somebody whom the school may ring when no parent answers: a grandmother, a friend. */
function emergencyContact(making: Making, family: Family): Tie[] {
  const random = chanceOf(making, 'emergency contact', family)
  const [child] = family.children
  if (child === undefined || !random.chance(WITH_EMERGENCY_CONTACT)) return []
  const adult = drawOutsider(making, random, child, family.culture, `${family.id}-contact`)
  const relation = random.chance(0.6) ? 'grandparent' : 'friend'
  return [{ adult, relation, responsibility: false, livesWith: false }]
}

/** An adult who is none of the family. */
function drawOutsider(
  making: Making,
  random: Random,
  child: Child,
  culture: CultureName,
  id: string,
): Person {
  const sex: Sex = random.chance(0.8) ? 'F' : 'M'
  const { origin } = making
  return {
    ...child,
    id,
    sex,
    given: drawGiven(random, culture, sex, 'adult'),
    middle: '',
    family: drawFamily(random, culture),
    formerFamily: '',
    culture,
    born: origin - random.between(35 * 365, 60 * 365),
    homes: [{ address: drawAddress(random, random.pick(DISTRICTS)), since: origin - 4000 }],
    isTwin: false,
    nhs: '',
  }
}
