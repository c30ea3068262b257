/**
 * What children's social care holds of the families that it knows: about one child in ten, with the adults around them.
 */
import { ageOn } from './days.ts'
import type { FamilyBook, Making } from './making.ts'
import { nhsOf } from './making.ts'
import { codesOf, drawFamily, drawGiven } from './names.ts'
import type { Child, Family, Person } from './people.ts'
import { motherOf } from './people.ts'
import { DISTRICTS, drawAddress } from './places.ts'
import type { Random } from './random.ts'
import { draw, weigh } from './random.ts'
import {
  putAddress,
  putCare,
  putCareLeaver,
  putEarlyHelp,
  putFamily,
  putInNeedPlan,
  putInvolvement,
  putMissing,
  putMother,
  putPerson,
  putProtectionPlan,
  putReferral,
  putVoice,
} from './social-care.ts'
import { SOCIAL_CARE_CONTRACT, SOCIAL_CARE_PARTNER } from './social-care-tables.ts'
import type { CaseWorker } from './workforce.ts'
import { writePerson } from './write-person.ts'

/** Families that social care or early help knows or has known. */
const KNOWN_TO_SOCIAL_CARE = 0.083
const NHS_NUMBER_KNOWN = { child: 0.5, adult: 0.3 }
const UPN_KNOWN = 0.5
const SECOND_RECORD = 0.03

type Standing = 'early-help' | 'closed' | 'in-need' | 'protection-plan'

const STANDINGS = weigh<Standing>([
  ['early-help', 26],
  ['closed', 24],
  ['in-need', 34],
  ['protection-plan', 16],
])

const NEEDS = ['N1', 'N2', 'N3', 'N4', 'N5'] as const
const CATEGORIES = ['NEG', 'EMO', 'PHY', 'MUL'] as const
const SOURCES = [
  ['2A', 'Schools'],
  ['6', 'Police'],
  ['3C', 'Health services: health visitor'],
  ['1A', 'Individual: family member'],
  ['5D', 'Local authority: early help'],
] as const

/** Whether social care knows this family, from its circumstances and by chance. */
export function knownToSocialCare(random: Random, family: Family): boolean {
  const { circumstances } = family
  const certain =
    circumstances.has('looked-after-child') || circumstances.has('care-leaver') || circumstances.has('refuge')
  return (
    random.chance(KNOWN_TO_SOCIAL_CARE) || certain || (circumstances.has('expecting') && random.chance(0.15))
  )
}

/** Writes what social care holds of a family that it knows. */
export function writeCareRecords(making: Making, random: Random, family: Family, book: FamilyBook): void {
  const standing = draw(random, STANDINGS)
  const children = family.children.filter(
    child => child.care !== 'adopted' && (child.care !== 'none' || random.chance(0.85)),
  )
  if (children.length === 0) return
  const refs = new Map<Person, string>()
  for (const child of children) refs.set(child, putRecord(making, random, family, child, book))
  for (const adult of family.adults) {
    if (random.chance(adult.sex === 'F' ? 0.9 : 0.6))
      refs.set(adult, putRecord(making, random, family, adult, book))
  }
  if (refs.size > 1) putFamily(making.care, [...refs.values()])
  for (const child of children) {
    const mother = motherOf(child)
    const motherRef = mother === undefined ? undefined : refs.get(mother)
    if (motherRef !== undefined) putMother(making.care, motherRef, refs.get(child) ?? '', child.born)
  }
  writeUnborn(making, random, family, refs)
  writeCases(making, random, family, children, refs, standing)
}

/** One person's row with addresses; gives the number. Some stand there twice, from a referral years apart. */
function putRecord(making: Making, random: Random, family: Family, person: Person, book: FamilyBook): string {
  const ref = putOneRecord(making, random, family, person, book)
  if (random.chance(SECOND_RECORD)) putOneRecord(making, random, family, person, book)
  return ref
}

function putOneRecord(
  making: Making,
  random: Random,
  family: Family,
  person: Person,
  book: FamilyBook,
): string {
  const { care, asOf } = making
  const ref = care.personNumber()
  const child = 'ties' in person ? (person as Child) : undefined
  const written = writePerson(random, person, asOf)
  const nhs = random.chance(NHS_NUMBER_KNOWN[child === undefined ? 'adult' : 'child'])
    ? nhsOf(making, person)
    : ''
  const upn = child !== undefined && random.chance(UPN_KNOWN) ? child.upn : ''
  const { ethnicity } = codesOf(person.culture)
  const isMother =
    child === undefined && person.sex === 'F' && family.children.some(each => motherOf(each) === person)
  putPerson(care, { ref, written, sex: person.sex, ethnicity, upn, expected: undefined, isMother, nhs })
  const older = putHomes(making, random, family, person, ref)
  book.record({
    partner: SOCIAL_CARE_PARTNER,
    contract: SOCIAL_CARE_CONTRACT,
    ref,
    person,
    written,
    hardCase: written.hardCase || (child?.hardCase ?? ''),
    nhs,
    upn,
    olderAddress: older,
  })
  return ref
}

