/**
 * Whom children's social care holds: about one child in ten, with the adults around them.
 */
import { writeCases } from './care-cases.ts'
import type { Help } from './early-help.ts'
import type { FamilyBook, Making } from './making.ts'
import { fileFamily } from './office-records.ts'
import type { Family, Person } from './people.ts'
import type { Random } from './random.ts'
import { putMother, putPerson } from './social-care.ts'
import { putInvolvement, putReferral } from './social-care-cases.ts'
import { SOCIAL_CARE_CONTRACT, SOCIAL_CARE_PARTNER } from './social-care-tables.ts'
import { writtenAsIs } from './write-person.ts'

/** Families that social care knows or has known. */
const KNOWN_TO_SOCIAL_CARE = 0.073
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

/** Writes what social care holds of a family that it knows; gives the help that early help gave besides. */
export function writeCareRecords(making: Making, random: Random, family: Family, book: FamilyBook): Help[] {
  const children = family.children.filter(
    child =>
      child.care !== 'adopted' &&
      making.asOf - child.born > YOUNGEST_DAYS &&
      (child.care !== 'none' || random.chance(0.85)),
  )
  if (children.length === 0) return []
  const refs = fileFamily({ making, random, family, book, office: making.care }, children)
  writeUnborn(making, random, family, refs, book)
  return writeCases(making, random, family, children, refs)
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
  book.record({ ...record, person: unborn, written, dated: false, sex: '' })
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
