/**
 * Health visiting's headlines: who has a health visitor, since when, last and next contact; nothing clinical.
 */
import { isoDay } from './days.ts'
import type { Table } from './delivery-writer.ts'
import type { Sex } from './names.ts'
import type { Address } from './places.ts'
import { addressLine } from './places.ts'
import type { HealthVisitor } from './workforce.ts'
import type { Written } from './write-person.ts'

export const HEALTH_VISITING_CONTRACT = 'health-visiting/1'
export const HEALTH_VISITING_PARTNER = 'lancs-health-visiting'

export const CONTACTS_HEADER =
  'local_patient_id,nhs_number,given_name,family_name,previous_family_name,birth_date,sex,address_line,postcode,uprn,gp_practice_code,service,worker_id,worker_name,worker_role,team_phone,status,start_date,last_contact_date,end_date,next_contact_due,sensitive,as_of'

export type HealthVisitingTable = Table<typeof CONTACTS_HEADER>

/** One patient of health visiting, as its system holds them. */
export interface PatientEntry {
  ref: string
  nhs: string
  written: Written
  sex: Sex
  address: Address | undefined
  /** Not every system keeps the house's UPRN. */
  withUprn: boolean
  service: 'health-visiting' | 'school-nursing' | 'antenatal'
  worker: HealthVisitor
  start: number
  lastContact: number | undefined
  end: number | undefined
  nextDue: number | undefined
  sensitive: boolean
  asOf: number
}

function day(value: number | undefined): string {
  return value === undefined ? '' : isoDay(value)
}

/** Writes the patient's one row. */
export function putPatient(table: HealthVisitingTable, patient: PatientEntry): void {
  const { written, address, worker } = patient
  table.put({
    local_patient_id: patient.ref,
    nhs_number: patient.nhs,
    given_name: written.given,
    family_name: written.family,
    previous_family_name: written.previousFamily,
    birth_date: isoDay(written.born),
    sex: patient.sex,
    address_line: address === undefined ? '' : addressLine(address),
    postcode: address?.postcode ?? '',
    uprn: patient.withUprn ? (address?.uprn ?? '') : '',
    gp_practice_code: `Z99${String((written.family.length * 37 + (address?.postcode.charCodeAt(2) ?? 0)) % 1000).padStart(3, '0')}`,
    service: patient.service,
    worker_id: worker.workerId,
    worker_name: worker.name,
    worker_role: patient.service === 'school-nursing' ? 'School nurse' : 'Health visitor',
    team_phone: worker.teamPhone,
    status: patient.end === undefined ? 'open' : 'closed',
    start_date: day(patient.start),
    last_contact_date: day(patient.lastContact),
    end_date: day(patient.end),
    next_contact_due: day(patient.nextDue),
    sensitive: patient.sensitive ? 'Y' : 'N',
    as_of: `${isoDay(patient.asOf)}T18:00:00Z`,
  })
}
