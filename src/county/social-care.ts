/**
 * Who the persons of social care and of early help are: the person, where they live, how they belong together, and who
 * works there. The two offices have systems and numbers of their own.
 */
import { isoDay, partsOf } from './days.ts'
import type { Sex } from './names.ts'
import type { Person } from './people.ts'
import type { Address } from './places.ts'
import type { Returns } from './returns.ts'
import { startReturns } from './returns.ts'
import type { EarlyHelpTables, OfficeTables, SocialCareTables } from './social-care-tables.ts'
import { EARLY_HELP_PARTNER, SOCIAL_CARE_PARTNER } from './social-care-tables.ts'
import type { Workforce } from './workforce.ts'
import type { Written } from './write-person.ts'

/** An office's tables, and the numbers that its system gives to what is in them. */
export interface Office<Tables extends OfficeTables = OfficeTables> {
  partner: string
  tables: Tables
  /** The next number of this kind about this person, such as `CIN1001041-2`: nobody else's entries change it. */
  number: (kind: string, ref: string) => string
  /** The number of the person's first or second record. */
  personNumber: (person: Person, nth: number) => string
  /** The next number of a person of a story. */
  storyPersonNumber: () => string
  /** Forgets how far the numbers went for those who have been written. */
  forget: () => void
}

/** Social care also gathers what it must return to the Department for Education. */
export type SocialCare = Office<SocialCareTables> & { returns: Returns }
export type EarlyHelp = Office<EarlyHelpTables>

export interface CarePersonEntry {
  ref: string
  written: Written
  /** `U` for a child not yet born. */
  sex: Sex | 'U'
  ethnicity: string
  upn: string
  /** A child not yet born has this and no date of birth. */
  expected: number | undefined
  isMother: boolean
  nhs: string
}

export interface CareAddressEntry {
  type: 'Home' | 'Refuge' | 'Temporary'
  address: Address
  from: number
  to: number | undefined
}

/** Begins social care's numbering. */
export function startSocialCare(tables: SocialCareTables): SocialCare {
  return {
    ...startOffice(SOCIAL_CARE_PARTNER, tables, { prefix: '', from: 100_000 }),
    returns: startReturns(),
  }
}

/** Begins early help's numbering, in which nobody has the number that social care gave them. */
export function startEarlyHelp(tables: EarlyHelpTables): EarlyHelp {
  return startOffice(EARLY_HELP_PARTNER, tables, { prefix: 'EH', from: 200_000 })
}

function startOffice<Tables extends OfficeTables>(
  partner: string,
  tables: Tables,
  persons: { prefix: string; from: number },
): Office<Tables> {
  const last = new Map<string, number>()
  let lastOfStories = persons.from
  return {
    partner,
    tables,
    number: (kind, ref) => {
      const key = kind + ref
      const nth = (last.get(key) ?? 0) + 1
      last.set(key, nth)
      return `${key}-${nth}`
    },
    personNumber: (person, nth) => `${persons.prefix}${persons.from * 10 + person.number * 10 + nth}`,
    storyPersonNumber: () => `${persons.prefix}${++lastOfStories}`,
    forget: () => last.clear(),
  }
}

export function optionalDay(day: number | undefined): string {
  return day === undefined ? '' : isoDay(day)
}

/** A person's row, with the NHS number beside it where it is known. */
export function putPerson(office: Office, person: CarePersonEntry): void {
  const { written } = person
  office.tables.ssd_person.put({
    pers_legacy_id: `L${person.ref}`,
    pers_person_id: person.ref,
    pers_upn: person.upn,
    pers_forename: [written.given, written.middle].filter(name => name !== '').join(' '),
    pers_surname: written.family,
    pers_sex: person.sex,
    pers_gender: person.sex,
    pers_ethnicity: person.ethnicity,
    pers_dob: person.expected === undefined ? isoDay(written.born) : '',
    pers_upn_unknown: person.upn === '' ? 'UN1' : '',
    pers_send_flag: 'N',
    pers_expected_dob: optionalDay(person.expected),
    pers_is_mother: person.isMother ? 'Y' : 'N',
    pers_nationality: '',
    pers_local_note: 'A local note, not for sharing',
  })
  if (person.nhs === '') return
  office.tables.ssd_linked_identifiers.put({
    link_table_id: office.number('LNK', person.ref),
    link_person_id: person.ref,
    link_identifier_type: 'NHS Number',
    link_identifier_value: person.nhs,
    link_valid_from_date: person.expected === undefined ? isoDay(written.born) : '',
  })
}

/** A stay at an address. */
export function putAddress(office: Office, ref: string, stay: CareAddressEntry): void {
  const { address } = stay
  const json: Record<string, string> = {
    PAON: address.paon,
    street: address.street,
    town: address.town,
    uprn: address.uprn,
  }
  office.tables.ssd_address.put({
    addr_table_id: office.number('ADR', ref),
    addr_person_id: ref,
    addr_address_type: stay.type,
    addr_address_start_date: isoDay(stay.from),
    addr_address_end_date: optionalDay(stay.to),
    addr_address_postcode: address.postcode,
    addr_address_json: JSON.stringify(
      address.saon === ''
        ? { ...json, locality: address.locality }
        : { SAON: address.saon, ...json, locality: address.locality },
    ),
  })
}

/** The members of one family, as the office groups them; the family's number is taken from its first member's unless it has its own. */
export function putFamily(office: Office, refs: string[], number = refs[0] ?? ''): void {
  for (const ref of refs) {
    office.tables.ssd_family.put({
      fami_table_id: office.number('FMM', ref),
      fami_family_id: `FAM${number}`,
      fami_person_id: ref,
    })
  }
}

/** A mother and her child; `born` is the child's date of birth, unknown while expected. */
export function putMother(office: Office, mother: string, child: string, born: number | undefined): void {
  office.tables.ssd_mother.put({
    moth_table_id: office.number('MTH', child),
    moth_person_id: mother,
    moth_childs_person_id: child,
    moth_childs_dob: optionalDay(born),
  })
}

/** Those who work in the office, and their teams; written last, when everyone has been taken on. */
export function putWorkforce(office: Office, workforce: Workforce, today: number): void {
  const workers = workforce.caseWorkers.filter(worker => worker.team.partner === office.partner)
  for (const worker of workers) {
    office.tables.ssd_professionals.put({
      prof_professional_id: worker.professionalId,
      prof_staff_id: worker.staffId,
      prof_professional_name: worker.name,
      prof_agency_worker_flag: 'N',
      prof_professional_job_title: worker.title,
      prof_professional_department: worker.team.id,
      prof_full_time_equivalency: '1.0',
    })
  }
  const teams = workforce.teams.filter(team => team.partner === office.partner)
  for (const [id, name] of new Map(teams.map(team => [team.parentId, team.parentName])))
    office.tables.ssd_department.put({ dept_team_id: id, dept_team_name: name })
  for (const team of teams) {
    office.tables.ssd_department.put({
      dept_team_id: team.id,
      dept_team_name: team.name,
      dept_team_parent_id: team.parentId,
      dept_team_parent_name: team.parentName,
    })
    const email = `${team.id.toLowerCase()}.${partsOf(today).year}@${team.domain}`
    office.tables.department_contacts.put({
      dept_team_id: team.id,
      phone: team.phone,
      duty_phone: team.dutyPhone,
      email,
    })
  }
}