/** The stays that social care knows of; true where it has missed the last move. */
function putHomes(making: Making, random: Random, family: Family, person: Person, ref: string): boolean {
  const { care, asOf } = making
  const type = family.circumstances.has('refuge')
    ? 'Refuge'
    : family.circumstances.has('temporary-accommodation')
      ? 'Temporary'
      : 'Home'
  const moved = Math.min(family.movedOn ?? asOf, asOf)
  const since = Math.max(person.born, moved - random.between(200, 2000))
  if (person.formerHome === undefined) {
    putAddress(care, ref, { type, address: person.home, from: since, to: undefined })
    return false
  }
  const missed = random.chance(0.35)
  putAddress(care, ref, {
    type: 'Home',
    address: person.formerHome,
    from: Math.min(since, moved),
    to: missed ? undefined : moved,
  })
  if (!missed) putAddress(care, ref, { type, address: person.home, from: moved, to: undefined })
  return missed
}

/** A child who is expected: no name, no date of birth, only the date on which the birth is expected. */
function writeUnborn(making: Making, random: Random, family: Family, refs: Map<Person, string>): void {
  const first = family.children[0]
  const mother = first === undefined ? undefined : motherOf(first)
  const motherRef = mother === undefined ? undefined : refs.get(mother)
  if (!family.circumstances.has('expecting') || motherRef === undefined || mother === undefined) return
  const expected = making.today + random.between(10, 150)
  const ref = making.care.personNumber()
  const unborn: Person = {
    ...mother,
    id: `${family.id}-unborn`,
    given: 'Unborn',
    middle: '',
    formerFamily: '',
    born: expected,
    isTwin: false,
    nhs: '',
  }
  const written = {
    ...{ given: 'Unborn', middle: '', family: mother.family, previousFamily: '', born: expected },
    ...{ givenDiffers: false, familyDiffers: false, bornDiffers: false, hardCase: 'unborn' },
  }
  putPerson(making.care, {
    ref,
    written,
    sex: 'F',
    ethnicity: '',
    upn: '',
    expected,
    isMother: false,
    nhs: '',
  })
  making.truth.record({
    partner: SOCIAL_CARE_PARTNER,
    contract: SOCIAL_CARE_CONTRACT,
    ref,
    person: unborn,
    written,
    nhs: '',
    upn: '',
  })
  putMother(making.care, motherRef, ref, undefined)
  const worker = making.workforce.socialWorker(family.district.area, 1)
  const from = making.asOf - random.between(10, 60)
  const referral = putReferral(making.care, ref, {
    workforce: making.workforce,
    from,
    to: undefined,
    need: 'N3',
    source: SOURCES[2],
    assessed: true,
  })
  putInvolvement(making.care, ref, {
    worker,
    role: 'Allocated social worker',
    from: from + 3,
    to: undefined,
    referral,
  })
}

function writeCases(
  making: Making,
  random: Random,
  family: Family,
  children: Child[],
  refs: Map<Person, string>,
  standing: Standing,
): void {
  const underage = children.filter(child => ageOn(child.born, making.today) < 18)
  const open =
    standing === 'in-need' ||
    standing === 'protection-plan' ||
    underage.some(child => child.care === 'looked-after')
  const worker = open ? making.workforce.socialWorker(family.district.area, underage.length) : undefined
  const began = making.asOf - random.between(30, 500)
  for (const child of children) {
    const ref = refs.get(child) ?? ''
    const from = Math.max(began, child.born + 1)
    if (child.care === 'care-leaver') writeCareLeaver(making, random, family, ref, child)
    else if (child.care === 'looked-after' && worker !== undefined)
      writeLookedAfter(making, random, ref, child, worker)
    else if (worker !== undefined) writeOpenCase(making, random, family, ref, { worker, from, standing })
    else writePastHelp(making, random, family, ref, { from, standing })
    if (random.chance(0.04))
      putMissing(making.care, ref, making.asOf - 40, random.chance(0.9) ? making.asOf - 38 : undefined)
  }
}

