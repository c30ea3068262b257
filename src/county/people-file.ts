/**
 * Every record of a person in every partner's file as one row of one file, with the person behind it: what an engine of
 * record linkage is measured on, without the formats in which the records come.
 */
import { basename, dirname } from 'node:path'
import { CIN_CENSUS_CONTRACT } from './cin-census.ts'
import { isoDay } from './days.ts'
import type { TextFile } from './delivery-writer.ts'
import { openTable } from './delivery-writer.ts'
import type { Address } from './places.ts'
import { addressLine } from './places.ts'
import { SOCIAL_CARE_CONTRACT, SOCIAL_CARE_PARTNER } from './social-care-tables.ts'
import { SSDA903_CONTRACT } from './ssda903.ts'
import type { RecordAbout } from './truth.ts'

/** `occupation` stays empty: no partner of the county holds it, but other lists that engines are measured on do. */
export const PEOPLE_HEADER =
  'rec_id,source,first_name,middle_name,surname,maiden,dob,sex,address,postcode,uprn,phone,email,nhs_number,upn,social_care_id,occupation,seal,truth_id,culture'

export interface PeopleFile {
  file: TextFile
  record: (about: RecordAbout) => void
}

/** Begins the file at that path, whose folder must be there. */
export async function openPeopleFile(path: string): Promise<PeopleFile> {
  const table = await openTable(dirname(path), basename(path), PEOPLE_HEADER)
  return {
    file: table.file,
    record: about => {
      const { person, written, partner, contract } = about
      const source = `${partner}/${contract}`
      const address = about.address === undefined ? NO_ADDRESS : about.address
      table.put({
        rec_id: `${source}/${about.ref}`,
        source,
        first_name: written.given,
        middle_name: written.middle,
        surname: written.family,
        maiden: written.previousFamily,
        dob: about.dated === false ? '' : isoDay(written.born),
        sex: about.sex ?? person.sex,
        address: addressLine(address),
        postcode: address.postcode,
        uprn: about.withUprn === false ? '' : address.uprn,
        phone: about.phone ?? '',
        email: about.email ?? '',
        nhs_number: about.nhs ?? '',
        upn: about.upn ?? '',
        social_care_id: socialCareIdOf(about),
        seal: person.seal,
        truth_id: person.id,
        culture: person.culture,
      })
    },
  }
}

/** Social care's own number of a person, under which it also makes its yearly returns. */
const OF_SOCIAL_CARE = new Set([SOCIAL_CARE_CONTRACT, CIN_CENSUS_CONTRACT, SSDA903_CONTRACT])
function socialCareIdOf({ partner, contract, ref }: RecordAbout): string {
  return partner === SOCIAL_CARE_PARTNER && OF_SOCIAL_CARE.has(contract) ? ref : ''
}

const NO_ADDRESS: Address = {
  saon: '',
  paon: '',
  street: '',
  locality: '',
  town: '',
  postcode: '',
  uprn: '',
}
