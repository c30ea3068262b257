/**
 * What social care must return to the Department for Education: gathered child by child while its own tables are written,
 * then put into the children in need census and the return on children looked after, under the same numbers.
 */
import { putCensusChild } from './cin-census.ts'
import { dayFrom, partsOf } from './days.ts'
import type { FamilyBook, Making } from './making.ts'
import { SOCIAL_CARE_CONTRACT, SOCIAL_CARE_PARTNER } from './social-care-tables.ts'
import { putLookedAfterChild } from './ssda903.ts'
import type { RecordAbout } from './truth.ts'

export interface Referred {
  referral: string
  from: number
  to: number | undefined
  need: string
  source: string
  assessed: boolean
  closed: string
}

export interface PlanOfChild {
  referral: string
  kind: 'in-need' | 'protection'
  from: number
  to: number | undefined
  /** Of abuse; empty for a child in need. */
  category: string
}

export interface InCare {
  from: number
  to: number | undefined
  ceased: string
  placementPostcode: string
  placementType: string
}

/** What social care has written about one child so far. */
export interface ChildReturn {
  referrals: Referred[]
  plans: PlanOfChild[]
  care: InCare[]
  missing: { from: number; to: number | undefined }[]
}

export interface Returns {
  of: (ref: string) => ChildReturn
  /** Gives what was gathered about the child, and forgets it. */
  take: (ref: string) => ChildReturn | undefined
}

export function startReturns(): Returns {
  const gathered = new Map<string, ChildReturn>()
  return {
    of: ref => {
      const known = gathered.get(ref) ?? { referrals: [], plans: [], care: [], missing: [] }
      gathered.set(ref, known)
      return known
    },
    take: ref => {
      const known = gathered.get(ref)
      gathered.delete(ref)
      return known
    },
  }
}

/** 1 April of the year of the returns: they tell of what has been open since. */
export function yearOfReturns(asOf: number): { begins: number; ends: number } {
  const { year, month } = partsOf(asOf)
  const first = month >= 4 ? year : year - 1
  return { begins: dayFrom(first, 4, 1), ends: dayFrom(first + 1, 3, 31) }
}

/** Writes the returns about those whom social care's tables have told of in this book. */
export function writeReturns(making: Making, book: FamilyBook): void {
  const held = book.references.filter(
    about => about.partner === SOCIAL_CARE_PARTNER && about.contract === SOCIAL_CARE_CONTRACT,
  )
  for (const about of held) {
    const gathered = making.care.returns.take(about.ref)
    if (gathered === undefined) continue
    putCensusChild(making, book, about, gathered)
    putLookedAfterChild(making, book, about, gathered)
  }
}

/** The truth of a record that names nobody: number, birth and sex are all that it says. */
export function bookNameless(book: FamilyBook, about: RecordAbout, contract: string, upn: string): void {
  const { partner, ref, person, dated, sex } = about
  const hardCase = about.hardCase?.startsWith('story-') ? about.hardCase : 'no-name'
  const written = {
    ...about.written,
    given: '',
    middle: '',
    family: '',
    previousFamily: '',
    givenDiffers: false,
    familyDiffers: false,
  }
  const rest = { ...(dated === undefined ? {} : { dated }), ...(sex === undefined ? {} : { sex }) }
  book.record({ partner, contract, ref, person, written, hardCase, upn, ...rest })
}
