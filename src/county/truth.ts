/**
 * The truth beside the partners' files: which record is which person, so that linkage can be measured against it.
 */
import { mkdir } from 'node:fs/promises'
import { ageOn } from './days.ts'
import type { Table, TextFile } from './delivery-writer.ts'
import { openTable } from './delivery-writer.ts'
import type { Person } from './people.ts'
import type { PeopleFile } from './people-file.ts'
import type { Address } from './places.ts'
import type { Counts } from './summary.ts'
import { countOne } from './summary.ts'
import type { Written } from './write-person.ts'

export const PERSONS_HEADER = 'partner_id,contract,source_ref,true_person,culture,hard_case,is_twin,age_band'
export const RELATIONSHIPS_HEADER = 'person,relationship,other_person,responsibility,lives_with'
export const STORIES_HEADER = 'story,search,by,source_refs,what_should_happen'

export interface Truth {
  relationships: Table<typeof RELATIONSHIPS_HEADER>
  stories: Table<typeof STORIES_HEADER>
  /** Says whose record this is, and counts what the record makes hard. */
  record: (about: RecordAbout) => void
  flush: () => Promise<void>
  close: () => Promise<number>
}

/** One record of one partner, the person behind it, and how the two differ. */
export interface RecordAbout {
  partner: string
  contract: string
  ref: string
  person: Person
  written: Written
  hardCase?: string
  /** The NHS number written, empty where it was left out; `undefined` in feeds that never carry it. */
  nhs?: string
  upn?: string
  /** A contact of a school has no date of birth. */
  dated?: boolean
  /** Where the record departs from the person's own: empty for a child not yet born. */
  sex?: string
  /** Where the office believes that the person lives now; left out where it holds no address. */
  address?: Address | undefined
  /** Not every office keeps the house's UPRN. */
  withUprn?: boolean
  phone?: string
  email?: string
  olderAddress?: boolean
}

function ageBand(born: number, today: number): string {
  const age = ageOn(born, today)
  if (age < 0) return 'unborn'
  if (age < 5) return '0-4'
  if (age < 11) return '5-10'
  if (age < 18) return '11-17'
  return age < 26 ? '18-25' : '26+'
}

/** Opens the three files of the truth in `folder`, if there is one, and beside them the file of people, if it is asked for. */
export async function openTruth(
  folder: string | undefined,
  people: PeopleFile | undefined,
  counts: Counts,
  today: number,
): Promise<Truth> {
  if (folder !== undefined) await mkdir(folder, { recursive: true })
  const persons = await openTable(folder, 'persons.csv', PERSONS_HEADER)
  const relationships = await openTable(folder, 'relationships.csv', RELATIONSHIPS_HEADER)
  const stories = await openTable(folder, 'stories.csv', STORIES_HEADER)
  const files: TextFile[] = [
    persons.file,
    relationships.file,
    stories.file,
    ...(people === undefined ? [] : [people.file]),
  ]
  return {
    relationships,
    stories,
    record: about => {
      const hardCase = about.hardCase ?? (about.written.hardCase || '')
      countRecord(counts, about, hardCase)
      people?.record(about)
      persons.put({
        partner_id: about.partner,
        contract: about.contract,
        source_ref: about.ref,
        true_person: about.person.id,
        culture: about.person.culture,
        hard_case: hardCase,
        is_twin: about.person.isTwin ? 'Y' : 'N',
        age_band: ageBand(about.person.born, today),
      })
    },
    flush: async () => {
      for (const file of files) await file.flush()
    },
    close: async () => {
      let bytes = 0
      for (const file of files) bytes += (await file.close()).bytes
      return bytes
    },
  }
}

function countRecord(counts: Counts, about: RecordAbout, hardCase: string): void {
  counts.records++
  countOne(counts.recordsByContract, about.contract)
  if (hardCase !== '') countOne(counts.hardCases, hardCase)
  if (about.nhs !== undefined) {
    counts.mayCarryNhsNumber++
    if (about.nhs !== '') counts.withNhsNumber++
  }
  if (about.upn !== undefined && about.upn !== '') counts.withUpn++
  if (about.written.givenDiffers) counts.givenDiffers++
  if (about.written.familyDiffers) counts.familyDiffers++
  if (about.olderAddress === true) counts.withOlderAddress++
  if (about.dated === false) return
  counts.dated++
  if (about.written.bornDiffers) counts.dateDiffers++
}
