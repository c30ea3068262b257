/**
 * What health visiting and school nursing hold of a family: its children under five and some at school, and mothers
 * before and just after a birth. One service, one number for a patient, a row for each kind of help.
 */
import { lastVisit } from './days.ts'
import type { PatientEntry } from './health-visiting.ts'
import { HEALTH_VISITING_CONTRACT, HEALTH_VISITING_PARTNER, putPatient } from './health-visiting.ts'
import type { FamilyBook, Making } from './making.ts'
import { chanceOf } from './making.ts'
import type { Child, Family, Person } from './people.ts'
import { expectedChild, homesOf, motherOf } from './people.ts'
import type { Random } from './random.ts'
import type { HealthVisitor } from './workforce.ts'
import type { Written } from './write-person.ts'
import { hardCaseOf, homeAsHeld, writePerson } from './write-person.ts'

const NHS_NUMBER_HELD = 0.9
const ADDRESS_NOT_UPDATED = 0.35
/** Children who came from another clinic, and whose first record there was closed but stayed. */
const SECOND_RECORD = 0.07
const PLACEHOLDER_NAME_DAYS = 42
/** A brother's or sister's number on the wrong card: seldom, and the worst error that a matcher can meet. */
const SIBLINGS_NUMBER = 0.0015
/** Of children at school, those whom a school nurse sees or has seen within the year. */
const SEEN_BY_SCHOOL_NURSE = 0.5
/** A row whose help has ended is sent for another year. */
const SENT_AFTER_END_DAYS = 365

/** Between two visits of a school nurse, or two before a birth. */
const EVERY_DAYS = 28
const FIVE_YEARS = 5 * 365 + 1

interface Filing {
  making: Making
  family: Family
  visitor: HealthVisitor
  book: FamilyBook
}

/** What one row says beside who the person is. */
type Help = Pick<PatientEntry, 'service' | 'start' | 'lastContact' | 'end' | 'nextDue' | 'sensitive'>

/** Writes the family's patients, all with one visitor. */
export function writePatients(
  making: Making,
  family: Family,
  visitor: HealthVisitor,
  book: FamilyBook,
): void {
  const filing: Filing = { making, family, visitor, book }
  for (const child of family.children) {
    if (child.care !== 'care-leaver') writeChild(filing, child)
  }
  writeMother(filing)
}

/** A child's card: open until five, then closed; some are opened again by the school nurse. */
function writeChild(filing: Filing, child: Child): void {
  const { making, family } = filing
  const { asOf, origin } = making
  const random = chanceOf(making, 'health', child)
  const card = fillCard(filing, random, child)
  const hidden = child.care === 'looked-after' || family.circumstances.has('refuge')
  const start = Math.min(asOf, child.born + random.between(10, 16))
  const turnsFive = child.born + FIVE_YEARS
  const end = earliest(asOf, turnsFive, family.leftOn)
  const rows: (Help & { worker: HealthVisitor })[] = []
  if ((end ?? asOf) > origin - SENT_AFTER_END_DAYS) {
    const { last, next } = contactsOf(random, end ?? asOf)
    const lastContact = random.chance(0.95) ? Math.max(start, last) : undefined
    const nextDue = random.chance(0.8) && end === undefined ? next : undefined
    const help = { start, lastContact, end, nextDue, sensitive: hidden }
    rows.push({ service: 'health-visiting', ...help, worker: filing.visitor })
  }
  const nurse = chanceOf(making, 'school nurse', child)
  if (turnsFive <= asOf && nurse.chance(SEEN_BY_SCHOOL_NURSE)) {
    const worker = making.workforce.schoolNurse(family.district)
    rows.push({ ...seenAtSchool(filing, child, nurse, hidden), worker })
  }
  for (const row of rows) putPatient(making.healthVisiting, { ...card, ...row, asOf })
  if (rows.length === 0) return
  bookCard(filing, child, card)
  if (rows[0]?.service === 'health-visiting' && origin - child.born > 200) writeEarlier(filing, child, hidden)
}

/** A contact every so many days: the last one and the next, which at times is overdue. */
function contactsOf(random: Random, asOf: number): { last: number; next: number } {
  const every = random.between(40, 240)
  const last = lastVisit(asOf, every, random.below(every))
  return { last, next: last + every - (random.chance(0.2) ? 15 : 0) }
}

/** School nurses see a child once or for some weeks; from eighteen on nobody does. */
function seenAtSchool(filing: Filing, child: Child, random: Random, sensitive: boolean): Help {
  const { asOf, origin } = filing.making
  const start = Math.max(child.born + FIVE_YEARS, origin - random.between(10, 330))
  const seenFor = random.between(0, 150)
  const end = earliest(asOf, start + seenFor, filing.family.leftOn)
  const lastContact = Math.max(start, lastVisit(end ?? asOf, EVERY_DAYS, start))
  const nextDue = end === undefined ? lastContact + EVERY_DAYS : undefined
  return { service: 'school-nursing', start: Math.min(start, asOf), lastContact, end, nextDue, sensitive }
}

