/**
 * A school's Common Transfer File: its pupils, and their contacts, as the school's system exports them.
 * Source: DfE, "Common Transfer File 21".
 */
import { hashUuid } from '../kit/hash-uuid.ts'
import { normaliseName } from '../kit/names.ts'
import { isoDay, nationalCurriculumYear, partsOf, schoolYearOf } from './days.ts'
import type { Delivery, TextFile } from './delivery-writer.ts'
import { openDelivery } from './delivery-writer.ts'
import type { Habits } from './habits.ts'
import { EXTRA_VALUE, fitsWindows1252 } from './habits.ts'
import type { Sex } from './names.ts'
import type { Address } from './places.ts'
import { addressLine } from './places.ts'
import type { School } from './schools.ts'
import { schoolPartner } from './schools.ts'

export const CTF_CONTRACT = 'ctf/21'

/** One contact of a pupil; the relationship is a code of the common basic data set (PAM mother, PAF father, …). */
export interface ContactEntry {
  order: number
  surname: string
  forename: string
  sex: Sex
  relationship: string
  responsibility: boolean
  /** `same` where the contact lives with the pupil; `undefined` where the school holds no address. */
  address: Address | 'same' | undefined
  phone: string
  email: string
}

/** One pupil as the school holds them. */
export interface PupilEntry {
  upn: string
  formerUpn: string
  surname: string
  forename: string
  middleNames: string
  preferredForename: string
  formerSurname: string
  born: number
  sex: Sex
  ethnicity: string
  language: string
  address: Address | undefined
  phone: string
  inCare: boolean
  freeMeals: boolean
  entered: number
  contacts: ContactEntry[]
}

/** The pupil's UPN, or where there is none the school, surname, forename and date of birth. */
export function pupilKey(
  school: School,
  pupil: Pick<PupilEntry, 'upn' | 'surname' | 'forename' | 'born'>,
): string {
  if (pupil.upn !== '') return pupil.upn
  return [school.lea + school.estab, pupil.surname, pupil.forename, isoDay(pupil.born)].join('/')
}

/** A contact is known to the hub by names and by what they are to the pupil, hashed. */
export function contactKey(pupil: string, { surname, forename, relationship }: ContactEntry): string {
  const said = JSON.stringify([normaliseName(surname), normaliseName(forename), relationship])
  return [pupil, 'contact', hashUuid(said).slice(0, 8)].join('/')
}

/** The national name of the file: from the school, to a school of the county not yet known. */
export function schoolFileName(school: School): string {
  return `${school.lea}${school.estab}_CTF_888LLLL_001.xml`
}

