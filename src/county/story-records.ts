/**
 * The records of story people, each stated as its partner holds it.
 */

import { emailOf, phoneOf } from './contact-cards.ts'
import { dayFrom, nationalCurriculumYear, schoolYearOf } from './days.ts'
import type { PatientEntry } from './health-visiting.ts'
import { HEALTH_VISITING_CONTRACT, HEALTH_VISITING_PARTNER, putPatient } from './health-visiting.ts'
import type { FamilyBook, TrueContact } from './making.ts'
import { enrol } from './making.ts'
import { codesOf } from './names.ts'
import type { Child, Person } from './people.ts'
import { homeOf } from './people.ts'
import type { ContactEntry } from './school-file.ts'
import { pupilKey } from './school-file.ts'
import type { School } from './schools.ts'
import type { Office } from './social-care.ts'
import { putAddress, putPerson } from './social-care.ts'
import { putInvolvement, putReferral } from './social-care-cases.ts'
import { SOCIAL_CARE_CONTRACT } from './social-care-tables.ts'
import type { Story } from './story-teller.ts'
import type { HealthVisitor } from './workforce.ts'
import type { Written } from './write-person.ts'
import { writtenAsIs } from './write-person.ts'

/** How a record departs from the person: other names, another date. */
export type Otherwise = Partial<Pick<Written, 'given' | 'family' | 'previousFamily' | 'born'>>

/** The person as an office of a story wrote them down. */
export function writtenFor(story: Story, person: Person, otherwise: Otherwise = {}): Written {
  const written = { ...writtenAsIs(person), ...otherwise, hardCase: `story-${story.id}` }
  written.givenDiffers = written.given !== person.given
  written.familyDiffers = written.family !== person.family
  written.bornDiffers = written.born !== person.born
  return written
}

/** A row of health visiting; gives its reference. */
export function storyPatient(
  story: Story,
  person: Person,
  about: {
    visitor: HealthVisitor
    nhs?: string
    otherwise?: Otherwise
    sensitive?: boolean
    service?: PatientEntry['service']
  },
): string {
  const { making } = story
  const written = writtenFor(story, person, about.otherwise)
  const ref = making.nextStoryPatient()
  const nhs = about.nhs ?? ''
  const antenatal = about.service === 'antenatal'
  putPatient(making.healthVisiting, {
    ref,
    nhs,
    written,
    sex: person.sex,
    address: homeOf(person),
    withUprn: true,
    service: about.service ?? 'health-visiting',
    worker: about.visitor,
    start: antenatal ? making.origin - 50 : Math.min(making.origin - 1, person.born + 12),
    lastContact: making.origin - 9,
    end: undefined,
    nextDue: making.origin + 26,
    sensitive: about.sensitive ?? false,
    asOf: making.asOf,
  })
  const record = { partner: HEALTH_VISITING_PARTNER, contract: HEALTH_VISITING_CONTRACT, ref }
  book(story, { ...record, person, written, nhs, address: homeOf(person) })
  return ref
}

function book(story: Story, about: Parameters<FamilyBook['record']>[0]): void {
  story.book.record({ ...about, hardCase: about.written.hardCase })
}

/** A person of social care, or of the office named, with a home; gives the person's number there. */
export function storyCarePerson(
  story: Story,
  person: Person,
  about: {
    nhs?: string
    upn?: string
    otherwise?: Otherwise
    isMother?: boolean
    expected?: boolean
    homeType?: 'Home' | 'Refuge' | 'none'
    office?: Office
  } = {},
): string {
  const { origin } = story.making
  const office = about.office ?? story.making.care
  const ref = office.storyPersonNumber()
  const written = writtenFor(story, person, about.otherwise)
  const { nhs = '', upn = '' } = about
  const expected = about.expected === true ? person.born : undefined
  const sex = expected === undefined ? person.sex : 'U'
  const { ethnicity } = codesOf(person.culture)
  putPerson(office, { ref, written, sex, ethnicity, upn, expected, isMother: about.isMother ?? false, nhs })
  const type = about.homeType ?? 'Home'
  const hasHome = type !== 'none' && expected === undefined
  if (hasHome) {
    const from = Math.max(person.born, origin - 700)
    putAddress(office, ref, { type, address: homeOf(person), from, to: undefined })
  }
  const record = { partner: office.partner, contract: SOCIAL_CARE_CONTRACT, ref }
  const bornOrNot = expected === undefined ? {} : { dated: false, sex: '' }
  const address = hasHome ? homeOf(person) : undefined
  book(story, { ...record, person, written, nhs, upn, address, ...bornOrNot })
  return ref
}

/** A contact of a pupil of the story. */
export function storyContact(
  story: Story,
  person: Person,
  about: { relationship: string; responsibility: boolean; address: ContactEntry['address'] },
): TrueContact {
  const written = writtenFor(story, person)
  const entry = {
    order: 0,
    surname: person.family,
    forename: person.given,
    sex: person.sex,
    phone: phoneOf(person),
    email: emailOf(person),
    ...about,
  }
  return { person, written, entry }
}

/** A pupil on a school's roll; gives the pupil's key. The UPN is the school's own, and the same in every county. */
export function storyPupil(
  story: Story,
  child: Child,
  contacts: TrueContact[],
  about: { school?: School; withUpn?: boolean; inCare?: boolean; address?: 'none' } = {},
): string {
  const { making, rolls } = story
  const school = about.school ?? story.school
  const year = Math.max(0, nationalCurriculumYear(child.born, making.today))
  const entered = schoolYearOf(making.today) - year
  // The serial belongs to the story and the year to the child's age, so the number moves on with the calendar only.
  if (about.withUpn !== false) child.upn = story.issueUpn(school, entered, false)
  const { ethnicity, language } = codesOf(child.culture)
  const entry = {
    upn: child.upn,
    formerUpn: '',
    surname: child.family.toUpperCase(),
    forename: child.given,
    middleNames: '',
    preferredForename: child.given,
    formerSurname: '',
    born: child.born,
    sex: child.sex,
    ethnicity,
    language,
    address: about.address === 'none' ? undefined : homeOf(child),
    phone: '',
    inCare: about.inCare ?? false,
    freeMeals: false,
    entered: dayFrom(entered, 9, 4),
    contacts: [],
  }
  for (const [nth, contact] of contacts.entries()) contact.entry.order = nth + 1
  const written = writtenFor(story, child)
  const { hardCase } = written
  enrol(story.book, rolls, school, { entry, child, written, contacts, olderAddress: false, hardCase })
  return pupilKey(school, entry)
}

/** A referral that stands open; gives its number. */
export function storyReferral(
  story: Story,
  ref: string,
  from: number,
  need: string,
  source: readonly [code: string, says: string],
): string {
  const { care, workforce } = story.making
  return putReferral(care, ref, { workforce, from, to: undefined, need, source, assessed: true })
}

/** The child is Joanne Kay's since that day. */
export function storyJoanne(story: Story, ref: string, from: number, referral: string): void {
  const { care, workforce } = story.making
  const role = 'Allocated social worker'
  putInvolvement(care, ref, { worker: workforce.joanneKay, role, from, to: undefined, referral })
}