/** The first of these days that has come. */
function earliest(asOf: number, ...days: (number | undefined)[]): number | undefined {
  const come = days.filter(day => day !== undefined && day <= asOf)
  return come.length === 0 ? undefined : Math.min(...(come as number[]))
}

type Card = Pick<PatientEntry, 'ref' | 'nhs' | 'written' | 'sex' | 'address' | 'withUprn' | 'worker'> & {
  older: boolean
}

function fillCard(filing: Filing, random: Random, child: Child): Card {
  const { making, family, visitor } = filing
  const written = writePerson(random, child, making.origin)
  const { address, older } = homeAsHeld(random, child, ADDRESS_NOT_UPDATED, making.asOf)
  const nhs = numberOnCard(random, family, child, written)
  const withUprn = random.chance(0.6)
  return {
    ref: patientNumber(child, 1),
    nhs,
    written: namedOnCard(making, random, child, written),
    sex: child.sex,
    address: child.care === 'looked-after' ? undefined : address,
    withUprn,
    worker: visitor,
    older,
  }
}

function patientNumber(person: Person, nth: number): string {
  return `HVP${String(person.number * 10 + nth).padStart(7, '0')}`
}

/** Some have no name yet at the first visit. */
function namedOnCard(making: Making, random: Random, child: Child, written: Written): Written {
  if (!random.chance(0.3) || making.asOf - child.born >= PLACEHOLDER_NAME_DAYS) return written
  const given = child.isTwin ? 'Twin' : 'Baby'
  return { ...written, given, middle: '', givenDiffers: true, hardCase: 'placeholder-name' }
}

function numberOnCard(random: Random, family: Family, child: Child, written: Written): string {
  const sibling = family.children.find(other => other !== child && other.nhs !== '')
  if (random.chance(SIBLINGS_NUMBER) && sibling !== undefined) {
    written.hardCase = 'siblings-nhs-number'
    return sibling.nhs
  }
  return random.chance(NHS_NUMBER_HELD) ? child.nhs : ''
}

function bookCard(filing: Filing, person: Person, card: Card): void {
  const { ref, nhs, written, address, withUprn, older } = card
  filing.book.record({
    partner: HEALTH_VISITING_PARTNER,
    contract: HEALTH_VISITING_CONTRACT,
    ref,
    person,
    written,
    hardCase: hardCaseOf(person, written),
    nhs,
    address,
    withUprn,
    olderAddress: older,
  })
}

/** The card of the clinic before, closed at a move within the county. */
function writeEarlier(filing: Filing, child: Child, sensitive: boolean): void {
  const { making, visitor } = filing
  const random = chanceOf(making, 'health before', child)
  if (!random.chance(SECOND_RECORD)) return
  const end = making.origin - random.between(30, Math.min(600, making.origin - child.born - 20))
  const first = homesOf(child)[0]
  const card: Card = {
    ref: patientNumber(child, 2),
    nhs: random.chance(0.5) ? child.nhs : '',
    written: writePerson(random, child, making.origin),
    sex: child.sex,
    address: child.care === 'looked-after' ? undefined : first?.address,
    withUprn: random.chance(0.3),
    worker: visitor,
    older: homesOf(child).length > 1,
  }
  const start = Math.min(child.born + 14, end)
  const help = { start, lastContact: end, end, nextDue: undefined, sensitive }
  putPatient(making.healthVisiting, { ...card, ...help, service: 'health-visiting', asOf: making.asOf })
  bookCard(filing, child, card)
}

/** A mother who expects a child, and half of those who had one within the year. */
function writeMother(filing: Filing): void {
  const { making, family, visitor } = filing
  const { asOf, origin } = making
  const expected = expectedChild(family, asOf)
  const newest = family.children.toSorted((a, b) => b.born - a.born)[0]
  const child = expected ?? newest
  const mother = child === undefined ? undefined : motherOf(child)
  if (child === undefined || mother === undefined || family.structure === 'kinship') return
  if (family.structure === 'lone-father' || origin - child.born > SENT_AFTER_END_DAYS) return
  const random = chanceOf(making, 'antenatal', child)
  const start = child.born - random.between(100, 190)
  if (start > asOf || !random.chance(0.75)) return
  const own = chanceOf(making, 'health', mother)
  const written = writePerson(own, mother, origin)
  const { address, older } = homeAsHeld(own, mother, ADDRESS_NOT_UPDATED, asOf)
  const nhs = own.chance(NHS_NUMBER_HELD) ? mother.nhs : ''
  const withUprn = own.chance(0.6)
  const ref = patientNumber(mother, 1)
  const card: Card = { ref, nhs, written, sex: mother.sex, address, withUprn, worker: visitor, older }
  const end = earliest(asOf, child.born + 14, family.leftOn)
  const lastContact = Math.max(start, lastVisit(end ?? asOf, EVERY_DAYS, start))
  const help: Help = {
    service: 'antenatal',
    start,
    lastContact,
    end,
    nextDue: end === undefined ? lastContact + EVERY_DAYS : undefined,
    sensitive: family.circumstances.has('refuge'),
  }
  putPatient(making.healthVisiting, { ...card, ...help, asOf })
  bookCard(filing, mother, card)
}
