/**
 * Whom children's social care holds: about one child in ten, with the adults around them.
 */
import { writeCases } from './care-cases.ts'
import type { FamilyBook, Making } from './making.ts'
import { nhsOf } from './making.ts'
import { codesOf } from './names.ts'
import type { Child, Family, Person } from './people.ts'
import { motherOf } from './people.ts'
import type { Random } from './random.ts'
import { putAddress, putFamily, putMother, putPerson } from './social-care.ts'
import { putInvolvement, putReferral } from './social-care-cases.ts'
import { SOCIAL_CARE_CONTRACT, SOCIAL_CARE_PARTNER } from './social-care-tables.ts'
import { hardCaseOf, writePerson, writtenAsIs } from './write-person.ts'

/** Families that social care or early help knows or has known. */
const KNOWN_TO_SOCIAL_CARE = 0.073
const NHS_NUMBER_KNOWN = { child: 0.5, adult: 0.3 }
const UPN_KNOWN = 0.5
const SECOND_RECORD = 0.03
const MOVE_MISSED = 0.35
/** Referral, assessment and plan take some weeks: a child younger than this is known by the mother's record only. */
const YOUNGEST_DAYS = 45

/** Whether social care knows this family, from its circumstances and by chance. */
export function knownToSocialCare(random: Random, family: Family): boolean {
  const { circumstances } = family
  const certain =
    circumstances.has('looked-after-child') || circumstances.has('care-leaver') || circumstances.has('refuge')
  const expecting = circumstances.has('expecting') && random.chance(0.15)
  return random.chance(KNOWN_TO_SOCIAL_CARE) || certain || expecting
}

/** Writes what social care holds of a family that it knows. */
export function writeCareRecords(making: Making, random: Random, family: Family, book: FamilyBook): void {
  const children = family.children.filter(
    child =>
      child.care !== 'adopted' &&
      making.asOf - child.born > YOUNGEST_DAYS &&
      (child.care !== 'none' || random.chance(0.85)),
  )
  if (children.length === 0) return
  const refs = new Map<Person, string>()
  for (const child of children) refs.set(child, putRecord(making, random, family, child, book))
  for (const adult of family.adults) {
    const known = random.chance(adult.sex === 'F' ? 0.9 : 0.6)
    if (known) refs.set(adult, putRecord(making, random, family, adult, book))
  }
  if (refs.size > 1) putFamily(making.care, [...refs.values()])
  for (const child of children) {
    const mother = motherOf(child)
    const motherRef = mother === undefined ? undefined : refs.get(mother)
    if (motherRef !== undefined) putMother(making.care, motherRef, refs.get(child) ?? '', child.born)
  }
  writeUnborn(making, random, family, refs, book)
  writeCases(making, random, family, children, refs)
}

/** One person's row with addresses; gives the number. Some stand there twice, from referrals years apart. */
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
  // The dataset has no column for middle names: they are seldom kept, and then behind the first.
  if (!random.chance(0.2)) written.middle = ''
  const nhsKnown = random.chance(NHS_NUMBER_KNOWN[child === undefined ? 'adult' : 'child'])
  const nhs = nhsKnown ? nhsOf(making, person) : ''
  const upn = child !== undefined && random.chance(UPN_KNOWN) ? child.upn : ''
  const { ethnicity } = codesOf(person.culture)
  const isMother = child === undefined && family.children.some(each => motherOf(each) === person)
  putPerson(care, { ref, written, sex: person.sex, ethnicity, upn, expected: undefined, isMother, nhs })
  const olderAddress = putHomes(making, random, family, person, ref)
  book.record({
    partner: SOCIAL_CARE_PARTNER,
    contract: SOCIAL_CARE_CONTRACT,
    ref,
    person,
    written,
    hardCase: hardCaseOf(person, written),
    nhs,
    upn,
    olderAddress,
  })
  return ref
}

/** The stays that social care knows of; true where it has missed the last move. */
function putHomes(making: Making, random: Random, family: Family, person: Person, ref: string): boolean {
  const { care, asOf } = making
  const moved = Math.min(family.movedOn ?? asOf, asOf)
  const since = Math.max(person.born, moved - random.between(200, 2000))
  const type = family.circumstances.has('refuge')
    ? 'Refuge'
    : family.circumstances.has('temporary-accommodation')
      ? 'Temporary'
      : 'Home'
  const child = 'ties' in person ? (person as Child) : undefined
  if (child?.secondHome !== undefined) {
    putAddress(care, ref, { type: 'Home', address: child.secondHome, from: since, to: undefined })
  }
  // A child born since the move has never lived at the older address.
  if (person.formerHome === undefined || person.born >= moved) {
    putAddress(care, ref, { type, address: person.home, from: since, to: undefined })
    return false
  }
  const missed = random.chance(MOVE_MISSED)
  const former = { type: 'Home', address: person.formerHome, from: since } as const
  putAddress(care, ref, { ...former, to: missed ? undefined : moved })
  if (!missed) putAddress(care, ref, { type, address: person.home, from: moved, to: undefined })
  return missed
}

/** A child who is expected: no first name, no date of birth, only the date on which the birth is expected. */
function writeUnborn(
  making: Making,
  random: Random,
  family: Family,
  refs: Map<Person, string>,
  book: FamilyBook,
): void {
  const { care, workforce } = making
  const mother = family.adults.find(adult => adult.sex === 'F' && refs.has(adult))
  const motherRef = mother === undefined ? undefined : refs.get(mother)
  if (!family.circumstances.has('expecting') || motherRef === undefined || mother === undefined) return
  const expected = making.today + random.between(10, 150)
  const ref = care.personNumber()
  const names = { given: 'Unborn', middle: '', formerFamily: '' }
  const unborn: Person = { ...mother, ...names, id: `${family.id}-unborn`, born: expected, nhs: '' }
  const written = { ...writtenAsIs(unborn), hardCase: 'unborn' }
  putPerson(care, { ref, written, sex: 'U', ethnicity: '', upn: '', expected, isMother: false, nhs: '' })
  const record = { partner: SOCIAL_CARE_PARTNER, contract: SOCIAL_CARE_CONTRACT, ref, nhs: '', upn: '' }
  book.record({ ...record, person: unborn, written, dated: false })
  putMother(care, motherRef, ref, undefined)
  const worker = workforce.socialWorker(family.district.area, 1)
  const from = making.asOf - random.between(10, 60)
  const source = ['3E', 'Health services: midwife'] as const
  const referral = putReferral(care, ref, {
    workforce,
    from,
    to: undefined,
    need: 'N3',
    source,
    assessed: true,
  })
  const role = 'Allocated social worker'
  putInvolvement(care, ref, { worker, role, from: from + 3, to: undefined, referral })
}
