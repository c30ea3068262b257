/**
 * Notices of the police about children: Operation Encompass (domestic abuse where a child lives), children missing, and
 * police protection. A row for each child that a notice names, as the officer of the night wrote it.
 */
import { createHash } from 'node:crypto'
import { ageOn, isoDay, partsOf } from './days.ts'
import type { Table } from './delivery-writer.ts'
import type { FamilyBook, Making } from './making.ts'
import { chanceOf } from './making.ts'
import type { Child, Family } from './people.ts'
import { homesOf } from './people.ts'
import type { Address } from './places.ts'
import { addressLine } from './places.ts'
import type { Random } from './random.ts'
import { daysUntil } from './random.ts'
import { landline } from './telephones.ts'
import type { Written } from './write-person.ts'
import { hardCaseOf, writePerson } from './write-person.ts'

export const POLICE_CONTRACT = 'police-notice/1'
export const POLICE_PARTNER = 'lancs-police'
export const NOTICES_HEADER =
  'notice_ref,event_type,event_at,reported_at,place_district,given_name,family_name,birth_date,sex,address_line,postcode,child_present,child_voice,headline,school_name,officer_id,officer_contact,handling,released_for_notice'

export type NoticesTable = Table<typeof NOTICES_HEADER>

/**
 * Times a year for each family. Together they make about 22,000 notices of domestic abuse a year for 378,191 people
 * under 26, as the county's police send them: some families have most of them.
 */
const FREQUENT_FAMILIES = 0.15
const ABUSE = { frequent: 0.28, other: 0.02 }
const MISSING = 0.006
const POLICE_PROTECTION = 0.001
/** The file goes back this far from the day on which the county was made. */
const YEAR = 365
const NOT_RELEASED = 0.04
const BIRTH_UNKNOWN = 0.05

export type NoticeType = 'domestic-abuse' | 'missing' | 'police-protection'

const HEADLINES: Record<NoticeType, readonly string[]> = {
  'domestic-abuse': [
    'Police called to a dispute between two adults at home',
    'Verbal argument between parents; both spoken to',
    'Assault on an adult at home; one adult arrested',
    'Report of threats by a former partner at the address',
  ],
  missing: ['Missing since the evening; found safe', 'Did not come home from school'],
  'police-protection': ['Taken into police protection'],
}

const HANDLING = [
  'do-not-tell-family',
  'ask-before-sharing',
  'safeguarding-only',
  'social-care-only',
  'police-only',
  'do-not-tell-family;ask-before-sharing',
] as const

/** One notice; its children are rows. */
export interface Notice {
  ref: string
  type: NoticeType
  day: number
  headline: string
  handling: string
  released: boolean
}

/** One child in one notice, as written. */
export interface NamedChild {
  child: Child
  written: Written
  birthKnown: boolean
  address: Address
  present: boolean
  voice: string
  school: string
}

/** Writes the family's notices of the last year and of the days since the county was made. */
export function writeNotices(
  making: Making,
  family: Family,
  book: FamilyBook,
  schoolOf: (child: Child) => string,
): void {
  const often = chanceOf(making, 'police know', family).chance(FREQUENT_FAMILIES)
  const abuse = often ? ABUSE.frequent : ABUSE.other
  const known = new Set<string>()
  const happened = (type: NoticeType, timesAYear: number): void => {
    const random = chanceOf(making, type, family)
    const until = Math.min(making.asOf, family.leftOn ?? making.asOf)
    let nth = 0
    for (let day = making.origin - YEAR + daysUntil(random, timesAYear); day <= until; ) {
      writeNotice(making, family, book, drawNotice(random, family, type, day, ++nth), schoolOf, known)
      day += daysUntil(random, timesAYear)
    }
  }
  happened('domestic-abuse', abuse)
  happened('missing', MISSING)
  happened('police-protection', POLICE_PROTECTION)
}

