/**
 * What is at hand while the county is written: the open files, the givers of numbers, and the book of who is who.
 */

import type { Table, TextFile } from './delivery-writer.ts'
import type { AdultServicesTable } from './family-safeguarding.ts'
import type { Habits } from './habits.ts'
import type { HealthVisitingTable } from './health-visiting.ts'
import type { IssueUpn } from './issue-identifiers.ts'
import type { Housing } from './landlords.ts'
import type { SharedOut } from './make-family.ts'
import type { OpenNursery } from './nurseries.ts'
import type { Child, Family, Person } from './people.ts'
import type { NoticesTable } from './police-notices.ts'
import type { Random } from './random.ts'
import { randomFor } from './random.ts'
import type { ContactEntry, PupilEntry } from './school-file.ts'
import { CTF_CONTRACT, contactKey, pupilKey } from './school-file.ts'
import type { School } from './schools.ts'
import { schoolPartner } from './schools.ts'
import type { EarlyHelp, SocialCare } from './social-care.ts'
import type { LookedAfterTables } from './ssda903.ts'
import type { Counts } from './summary.ts'
import type { RecordAbout, Truth } from './truth.ts'
import type { Workforce } from './workforce.ts'
import type { Written } from './write-person.ts'
import type { CasesTable } from './youth-justice.ts'

export const PROTECTIONS_HEADER =
  'partner_id,contract,source_ref,kind,named_roles,from_date,to_date,reason,recorded_by'

export interface Making {
  seed: number
  /** The day on which the county was made, with the ages and the past that its people have. */
  madeOn: number
  /** The evening before: the past is drawn backwards from it, on whatever later day the files are written. */
  origin: number
  /** The day of the files: the county may have lived on since it was made. */
  today: number
  /** The evening of the day before: what partners' systems held when they sent. */
  asOf: number
  /** How the partner's system writes. */
  habits: (partner: string) => Habits
  counts: Counts
  truth: Truth
  sharedOut: SharedOut
  care: SocialCare
  earlyHelp: EarlyHelp
  /** Whether early help helps the next family whom social care does not know. */
  isHelpedAlone: () => boolean
  healthVisiting: HealthVisitingTable
  /** The children in need census, open between its beginning and its end. */
  census: TextFile
  lookedAfter: LookedAfterTables
  notices: NoticesTable
  youthJustice: CasesTable
  /** Whether the next young person of the age has a case of youth justice. */
  isInYouthJustice: () => boolean
  housing: Housing
  adultServices: AdultServicesTable
  protections: Table<typeof PROTECTIONS_HEADER>
  workforce: Workforce
  /** The next number of a patient of health visiting who belongs to a story. */
  nextStoryPatient: () => string
}

/** The schools of one block while its families are written, and the pupils that each has gathered. */
export interface SchoolRolls {
  primaries: School[]
  secondary: School
  border: School | undefined
  nursery: OpenNursery
  issueUpn: IssueUpn
  pupils: Map<School, PupilEntry[]>
}

/** The records of one family as they are written, so that what protects a person covers every one of them. */
export interface FamilyBook {
  references: RecordAbout[]
  record: (about: RecordAbout) => void
}

/** Opens the book of one family. */
export function openBook(making: Making): FamilyBook {
  const references: RecordAbout[] = []
  return {
    references,
    record: about => {
      references.push(about)
      making.truth.record(about)
    },
  }
}

/**
 * Chance for what one office does with one person or family: its own stream, so that what happens to others, or later,
 * changes nothing of it.
 */
export function chanceOf(making: Making, office: string, whom: Person | Family): Random {
  return randomFor(making.seed, `${office} ${whom.id}`)
}

/** A contact of a pupil with the true person behind it. */
export interface TrueContact {
  entry: ContactEntry
  person: Person
  written: Written
}

/** A pupil as the school writes them, with the true child and contacts behind the entry. */
export interface Enrolment {
  entry: PupilEntry
  child: Child
  written: Written
  contacts: TrueContact[]
  olderAddress: boolean
  hardCase: string
}

/** Puts a pupil on the school's roll, and the pupil and contacts in the truth. */
export function enrol(book: FamilyBook, rolls: SchoolRolls, school: School, about: Enrolment): void {
  const { entry, child, written, hardCase, olderAddress } = about
  entry.contacts = about.contacts.map(contact => contact.entry)
  const roll = rolls.pupils.get(school) ?? []
  roll.push(entry)
  rolls.pupils.set(school, roll)
  const key = pupilKey(school, entry)
  const record = { partner: schoolPartner(school), contract: CTF_CONTRACT }
  const { address } = entry
  book.record({
    ...record,
    ref: key,
    person: child,
    written,
    hardCase,
    upn: entry.upn,
    address,
    olderAddress,
  })
  for (const { entry: contact, person, written: name } of about.contacts) {
    const ref = contactKey(key, contact)
    const { phone, email } = contact
    const home = contact.address === 'same' ? address : contact.address
    book.record({ ...record, ref, person, written: name, dated: false, address: home, phone, email })
  }
}

export type ProtectionKind =
  | 'confidential-address'
  | 'restricted-record'
  | 'sealed-identity'
  | 'protective-hold'

/** Protects a record; `roles` are those who may still see what it hides. */
export function protect(
  making: Making,
  of: Pick<RecordAbout, 'partner' | 'contract' | 'ref'>,
  about: { kind: ProtectionKind; roles: string[]; from: string; to?: string; reason: string },
): void {
  making.protections.put({
    partner_id: of.partner,
    contract: of.contract,
    source_ref: of.ref,
    kind: about.kind,
    named_roles: about.roles.join(';'),
    from_date: about.from,
    to_date: about.to ?? '',
    reason: about.reason,
    recorded_by: 'Denise Aspinall, protected-records desk',
  })
}
