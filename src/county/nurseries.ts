/**
 * Nurseries of the county, one for each neighbourhood of families, and what they hold of children under five.
 */
import { dayFrom, isoDay, partsOf } from './days.ts'
import type { Delivery, Table } from './delivery-writer.ts'
import { openDelivery } from './delivery-writer.ts'
import type { FamilyBook, Making } from './making.ts'
import { chanceOf } from './making.ts'
import type { Child, Family } from './people.ts'
import { postcodeAlone } from './places.ts'
import type { Random } from './random.ts'
import { randomFor } from './random.ts'
import { optionalDay } from './social-care.ts'
import { landline } from './telephones.ts'
import { drawName, subjectOf } from './workforce.ts'
import type { Written } from './write-person.ts'
import { hardCaseOf, homeAsHeld, writePerson } from './write-person.ts'

export const EARLY_YEARS_CONTRACT = 'early-years/1'
export const CHILDREN_HEADER =
  'setting_urn,setting_name,child_ref,given_name,family_name,birth_date,sex,postcode,funded_hours,two_year_offer,key_person,setting_phone,start_date,end_date'

/** Who starts before two, at two, and at three or four, as running totals; the others never go. */
const STARTS = [
  { part: 0.3, months: 10 },
  { part: 0.56, months: 24 },
  { part: 0.92, months: 38 },
] as const
const WITH_CHILDMINDER = 0.07
const ADDRESS_NOT_UPDATED = 0.2
/** A child who has left stays on the list for so long. */
const SENT_AFTER_END_DAYS = 100

/** A nursery as the register lists it. */
export interface Nursery {
  id: string
  name: string
  district: string
  phone: string
  urn: string
}

/** A nursery while its neighbourhood's families are written. */
export interface OpenNursery {
  nursery: Nursery
  childminder: { urn: string; name: string }
  keyPeople: string[]
  table: Table<typeof CHILDREN_HEADER>
  delivery: Delivery
}

/** The nursery of the block with that number, counted from one; the first is the stories' own. */
export function nurseryOf(nth: number, locality: string, district: string): Nursery {
  const urn = `EY${500_000 + nth}`
  const phone = landline(600 + nth)
  if (nth === 1)
    return { id: 'nursery-ribbleton-acorns', name: 'Ribbleton Acorns Nursery', district, phone, urn }
  const word = NAMES[nth % NAMES.length] ?? ''
  return { id: `nursery-${urn.toLowerCase()}`, name: `${locality} ${word} Nursery`, district, phone, urn }
}

const NAMES =
  'Acorns Ladybirds Sunbeams Ducklings Rainbows Bluebells Hedgehogs Treetops Pebbles Honeybees'.split(' ')

/** Opens the nursery's delivery and takes on its lead. */
export async function openNursery(
  making: Pick<Making, 'seed' | 'asOf' | 'workforce' | 'habits'>,
  nursery: Nursery,
  folder: string | undefined,
): Promise<OpenNursery> {
  const { seed, asOf, workforce } = making
  const sender = { partner: nursery.id, contract: EARLY_YEARS_CONTRACT, asOf: `${isoDay(asOf)}T16:00:00Z` }
  const delivery = await openDelivery(folder, { ...sender, habits: making.habits(nursery.id) })
  const random = randomFor(seed, nursery.id)
  const keyPeople = Array.from({ length: 6 }, () => drawName(random))
  const name = nursery.urn === 'EY500001' ? 'Leanne Ormerod' : drawName(random)
  const email = `${subjectOf(name)}@${nursery.id}.example`
  const about = { workerId: 'NL001', name, email, role: 'nursery-lead', team: 'Safeguarding' }
  workforce.takeOn({ partner: nursery.id, ...about, phone: nursery.phone })
  return {
    nursery,
    childminder: { urn: nursery.urn.replace('EY5', 'EY7'), name: `${drawName(random)}, childminder` },
    keyPeople,
    table: await delivery.table('children.csv', CHILDREN_HEADER),
    delivery,
  }
}

/** Writes the family's children of the nursery's age. */
export function writeNurseryChildren(
  making: Making,
  family: Family,
  at: OpenNursery,
  book: FamilyBook,
): void {
  for (const child of family.children) {
    const random = chanceOf(making, 'nursery', child)
    const drawn = random.next()
    const starts = STARTS.find(({ part }) => drawn < part)
    const withChildminder = random.chance(WITH_CHILDMINDER)
    if (starts === undefined || child.care === 'care-leaver') continue
    const start = child.born + Math.round(starts.months * 30.44) + random.between(0, 90)
    const school = startsSchool(child.born)
    const ends = Math.min(school, family.leftOn ?? school)
    if (start > making.asOf || start >= ends || making.asOf - ends > SENT_AFTER_END_DAYS) continue
    const end = ends <= making.asOf ? ends : undefined
    const place = { ...drawPlace(making, random, child), at, child, ref: `C${child.number}`, start, end }
    putChild(book, { ...place, urn: at.nursery.urn, name: at.nursery.name })
    if (!withChildminder) continue
    const { urn, name } = at.childminder
    putChild(book, { ...place, urn, name, keyPerson: name.split(',')[0] ?? '' })
  }
}

/** 1 September after the fourth birthday. */
function startsSchool(born: number): number {
  const { year, month } = partsOf(born)
  return dayFrom(year + (month >= 9 ? 5 : 4), 9, 1)
}

type Place = Pick<NurseryPlace, 'written' | 'postcode' | 'older' | 'hours' | 'keyPerson'>

function drawPlace(making: Making, random: Random, child: Child): Place {
  const written = writePerson(random, child, making.origin)
  const { address, older } = homeAsHeld(random, child, ADDRESS_NOT_UPDATED, making.asOf)
  const hours = random.chance(0.55) ? '30' : '15'
  // The carers' postcode of a looked-after child stays out of the list.
  const postcode = child.care === 'looked-after' ? '' : address.postcode
  return { written, postcode, older, hours, keyPerson: '' }
}

/** A child's place with a nursery or childminder. */
export interface NurseryPlace {
  at: OpenNursery
  child: Child
  written: Written
  /** The child's reference in the setting. */
  ref: string
  urn: string
  name: string
  postcode: string
  older: boolean
  hours: string
  /** Empty for one of the nursery's own, by the child's number. */
  keyPerson: string
  start: number
  end: number | undefined
}

/** Writes one place. */
export function putChild(book: FamilyBook, place: NurseryPlace): void {
  const { at, child, written, urn, ref, start, postcode } = place
  const own = at.keyPeople[child.number % at.keyPeople.length] ?? ''
  at.table.put({
    setting_urn: urn,
    setting_name: place.name,
    child_ref: ref,
    given_name: written.given,
    family_name: written.family,
    birth_date: isoDay(written.born),
    sex: child.sex,
    postcode,
    funded_hours: place.hours,
    two_year_offer: start - child.born < 1000 && child.number % 4 === 0 ? 'Y' : 'N',
    key_person: place.keyPerson === '' ? own : place.keyPerson,
    setting_phone: at.nursery.phone,
    start_date: isoDay(start),
    end_date: optionalDay(place.end),
  })
  book.record({
    partner: at.nursery.id,
    contract: EARLY_YEARS_CONTRACT,
    ref: `${urn}/${ref}`,
    person: child,
    written,
    hardCase: hardCaseOf(child, written),
    address: postcode === '' ? undefined : postcodeAlone(postcode),
    olderAddress: place.older,
  })
}
