/**
 * What schools hold of a family: its children of school age, and those whom the school would ring.
 */
import { dayFrom, nationalCurriculumYear, schoolYearOf } from './days.ts'
import type { FamilyBook, Making, SchoolRolls, TrueContact } from './making.ts'
import { enrol } from './making.ts'
import type { Sex } from './names.ts'
import { codesOf, drawFamily, drawGiven } from './names.ts'
import type { Child, Family, Person, Relation, Tie } from './people.ts'
import type { Address } from './places.ts'
import type { Random } from './random.ts'
import type { School } from './schools.ts'
import { withoutMarks } from './spelling.ts'
import { mobile } from './telephones.ts'
import type { Written } from './write-person.ts'
import { hardCaseOf, homeAsHeld, writePerson } from './write-person.ts'

const UPN_UNKNOWN = 0.05
const UPN_TEMPORARY = 0.03
const UPN_CHANGED = 0.015
const ADDRESS_NOT_UPDATED = 0.3

/** Relationship codes of the common basic data set, mother's side and father's. */
const CODES: Record<Relation, Record<Sex, string>> = {
  mother: { F: 'PAM', M: 'PAM' },
  father: { F: 'PAF', M: 'PAF' },
  'step-parent': { F: 'STP', M: 'STP' },
  grandparent: { F: 'FAM', M: 'FAM' },
  'foster-carer': { F: 'FOM', M: 'FOF' },
  'adoptive-parent': { F: 'PAM', M: 'PAF' },
  sibling: { F: 'FAM', M: 'FAM' },
  'step-sibling': { F: 'FAM', M: 'FAM' },
}

/** A number that is the person's own, so that every office holds the same one. */
export function phoneOf(person: Person): string {
  let number = 0
  for (const character of person.id) number = (number * 31 + character.charCodeAt(0)) % 997
  return mobile(number)
}

/** An address in `.example`, where no mail is delivered. */
export function emailOf(person: Person): string {
  return `${withoutMarks(`${person.given}.${person.family}`)
    .toLowerCase()
    .replace(/[^a-z.]/g, '')}@mail.example`
}

/** Enrols the family's children of school age. */
export function writePupils(
  making: Making,
  random: Random,
  family: Family,
  rolls: SchoolRolls,
  book: FamilyBook,
): void {
  const knownAt = new Map<string, Written>()
  for (const child of family.children) {
    const year = nationalCurriculumYear(child.born, making.today)
    if (year < 0 || year > 11 || random.chance(0.02)) continue
    const school = schoolFor(random, family, year, rolls)
    giveUpn(making, random, child, school, year, rolls)
    const written = writePerson(random, child, making.asOf)
    const { address, older } = homeAsHeld(random, child, ADDRESS_NOT_UPDATED)
    const contacts = contactsOf(making, random, child, (person: Person) => {
      // Brothers and sisters at one school share the office's card for their parents.
      const key = `${school.estab}/${person.id}`
      const known = knownAt.get(key) ?? writePerson(random, person, making.asOf)
      knownAt.set(key, known)
      return known
    })
    const entry = pupilEntry(making, random, child, written, address, year)
    const hardCase = hardCaseOf(child, written)
    enrol(book, rolls, school, { entry, child, written, contacts, olderAddress: older, hardCase })
  }
}

function schoolFor(random: Random, family: Family, year: number, rolls: SchoolRolls): School {
  if (year > 6) return rolls.secondary
  if (family.circumstances.has('county-border') && rolls.border !== undefined) return rolls.border
  const digits = Number(family.id.slice(1))
  // Siblings go to one school, but for the few who have moved since.
  const nth = random.chance(0.04) ? random.below(rolls.primaries.length) : digits % rolls.primaries.length
  return rolls.primaries[nth] ?? rolls.secondary
}

function giveUpn(
  making: Making,
  random: Random,
  child: Child,
  school: School,
  year: number,
  rolls: SchoolRolls,
): void {
  if (child.upn !== '' || random.chance(UPN_UNKNOWN)) return
  const entered = schoolYearOf(making.today) - year
  const temporary = random.chance(UPN_TEMPORARY)
  child.upn = rolls.issueUpn(school, entered, temporary)
  if (!temporary && random.chance(UPN_CHANGED)) child.formerUpn = rolls.issueUpn(school, entered, true)
}

function pupilEntry(
  making: Making,
  random: Random,
  child: Child,
  written: Written,
  address: Address | undefined,
  year: number,
) {
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

function contactsOf(
  making: Making,
  random: Random,
  child: Child,
  known: (person: Person) => Written,
): TrueContact[] {
  const ties: Tie[] =
    child.care === 'looked-after' ? [fosterCarer(making, random, child), ...child.ties] : child.ties
  const contacts: TrueContact[] = []
  for (const tie of ties) {
    if (contacts.length === 3 || !random.chance(tie.livesWith ? 0.95 : 0.6)) continue
    const written = known(tie.adult)
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
          : tie.relation === 'foster-carer' || random.chance(0.4)
            ? undefined
            : tie.adult.home,
        phone: random.chance(0.85) ? phoneOf(tie.adult) : '',
        email: random.chance(0.55) ? emailOf(tie.adult) : '',
      },
    })
  }
  return contacts
}

function fosterCarer(making: Making, random: Random, child: Child): Tie {
  const sex: Sex = random.chance(0.8) ? 'F' : 'M'
  const culture = 'white-british'
  const carer: Person = {
    ...child,
    id: `${child.id}-carer`,
    sex,
    given: drawGiven(random, culture, sex, 'adult'),
    middle: '',
    family: drawFamily(random, culture),
    formerFamily: '',
    culture,
    born: making.today - random.between(35 * 365, 60 * 365),
    home: child.formerHome ?? child.home,
    isTwin: false,
    nhs: '',
  }
  return { adult: carer, relation: 'foster-carer', responsibility: false, livesWith: true }
}
