/**
 * Whom children's social care holds: about one child in ten, with the adults around them.
 */
import { writeCases } from './care-cases.ts'
import type { CareCase, CareLife } from './care-life.ts'
import { mayBeHeld } from './care-life.ts'
import type { FamilyBook, Making } from './making.ts'
import { chanceOf } from './making.ts'
import { fileFamily } from './office-records.ts'
import type { Child, Family, Person } from './people.ts'
import { putMother, putPerson } from './social-care.ts'
import { putInvolvement, putReferral } from './social-care-cases.ts'
import { SOCIAL_CARE_CONTRACT, SOCIAL_CARE_PARTNER } from './social-care-tables.ts'
import { writtenAsIs } from './write-person.ts'

/** The cases of the family that have begun by the day of the files. */
export function casesSoFar(making: Making, family: Family, life: CareLife): CareCase[] {
  const until = Math.min(making.asOf, family.leftOn ?? making.asOf)
  return life.cases.filter(each => each.from <= until)
}

/** Writes what social care holds of the family; nothing of one that it does not know. */
export function writeCareRecords(making: Making, family: Family, book: FamilyBook, life: CareLife): void {
  const cases = casesSoFar(making, family, life)
  const held = new Map(cases.map(each => [each, childrenOf(making, family, each)]))
  const unborn = cases.length === 0 ? undefined : life.unborn
  const all = new Set([...held.values()].flat())
  const filed = family.children.filter(child => all.has(child) || child === unborn?.child)
  if (filed.length === 0) return
  const refs = fileFamily({ making, family, book, office: making.care }, filed)
  if (unborn !== undefined) writeUnborn(making, family, refs, book, unborn)
  for (const [each, children] of held) {
    const own = children.filter(child => child !== unborn?.child)
    writeCases(making, family, own, refs, each)
  }
}

/** Whom a case is about: a child who came after it was closed is not in it. */
function childrenOf(making: Making, family: Family, one: CareCase): Child[] {
  const ended = one.worker === undefined ? one.from + 60 : one.to
  const day = Math.min(making.asOf, Math.max(ended, making.origin), family.leftOn ?? making.asOf)
  return family.children.filter(child => mayBeHeld(making, child, day))
}

/**
 * The case of a child who was expected when it was opened. Until the birth there is no first name and no date of birth,
 * only the date on which the birth is expected; the number stays when the child has been born.
 */
function writeUnborn(
  making: Making,
  family: Family,
  refs: Map<Person, string>,
  book: FamilyBook,
  { child, worker }: NonNullable<CareLife['unborn']>,
): void {
  const { care, workforce, origin } = making
  const mother = family.adults.find(adult => adult.sex === 'F' && refs.has(adult))
  const motherRef = mother === undefined ? undefined : refs.get(mother)
  const known = refs.has(child)
  if (motherRef === undefined || (!known && family.leftOn !== undefined)) return
  const ref = refs.get(child) ?? care.personNumber(child, 1)
  if (!known) {
    const written = { ...writtenAsIs(child), given: 'Unborn', middle: '', hardCase: 'unborn' }
    const expected = child.born
    putPerson(care, { ref, written, sex: 'U', ethnicity: '', upn: '', expected, isMother: false, nhs: '' })
    const record = { partner: SOCIAL_CARE_PARTNER, contract: SOCIAL_CARE_CONTRACT, ref, nhs: '', upn: '' }
    book.record({ ...record, person: child, written, dated: false, sex: '' })
    putMother(care, motherRef, ref, undefined)
  }
  const from = origin - chanceOf(making, 'unborn', child).between(10, 60)
  const to = family.leftOn
  const source = ['3E', 'Health services: midwife'] as const
  const referral = putReferral(care, ref, { workforce, from, to, need: 'N3', source, assessed: true })
  putInvolvement(care, ref, { worker, role: 'Allocated social worker', from: from + 3, to, referral })
}
