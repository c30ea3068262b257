/**
 * Young people with whom the youth justice team works, or worked within the year.
 */
import { ageOn, isoDay, lastVisit } from './days.ts'
import type { Table } from './delivery-writer.ts'
import type { FamilyBook, Making } from './making.ts'
import { chanceOf } from './making.ts'
import type { Child, Family } from './people.ts'
import type { Address } from './places.ts'
import { addressLine } from './places.ts'
import { daysUntil } from './random.ts'
import { optionalDay } from './social-care.ts'
import type { AreaWorker } from './workforce.ts'
import type { Written } from './write-person.ts'
import { hardCaseOf, homeAsHeld, writePerson } from './write-person.ts'

export const YOUTH_JUSTICE_CONTRACT = 'youth-justice/1'
export const YOUTH_JUSTICE_PARTNER = 'lancs-youth-justice'
export const CASES_HEADER =
  'case_id,given_name,family_name,other_names,birth_date,sex,address_line,postcode,order_headline,worker_id,worker_name,worker_phone,start_date,last_contact_date,end_date'

export type CasesTable = Table<typeof CASES_HEADER>

/** Of young people between ten and seventeen, those with a case within a year. */
export const WITH_A_CASE = 0.006
const ENDED = 1.4
const ADDRESS_NOT_UPDATED = 0.3
/** A case that has ended stays in the file for so long. */
const SENT_AFTER_END_DAYS = 180
const ORDERS = ['Referral order', 'Youth rehabilitation order', 'Out-of-court disposal', 'Prevention']

/** Writes the family's cases; who has one is settled on the day on which the county is made. */
export function writeYouthJustice(making: Making, family: Family, book: FamilyBook): void {
  for (const child of family.children) {
    const age = ageOn(child.born, making.madeOn)
    if (age < 10 || age > 17 || !making.isInYouthJustice()) continue
    const random = chanceOf(making, 'youth justice', child)
    const start = making.origin - random.between(20, 260)
    const ends = Math.min(
      making.origin + daysUntil(random, ENDED) - 60,
      family.leftOn ?? Number.MAX_SAFE_INTEGER,
    )
    const end = ends <= making.asOf ? Math.max(start, ends) : undefined
    if (end !== undefined && making.asOf - end > SENT_AFTER_END_DAYS) continue
    const written = writePerson(random, child, making.origin)
    const { address, older } = homeAsHeld(random, child, ADDRESS_NOT_UPDATED, making.asOf)
    const otherNames = random.chance(0.25)
      ? written.givenDiffers
        ? child.given
        : written.given.slice(0, 3)
      : ''
    putCase(making, book, {
      ref: `YJ${child.number}`,
      child,
      written,
      otherNames,
      address: child.care === 'looked-after' ? undefined : address,
      older,
      order: random.pick(ORDERS),
      worker: random.pick(making.workforce.youthJustice(family.district.area)),
      start,
      lastContact: Math.max(start, lastVisit(end ?? making.asOf, 14, random.below(14))),
      end,
    })
  }
}

export interface YouthJusticeCase {
  ref: string
  child: Child
  written: Written
  otherNames: string
  address: Address | undefined
  older: boolean
  order: string
  worker: AreaWorker
  start: number
  lastContact: number
  end: number | undefined
}

/** Writes one case, and the young person in the truth. */
export function putCase(making: Making, book: FamilyBook, about: YouthJusticeCase): void {
  const { ref, child, written, address, worker } = about
  making.youthJustice.put({
    case_id: ref,
    given_name: written.given,
    family_name: written.family,
    other_names: about.otherNames,
    birth_date: isoDay(written.born),
    sex: child.sex,
    address_line: address === undefined ? '' : addressLine(address),
    postcode: address?.postcode ?? '',
    order_headline: about.order,
    worker_id: worker.workerId,
    worker_name: worker.name,
    worker_phone: worker.phone,
    start_date: isoDay(about.start),
    last_contact_date: isoDay(about.lastContact),
    end_date: optionalDay(about.end),
  })
  const record = { partner: YOUTH_JUSTICE_PARTNER, contract: YOUTH_JUSTICE_CONTRACT, ref, person: child }
  const hardCase = hardCaseOf(child, written)
  book.record({ ...record, written, hardCase, address, withUprn: false, olderAddress: about.older })
}