/** Writes one school's folder, file and delivery; gives the bytes written. */
export async function writeSchoolFile(
  folder: string,
  school: School,
  pupils: PupilEntry[],
  { asOf, today }: { asOf: number; today: number },
  habits: Habits,
): Promise<number> {
  const sender = { partner: schoolPartner(school), contract: CTF_CONTRACT, asOf: `${isoDay(asOf)}T17:30:00Z` }
  const delivery: Delivery = await openDelivery(folder, { ...sender, habits })
  const file: TextFile = await delivery.file(schoolFileName(school))
  const each = pupils.map(pupil => pupilXml(school, pupil, today, habits)).join('')
  const content = `${headerXml(school, asOf, habits)}${each}  </CTFpupilData>\n</CTfile>\n`
  const encoding = habits.windows1252 && fitsWindows1252(content) ? 'windows-1252' : 'UTF-8'
  const text = `<?xml version="1.0" encoding="${encoding}"?>\n${content}`
  file.write(habits.newline === '\n' ? text : text.replaceAll('\n', '\r\n'))
  return delivery.close()
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

function xmlText(value: string): string {
  return value.replace(/[&<>"']/g, character => ENTITIES[character] ?? character)
}

/** An element with its text, or nothing: schools' systems leave out what they do not hold. */
function element(name: string, value: string): string {
  return value === '' ? '' : `<${name}>${xmlText(value)}</${name}>`
}

function headerXml(school: School, asOf: number, habits: Habits): string {
  return `<CTfile>
  <Header>
    <DocumentName>Common Transfer File</DocumentName>
    <CTFversion>${habits.ctfVersion}</CTFversion>
    <DateTime>${isoDay(asOf)}T17:30:00</DateTime>
    <DocumentQualifier>full</DocumentQualifier>
    <SupplierID>Loom School System</SupplierID>
    <SourceSchool><LEA>${school.lea}</LEA><Estab>${school.estab}</Estab>${element('SchoolName', school.name)}<AcademicYear>${schoolYearOf(asOf)}</AcademicYear></SourceSchool>
    <DestSchool><LEA>888</LEA><Estab>LLLL</Estab></DestSchool>
  </Header>
  <CTFpupilData>
`
}

function addressXml(address: Address | undefined): string {
  if (address === undefined || address.postcode === '') return ''
  // An office that types addresses as lines cannot say which line is the town: some schools do.
  if (address.uprn.endsWith('71')) {
    const lines = addressLine(address).split(', ')
    const each = lines.map((line, at) => element(`AddressLine${at + 1}`, line)).join('')
    return `<Address><AddressLines>${each}</AddressLines>${element('PostCode', address.postcode)}</Address>`
  }
  const parts =
    element('SAON', address.saon) +
    element('PAON', address.paon) +
    element('Street', address.street) +
    element('Locality', address.locality) +
    element('Town', address.town) +
    element('UniquePropertyReferenceNumber', address.uprn)
  return `<Address><BS7666Address>${parts}</BS7666Address>${element('PostCode', address.postcode)}</Address>`
}

function phonesXml(phone: string): string {
  return phone === ''
    ? ''
    : `<Phones><Phone><TelephoneType>M</TelephoneType>${element('PhoneNo', phone)}</Phone></Phones>`
}

function contactXml(contact: ContactEntry, habits: Habits): string {
  const address =
    contact.address === 'same' ? '<AddressAsPupil>true</AddressAsPupil>' : addressXml(contact.address)
  return `        <Contact><Order>${contact.order}</Order>${element('Surname', contact.surname)}${element('Forename', contact.forename)}${sexXml(contact.sex, habits)}${element('Relationship', contact.relationship)}<Responsibility>${contact.responsibility}</Responsibility>${address}${phonesXml(contact.phone)}${element('Email', contact.email)}</Contact>
`
}

/** Sex took the place of Gender in the later versions. */
function sexXml(sex: Sex, { ctfVersion }: Habits): string {
  const name = ctfVersion > '22.0' ? 'Sex' : 'Gender'
  return `<${name}>${sex}</${name}>`
}

/** Half-day sessions of the year so far, from the pupil's own date so that a file can be written again the same. */
function attendanceXml(pupil: PupilEntry, today: number): string {
  const began = Date.UTC(schoolYearOf(today), 8, 3) / 86_400_000
  const possible = Math.max(0, Math.floor(((today - began) / 7) * 9))
  const attended = Math.floor(possible * (0.84 + (pupil.born % 16) / 100))
  const authorised = Math.floor((possible - attended) * 0.6)
  return `<Attendance><YearData><Year>${schoolYearOf(today)}</Year><SessionsPossible>${possible}</SessionsPossible><SessionsAttended>${attended}</SessionsAttended><SessionsAuthorised>${authorised}</SessionsAuthorised><SessionsUnauthorised>${possible - attended - authorised}</SessionsUnauthorised></YearData></Attendance>`
}

function pupilXml(school: School, pupil: PupilEntry, today: number, habits: Habits): string {
  return `    <Pupil>
      ${element('UPN', pupil.upn)}${element('Surname', pupil.surname)}${element('Forename', pupil.forename)}<DOB>${isoDay(pupil.born)}</DOB>${sexXml(pupil.sex, habits)}
      <BasicDetails>${basicXml(pupil, today, habits)}</BasicDetails>
      ${habits.sparse ? '' : circumstancesXml(pupil, today)}${habits.ctfVersion > '21.0' ? LATER_ELEMENTS : ''}
      ${addressXml(pupil.address)}${phonesXml(pupil.phone)}
      <Contacts>
${pupil.contacts.map(contact => contactXml(contact, habits)).join('')}      </Contacts>
      ${habits.sparse ? '' : attendanceXml(pupil, today) + historyXml(school, pupil)}
    </Pupil>
`
}

/** What no version that is read here knows. */
const LATER_ELEMENTS = `<YoungCarerIndicator>N</YoungCarerIndicator><LocalInformation>${EXTRA_VALUE}</LocalInformation>`

function basicXml(pupil: PupilEntry, today: number, habits: Habits): string {
  const year = nationalCurriculumYear(pupil.born, today)
  const names =
    element('FormerUPN', pupil.formerUpn) +
    element('PreferredForename', pupil.preferredForename === pupil.forename ? '' : pupil.preferredForename) +
    element('FormerSurname', pupil.formerSurname) +
    element('MiddleNames', pupil.middleNames)
  const status = '<EnrolStatus>C</EnrolStatus>'
  if (habits.sparse) return names + status
  return (
    names +
    element('NCyearActual', year < 1 ? 'R' : String(year)) +
    element('Ethnicity', pupil.ethnicity) +
    `<Languages><Type><LanguageType>F</LanguageType><Language>${pupil.language}</Language></Type></Languages>` +
    status
  )
}

function circumstancesXml(pupil: PupilEntry, today: number): string {
  const meals = pupil.freeMeals
    ? `<FSMhistory><FSMreviewDate>${partsOf(today).year}-07-31</FSMreviewDate><FSMinstance><FSMstartDate>${isoDay(pupil.entered)}</FSMstartDate></FSMinstance></FSMhistory>`
    : ''
  return `${meals}<LookedAfter><InCare>${pupil.inCare}</InCare>${pupil.inCare ? '<CareAuthority>888</CareAuthority>' : ''}</LookedAfter>`
}

function historyXml(school: School, pupil: PupilEntry): string {
  return `<SchoolHistory><School><LEA>${school.lea}</LEA><Estab>${school.estab}</Estab>${element('SchoolName', school.name)}<EntryDate>${isoDay(pupil.entered)}</EntryDate><LastSchool>true</LastSchool></School></SchoolHistory>`
}