function writeOpenCase(
  making: Making,
  random: Random,
  family: Family,
  ref: string,
  about: { worker: CaseWorker; from: number; standing: Standing },
): void {
  const { care, workforce, asOf } = making
  const { worker } = about
  const from = Math.min(about.from, asOf - 20)
  if (random.chance(0.35)) {
    putEarlyHelp(care, ref, {
      worker: workforce.earlyHelpWorker(family.district.area),
      from: from - random.between(120, 300),
      to: from - 10,
    })
  }
  const referral = putReferral(care, ref, {
    workforce,
    from,
    to: undefined,
    need: random.pick(NEEDS),
    source: random.pick(SOURCES),
    assessed: true,
  })
  putInvolvement(care, ref, {
    worker,
    role: 'Allocated social worker',
    from: from + 3,
    to: undefined,
    referral,
  })
  if (about.standing === 'protection-plan') {
    putProtectionPlan(care, ref, {
      referral,
      worker,
      from: from + 15,
      to: undefined,
      category: random.pick(CATEGORIES),
    })
    putVoice(care, ref)
  } else if (random.chance(0.8))
    putInNeedPlan(care, ref, { referral, worker, from: from + 12, to: undefined })
}

function writePastHelp(
  making: Making,
  random: Random,
  family: Family,
  ref: string,
  about: { from: number; standing: Standing },
): void {
  const { care, workforce, asOf } = making
  const from = Math.min(about.from, asOf - 20)
  if (about.standing === 'early-help') {
    const to = random.chance(0.6) ? undefined : Math.min(asOf, from + 200)
    putEarlyHelp(care, ref, { worker: workforce.earlyHelpWorker(family.district.area), from, to })
    return
  }
  const assessed = random.chance(0.7)
  const to = Math.min(asOf, from + random.between(8, 200))
  putReferral(care, ref, {
    workforce,
    from,
    to,
    need: random.pick(NEEDS),
    source: random.pick(SOURCES),
    assessed,
  })
}

function writeLookedAfter(
  making: Making,
  random: Random,
  ref: string,
  child: Child,
  worker: CaseWorker,
): void {
  const { care, workforce, asOf } = making
  const from = Math.max(child.born + 2, asOf - random.between(60, 1500))
  const referral = putReferral(care, ref, {
    workforce,
    from: from - 1,
    to: undefined,
    need: 'N1',
    source: ['6', 'Police'],
    assessed: true,
  })
  const placementPostcode = drawAddress(random, random.pick(DISTRICTS)).postcode
  putCare(care, ref, {
    referral,
    from,
    to: undefined,
    ceased: '',
    placementPostcode,
    distance: random.between(2, 60),
    placementType: 'U4',
  })
  putInvolvement(care, ref, { worker, role: 'Allocated social worker', from, to: undefined, referral })
}

function writeCareLeaver(making: Making, random: Random, family: Family, ref: string, child: Child): void {
  const { care, workforce, asOf } = making
  const left = child.born + 18 * 365 + 5
  const worker = workforce.leaveCare(family.district.area)
  putCare(care, ref, {
    referral: '',
    from: left - 1500,
    to: left,
    ceased: 'E4A',
    placementPostcode: drawAddress(random, family.district).postcode,
    distance: 12,
    placementType: 'U4',
  })
  putCareLeaver(care, ref, worker, asOf - random.between(3, 90))
  putInvolvement(care, ref, { worker, role: 'Personal adviser', from: left, to: undefined, referral: '' })
}

/** The identity that an adopted child had before: sealed, and never to be joined to the new one. */
export function writeSealedIdentity(making: Making, random: Random, child: Child, book: FamilyBook): void {
  const { care, asOf } = making
  const before: Child = {
    ...child,
    id: `${child.id}-sealed`,
    given: drawGiven(random, child.culture, child.sex, 'child'),
    middle: '',
    family: drawFamily(random, child.culture),
    home: drawAddress(random, random.pick(DISTRICTS)),
    formerHome: undefined,
    nhs: '',
  }
  const ref = care.personNumber()
  const written = { ...writePerson(random, before, asOf), hardCase: 'sealed-identity' }
  const nhs = nhsOf(making, before)
  const { ethnicity } = codesOf(child.culture)
  putPerson(care, {
    ref,
    written,
    sex: child.sex,
    ethnicity,
    upn: '',
    expected: undefined,
    isMother: false,
    nhs,
  })
  putAddress(care, ref, { type: 'Home', address: before.home, from: before.born, to: before.born + 20 })
  const to = Math.min(asOf, child.born + 500)
  putCare(care, ref, {
    referral: '',
    from: Math.min(to, child.born + 20),
    to,
    ceased: 'E11',
    placementPostcode: before.home.postcode,
    distance: 20,
    placementType: 'A3',
  })
  book.record({
    partner: SOCIAL_CARE_PARTNER,
    contract: SOCIAL_CARE_CONTRACT,
    ref,
    person: before,
    written,
    nhs,
    upn: '',
  })
}
