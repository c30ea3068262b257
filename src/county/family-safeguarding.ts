/**
 * Adults whom Family Safeguarding's workers help. Every row is sensitive: that the service is there may be said only with
 * the person's own yes, or with a harm test that somebody recorded.
 */
import { isoDay, lastVisit } from './days.ts'
import type { Table } from './delivery-writer.ts'
import type { FamilyBook, Making } from './making.ts'
import { chanceOf } from './making.ts'
import type { Family, Person } from './people.ts'
import type { Address } from './places.ts'
import { addressLine } from './places.ts'
import { daysUntil, draw, weigh } from './random.ts'
import { optionalDay } from './social-care.ts'
import type { AreaWorker } from './workforce.ts'
import type { Written } from './write-person.ts'
import { hardCaseOf, homeAsHeld, writePerson } from './write-person.ts'

export const ADULT_SERVICES_CONTRACT = 'adult-services/1'
export const ADULT_SERVICES_PARTNER = 'lancs-family-safeguarding'
export const INVOLVEMENTS_HEADER =
  'person_ref,nhs_number,given_name,family_name,birth_date,address_line,postcode,service_kind,worker_id,worker_name,worker_role,worker_phone,status,start_date,last_contact_date,end_date,familys_yes,harm_test_ref,as_of'

export type AdultServicesTable = Table<typeof INVOLVEMENTS_HEADER>

export type ServiceKind = 'domestic-abuse' | 'recovery' | 'mental-health' | 'probation'

const KINDS = {
  F: weigh<ServiceKind>([
    ['domestic-abuse', 45],
    ['mental-health', 35],
    ['recovery', 15],
    ['probation', 5],
  ]),
  M: weigh<ServiceKind>([
    ['domestic-abuse', 10],
    ['mental-health', 25],
    ['recovery', 35],
    ['probation', 30],
  ]),
}
const ROLES: Record<ServiceKind, string> = {
  'domestic-abuse': 'Domestic abuse practitioner',
  recovery: 'Recovery practitioner',
  'mental-health': 'Mental health practitioner',
  probation: 'Probation practitioner',
}

/** Of adults, those whom the service helps: many more where social care works with the children. */
const HELPED = { known: 0.3, other: 0.012 }
const A_SECOND_KIND = 0.15
const ENDED = 1.2
const BEGUN = 0.006
const SAID_YES = 0.45
const HARM_TEST = 0.2
const NHS_NUMBER_HELD = 0.6
const ADDRESS_NOT_UPDATED = 0.25

/** Writes the adults whom the service helps; `known` says whether social care had a case on the day of the making. */
export function writeAdultServices(making: Making, family: Family, book: FamilyBook, known: boolean): void {
  for (const adult of family.adults) {
    const random = chanceOf(making, 'adult services', adult)
    const helped = random.chance(known ? HELPED.known : HELPED.other)
    const later = making.origin + daysUntil(random, BEGUN)
    const start = helped ? making.origin - random.between(20, 400) : later
    if (start > Math.min(making.asOf, family.leftOn ?? making.asOf)) continue
    const ends = Math.max(start, making.origin) + daysUntil(random, ENDED)
    const ended = Math.min(ends, family.leftOn ?? ends)
    const end = ended <= making.asOf ? ended : undefined
    const kind = draw(random, KINDS[adult.sex])
    const kinds = random.chance(A_SECOND_KIND) && kind !== 'mental-health' ? [kind, 'mental-health'] : [kind]
    const nhs = random.chance(NHS_NUMBER_HELD) ? adult.nhs : ''
    const written = writePerson(random, adult, making.origin)
    const { address, older } = homeAsHeld(random, adult, ADDRESS_NOT_UPDATED, making.asOf)
    const worker = random.pick(making.workforce.familySafeguarding(family.district.area))
    const about = {
      ref: `FS${adult.number}`,
      person: adult,
      written,
      nhs,
      address,
      older,
      worker,
      start,
      end,
    }
    for (const each of kinds as ServiceKind[]) {
      const says = chanceOf(making, `yes to ${each}`, adult)
      const yes = says.chance(SAID_YES)
      const harmTest = !yes && says.chance(HARM_TEST) ? `HT-${adult.number}` : ''
      const lastContact = Math.max(start, lastVisit(end ?? making.asOf, 21, says.below(21)))
      putHelp(making, { ...about, kind: each, yes, harmTest, lastContact })
    }
    bookAdult(book, about)
  }
}

export interface AdultHelp {
  ref: string
  person: Person
  written: Written
  nhs: string
  address: Address
  older: boolean
  kind: ServiceKind
  worker: AreaWorker
  start: number
  lastContact: number
  end: number | undefined
  yes: boolean
  harmTest: string
}

/** Writes one kind of help that an adult has. */
export function putHelp(making: Making, about: AdultHelp): void {
  const { written, address, worker, end } = about
  making.adultServices.put({
    person_ref: about.ref,
    nhs_number: about.nhs,
    given_name: written.given,
    family_name: written.family,
    birth_date: isoDay(written.born),
    address_line: addressLine(address),
    postcode: address.postcode,
    service_kind: about.kind,
    worker_id: worker.workerId,
    worker_name: worker.name,
    worker_role: ROLES[about.kind],
    worker_phone: worker.phone,
    status: end === undefined ? 'open' : 'closed',
    start_date: isoDay(about.start),
    last_contact_date: isoDay(about.lastContact),
    end_date: optionalDay(end),
    familys_yes: about.yes ? 'Y' : 'N',
    harm_test_ref: about.harmTest,
    as_of: `${isoDay(making.asOf)}T18:00:00Z`,
  })
}

/** Puts the adult in the truth, once for all kinds of help. */
export function bookAdult(
  book: FamilyBook,
  about: Pick<AdultHelp, 'ref' | 'person' | 'written' | 'nhs' | 'address' | 'older'>,
): void {
  const { ref, person, written, nhs, address, older } = about
  const record = { partner: ADULT_SERVICES_PARTNER, contract: ADULT_SERVICES_CONTRACT, ref, person }
  const hardCase = hardCaseOf(person, written)
  book.record({ ...record, written, hardCase, nhs, address, withUprn: false, olderAddress: older })
}
