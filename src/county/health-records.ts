/**
 * What health visiting holds of a family: its children under five, and mothers before and just after a birth.
 */
import { ageOn } from './days.ts'
import type { PatientEntry } from './health-visiting.ts'
import { HEALTH_VISITING_CONTRACT, HEALTH_VISITING_PARTNER, putPatient } from './health-visiting.ts'
import type { FamilyBook, Making } from './making.ts'
import { nhsOf } from './making.ts'
import type { Child, Family, Person } from './people.ts'
import { motherOf } from './people.ts'
import type { Random } from './random.ts'
import type { HealthVisitor } from './workforce.ts'
import type { Written } from './write-person.ts'
import { hardCaseOf, homeAsHeld, writePerson } from './write-person.ts'

const NHS_NUMBER_KNOWN = 0.78
const ADDRESS_NOT_UPDATED = 0.35
/** Children who came from another clinic, and whose first record there was closed but stayed. */
const SECOND_RECORD = 0.07
const PLACEHOLDER_NAME_DAYS = 42
/** A brother's or sister's number on the wrong card: seldom, and the worst error that a matcher can meet. */
const SIBLINGS_NUMBER = 0.0015

/** Writes the family's patients, all with one visitor. */
export function writePatients(
  making: Making,
  random: Random,
  family: Family,
  visitor: HealthVisitor,
  book: FamilyBook,
): void {
  for (const child of family.children) {
    if (child.care === 'care-leaver' || ageOn(child.born, making.today) >= 5) continue
    writeChild(making, random, family, child, visitor, book)
    if (random.chance(SECOND_RECORD) && making.today - child.born > 200)
      writeEarlier(making, random, family, child, visitor, book)
  }
  writeMothers(making, random, family, visitor, book)
}

function putRecord(
  making: Making,
  book: FamilyBook,
  person: Person,
  patient: PatientEntry,
  olderAddress: boolean,
): void {
  putPatient(making.healthVisiting, patient)
  book.record({
    partner: HEALTH_VISITING_PARTNER,
    contract: HEALTH_VISITING_CONTRACT,
    ref: patient.ref,
    person,
    written: patient.written,
    hardCase: hardCaseOf(person, patient.written),
    nhs: patient.nhs,
    address: patient.address,
    withUprn: patient.withUprn,
    olderAddress,
  })
}

function writeChild(
  making: Making,
  random: Random,
  family: Family,
  child: Child,
  visitor: HealthVisitor,
  book: FamilyBook,
): void {
  const { asOf } = making
  const written = writeOnCard(making, random, child)
  const { address, older } = homeAsHeld(random, child, ADDRESS_NOT_UPDATED)
  const nhs = numberOnCard(making, random, family, child, written)
  const start = Math.min(asOf, child.born + random.between(10, 16))
  const last = Math.max(start, asOf - random.below(200))
  const looked = child.care === 'looked-after'
  const hidden = looked || family.circumstances.has('refuge')
  const patient: PatientEntry = {
    ref: making.nextPatient(),
    nhs,
    written,
    sex: child.sex,
    address: looked ? undefined : address,
    withUprn: random.chance(0.6),
    service: 'health-visiting',
    worker: visitor,
    start,
    lastContact: random.chance(0.95) ? last : undefined,
    end: undefined,
    nextDue: random.chance(0.8) ? asOf + random.between(-20, 180) : undefined,
    sensitive: hidden,
    asOf,
  }
  putRecord(making, book, child, patient, older)
}

/** The child as written at the first visit, when some have no name yet. */
function writeOnCard(making: Making, random: Random, child: Child): Written {
  const written = writePerson(random, child, making.asOf)
  if (making.asOf - child.born >= PLACEHOLDER_NAME_DAYS || !random.chance(0.3)) return written
  const given = child.isTwin ? 'Twin' : 'Baby'
  return { ...written, given, middle: '', givenDiffers: true, hardCase: 'placeholder-name' }
}

function numberOnCard(
  making: Making,
  random: Random,
  family: Family,
  child: Child,
  written: Written,
): string {
  const sibling = family.children.find(other => other !== child && other.nhs !== '')
  if (sibling !== undefined && random.chance(SIBLINGS_NUMBER)) {
    written.hardCase = 'siblings-nhs-number'
    return sibling.nhs
  }
  return random.chance(NHS_NUMBER_KNOWN) ? nhsOf(making, child) : ''
}

function writeEarlier(
  making: Making,
  random: Random,
  family: Family,
  child: Child,
  visitor: HealthVisitor,
  book: FamilyBook,
): void {
  const end = making.asOf - random.between(30, Math.min(600, making.asOf - child.born - 20))
  const older = child.formerHome !== undefined
  const patient: PatientEntry = {
    ref: making.nextPatient(),
    nhs: random.chance(0.5) ? nhsOf(making, child) : '',
    written: writePerson(random, child, making.asOf),
    sex: child.sex,
    address: child.care === 'looked-after' ? undefined : (child.formerHome ?? child.home),
    withUprn: random.chance(0.3),
    service: 'health-visiting',
    worker: visitor,
    start: Math.min(child.born + 14, end),
    lastContact: end,
    end,
    nextDue: undefined,
    sensitive: family.circumstances.has('refuge') || child.care === 'looked-after',
    asOf: making.asOf,
  }
  putRecord(making, book, child, patient, older)
}

/** Mothers who expect a child, and half of those who had one within the year. */
function writeMothers(
  making: Making,
  random: Random,
  family: Family,
  visitor: HealthVisitor,
  book: FamilyBook,
): void {
  const child = family.children[0]
  const mother = child === undefined ? undefined : motherOf(child)
  if (mother === undefined || family.structure === 'kinship' || family.structure === 'lone-father') return
  const expecting = family.circumstances.has('expecting')
  const newest = Math.max(...family.children.map(each => each.born))
  if (!expecting && (making.today - newest > 365 || !random.chance(0.5))) return
  const end = expecting ? undefined : Math.min(making.asOf, newest + 14)
  const start = (end ?? making.asOf) - random.between(30, 120)
  const older = mother.formerHome !== undefined && random.chance(ADDRESS_NOT_UPDATED)
  const patient: PatientEntry = {
    ref: making.nextPatient(),
    nhs: random.chance(NHS_NUMBER_KNOWN) ? nhsOf(making, mother) : '',
    written: writePerson(random, mother, making.asOf),
    sex: mother.sex,
    address: older ? mother.formerHome : mother.home,
    withUprn: random.chance(0.6),
    service: 'antenatal',
    worker: visitor,
    start,
    lastContact: Math.min(making.asOf, start + 28),
    end,
    nextDue: expecting ? making.asOf + random.between(5, 60) : undefined,
    sensitive: family.circumstances.has('refuge'),
    asOf: making.asOf,
  }
  putRecord(making, book, mother, patient, older)
}
