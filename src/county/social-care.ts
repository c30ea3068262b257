/**
 * Who social care's persons are: the person, where they live, how they belong together, and who works there.
 */
import { isoDay, partsOf } from './days.ts'
import type { Sex } from './names.ts'
import type { Address } from './places.ts'
import type { SocialCareTables } from './social-care-tables.ts'
import type { Workforce } from './workforce.ts'
import type { Written } from './write-person.ts'

/** The tables, and the numbers that social care's system gives to what is in them. */
export interface SocialCare {
  tables: SocialCareTables
  /** The next number of social care's own, with a prefix for its kind: `CIN000123`. */
  number: (prefix: string) => string
  personNumber: () => string
}

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
  let last = 0
  let lastPerson = 100_000
  return {
    tables,
    number: prefix => `${prefix}${String(++last).padStart(7, '0')}`,
    personNumber: () => String(++lastPerson),
  }
}

export function optionalDay(day: number | undefined): string {
  return day === undefined ? '' : isoDay(day)
}

/** A person's row, with the NHS number beside it where it is known. */
export function putPerson(care: SocialCare, person: CarePersonEntry): void {
  const { written } = person
  care.tables.ssd_person.put({
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
  care.tables.ssd_linked_identifiers.put({
    link_table_id: care.number('LNK'),
    link_person_id: person.ref,
    link_identifier_type: 'NHS Number',
    link_identifier_value: person.nhs,
    link_valid_from_date: person.expected === undefined ? isoDay(written.born) : '',
  })
}

/** A stay at an address. */
export function putAddress(care: SocialCare, ref: string, stay: CareAddressEntry): void {
  const { address } = stay
  const json: Record<string, string> = {
    PAON: address.paon,
    street: address.street,
    town: address.town,
    uprn: address.uprn,
  }
  care.tables.ssd_address.put({
    addr_table_id: care.number('ADR'),
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

/** The members of one family, as social care groups them. */
export function putFamily(care: SocialCare, refs: string[]): void {
  const family = care.number('FAM')
  for (const ref of refs) {
    care.tables.ssd_family.put({
      fami_table_id: care.number('FMM'),
      fami_family_id: family,
      fami_person_id: ref,
    })
  }
}

/** A mother and her child; `born` is the child's date of birth, unknown while expected. */
export function putMother(care: SocialCare, mother: string, child: string, born: number | undefined): void {
  care.tables.ssd_mother.put({
    moth_table_id: care.number('MTH'),
    moth_person_id: mother,
    moth_childs_person_id: child,
    moth_childs_dob: optionalDay(born),
  })
}

/** Those who work in social care, and their teams; written last, when everyone has been taken on. */
export function putWorkforce(care: SocialCare, workforce: Workforce, today: number): void {
  for (const worker of workforce.caseWorkers) {
    care.tables.ssd_professionals.put({
      prof_professional_id: worker.professionalId,
      prof_staff_id: worker.staffId,
      prof_professional_name: worker.name,
      prof_agency_worker_flag: 'N',
      prof_professional_job_title: worker.title,
      prof_professional_department: worker.team.id,
      prof_full_time_equivalency: '1.0',
    })
  }
  care.tables.ssd_department.put({
    dept_team_id: 'T-CSC',
    dept_team_name: "Children's Social Care",
    dept_team_parent_id: '',
    dept_team_parent_name: '',
  })
  for (const team of workforce.teams) {
    care.tables.ssd_department.put({
      dept_team_id: team.id,
      dept_team_name: team.name,
      dept_team_parent_id: team.parentId,
      dept_team_parent_name: team.parentName,
    })
    const email = `${team.id.toLowerCase()}.${partsOf(today).year}@social-care.example`
    care.tables.department_contacts.put({
      dept_team_id: team.id,
      phone: team.phone,
      duty_phone: team.dutyPhone,
      email,
    })
  }
}