function drawNotice(random: Random, family: Family, type: NoticeType, day: number, nth: number): Notice {
  const kind = { 'domestic-abuse': 1, missing: 2, 'police-protection': 3 }[type]
  return {
    ref: `LP${partsOf(day).year % 100}-${family.id.slice(1)}${kind}${nth}`,
    type,
    day,
    headline: random.pick(HEADLINES[type]),
    handling: random.chance(0.2) ? random.pick(HANDLING) : '',
    released: !random.chance(NOT_RELEASED),
  }
}

function writeNotice(
  making: Making,
  family: Family,
  book: FamilyBook,
  notice: Notice,
  schoolOf: (child: Child) => string,
  known: Set<string>,
): void {
  for (const child of namedIn(family, notice)) {
    const random = chanceOf(making, notice.ref, child)
    // Police know where they were called to, which is where the family lived on that day.
    const home = homesOf(child).findLast(each => each.since <= notice.day) ?? homesOf(child)[0]
    if (home === undefined) throw new Error('a child who lives nowhere')
    const voice = random.chance(0.4) ? 'Spoke with the officer; words recorded' : ''
    const named: NamedChild = {
      child,
      written: writePerson(random, child, making.origin),
      birthKnown: !random.chance(BIRTH_UNKNOWN),
      address: home.address,
      present: notice.type === 'domestic-abuse' && random.chance(0.7),
      voice,
      school: schoolOf(child),
    }
    putNotice(making, book, notice, named, known)
  }
}

/** All children at home hear of abuse; one child is missing, or is protected. */
function namedIn(family: Family, { type, day }: Notice): Child[] {
  const underage = family.children.filter(
    child => child.born <= day && ageOn(child.born, day) < 18 && child.care !== 'care-leaver',
  )
  if (type === 'domestic-abuse') return underage.filter(child => child.care !== 'looked-after')
  const one = type === 'missing' ? underage.find(child => ageOn(child.born, day) >= 9) : underage[0]
  return one === undefined ? [] : [one]
}

/** Writes one child's row of a notice; `known` holds the children whom the file has named so already. */
export function putNotice(
  making: Making,
  book: FamilyBook,
  notice: Notice,
  named: NamedChild,
  known: Set<string>,
): void {
  const { written, address, child } = named
  const day = isoDay(notice.day)
  const born = named.birthKnown ? isoDay(written.born) : ''
  const officer = 2200 + (notice.day % 40)
  making.notices.put({
    notice_ref: notice.ref,
    event_type: notice.type,
    event_at: `${day}T${String(16 + (notice.day % 7)).padStart(2, '0')}:40:00Z`,
    reported_at: `${day}T23:55:00Z`,
    place_district: address.town,
    given_name: written.given,
    family_name: written.family,
    birth_date: born,
    sex: child.sex,
    address_line: addressLine(address),
    postcode: address.postcode,
    child_present: named.present ? 'Y' : 'N',
    child_voice: named.voice,
    headline: notice.headline,
    school_name: named.school,
    officer_id: `PC${officer}`,
    officer_contact: landline(officer % 1000),
    handling: notice.handling,
    released_for_notice: notice.released ? 'Y' : 'N',
  })
  if (notice.released) bookChild(book, notice, named, born, known)
}

function bookChild(
  book: FamilyBook,
  notice: Notice,
  named: NamedChild,
  born: string,
  known: Set<string>,
): void {
  const { written, address, child } = named
  const ref = personKey(notice.ref, [written.given, written.family, born, address.postcode], born)
  if (known.has(ref)) return
  known.add(ref)
  book.record({
    partner: POLICE_PARTNER,
    contract: POLICE_CONTRACT,
    ref,
    person: child,
    written,
    hardCase: hardCaseOf(child, written),
    dated: named.birthKnown,
    address,
    withUprn: false,
  })
}

/**
 * Notices have numbers and the children in them none, so the truth names a child as readers of the feed do: by a digest of
 * name, birth and postcode, and by the notice where the birth is not known.
 */
function personKey(notice: string, words: string[], born: string): string {
  const said = words.map(word => word.trim().toLocaleLowerCase('en-GB'))
  return createHash('sha256')
    .update(JSON.stringify(born === '' ? [notice, ...said] : said))
    .digest('hex')
    .slice(0, 24)
}
