/**
 * The return on children looked after, as its set of CSV files for the last year and the one that runs: children by
 * number, birth and sex. Source: DfE, "Children looked-after by local authorities: guide to submitting data".
 */
import { partsOf } from './days.ts'
import type { Delivery, Table } from './delivery-writer.ts'
import type { FamilyBook, Making } from './making.ts'
import { codesOf } from './names.ts'
import type { ChildReturn, InCare } from './returns.ts'
import { bookNameless, yearOfReturns } from './returns.ts'
import type { RecordAbout } from './truth.ts'

export const SSDA903_CONTRACT = 'ssda903/1'

export const SSDA903_HEADERS = {
  header: 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB',
  episodes: 'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN',
  missing: 'CHILD,DOB,MISSING,MIS_START,MIS_END',
  reviews: 'CHILD,DOB,REVIEW,REVIEW_CODE',
} as const

export type LookedAfterTables = {
  [Name in keyof typeof SSDA903_HEADERS]: Table<(typeof SSDA903_HEADERS)[Name]>
}

const DAYS_BETWEEN_REVIEWS = 170

export async function openLookedAfterTables(delivery: Delivery): Promise<LookedAfterTables> {
  const tables: Record<string, unknown> = {}
  for (const [name, header] of Object.entries(SSDA903_HEADERS))
    tables[name] = await delivery.table(`${name}.csv`, header)
  return tables as LookedAfterTables
}

/** Writes the child with its episodes of care that were open in these years; nothing for one who had none. */
export function putLookedAfterChild(
  making: Making,
  book: FamilyBook,
  about: RecordAbout,
  { care, missing }: ChildReturn,
): void {
  const begins = yearOfReturns(making.asOf).begins - 365
  const open = care.filter(({ to }) => to === undefined || to >= begins)
  if (open.length === 0) return
  const { written, person, upn = '' } = about
  const child = { CHILD: about.ref, DOB: britishDay(written.born) }
  making.lookedAfter.header.put({
    ...child,
    SEX: person.sex === 'M' ? '1' : '2',
    ETHNIC: codesOf(person.culture).ethnicity,
    UPN: upn === '' ? 'UN4' : upn,
    MOTHER: person.sex === 'F' ? '0' : '',
  })
  for (const period of open) putEpisode(making, child, about, period, begins)
  for (const { from, to } of missing) {
    if (from < begins) continue
    const time = { MIS_START: britishDay(from), MIS_END: optionalBritishDay(to) }
    making.lookedAfter.missing.put({ ...child, MISSING: 'M', ...time })
  }
  bookNameless(book, about, SSDA903_CONTRACT, upn)
}

/** One episode, and the reviews that were held in it since that day. */
function putEpisode(
  making: Making,
  child: { CHILD: string; DOB: string },
  about: RecordAbout,
  { from, to, ceased, placementPostcode, placementType }: InCare,
  since: number,
): void {
  making.lookedAfter.episodes.put({
    CHILD: child.CHILD,
    DECOM: britishDay(from),
    RNE: 'S',
    LS: /^E1[12]$/.test(ceased) ? 'E1' : 'C2',
    CIN: 'N1',
    PLACE: placementType,
    PLACE_PROVIDER: 'PR1',
    DEC: optionalBritishDay(to),
    REC: ceased,
    HOME_POST: about.address?.postcode ?? '',
    PL_POST: placementPostcode,
  })
  for (let review = from + 28; review <= (to ?? making.asOf); review += DAYS_BETWEEN_REVIEWS)
    if (review >= since)
      making.lookedAfter.reviews.put({ ...child, REVIEW: britishDay(review), REVIEW_CODE: 'PN1' })
}

function optionalBritishDay(day: number | undefined): string {
  return day === undefined ? '' : britishDay(day)
}

/** `DD/MM/YYYY`, as the return has it. */
function britishDay(day: number): string {
  const { year, month, date } = partsOf(day)
  return `${String(date).padStart(2, '0')}/${String(month).padStart(2, '0')}/${year}`
}
