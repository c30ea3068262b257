import type { Queryable } from '../kit/database.ts'
import { phoneticKey } from '../kit/names.ts'
import type { Query } from './query.ts'

export type CandidateRow = {
  personId: string
  partnerId: string
  names: string
  birthDate: string | null
  postcode: string | null
  identifiers: string[]
}

/** Whose eyes look: a reader's, behind the second fence, or those of the desk's watch, which must see whom a search met. */
const LOOK_UP = {
  reader: 'records.identities_for_reader($1, $2, $3, $4, $5, $6)',
  desk: 'records.identities_like($1, $2, $3, $4, $5, $6, false)',
}

/** What search knows of source identities that might be meant: `most` of each way in which they might be. */
export async function findCandidates(
  client: Queryable,
  query: Query,
  most: number,
  eyes: keyof typeof LOOK_UP,
): Promise<CandidateRow[]> {
  const swapped = query.birthDate?.replace(/-(\d\d)-(\d\d)$/, '-$2-$1')
  const days = [query.birthDate, swapped].filter(day => day !== undefined && isDay(day))
  const { rows } = await client.query<CandidateRow>(
    `select m.person_id as "personId", e.partner_id as "partnerId", e.names, e.birth_date as "birthDate", e.postcode,
            e.identifiers
     from records.search_entry e join records.current_member m using (identity)
     where e.identity = any (array(select ${LOOK_UP[eyes]}))
       -- Nobody is searched for by what a sensitive service says but by that service, whoever’s eyes these are.
       and (not 'never-searched' = any (e.conditions) or e.partner_id = current_setting('family_hub.partner', true))`,
    [
      query.identifiers,
      [...new Set(query.names.map(phoneticKey))].filter(Boolean),
      query.names.join(' '),
      days,
      query.postcode === undefined ? '' : likePostcode(query.postcode),
      most,
    ],
  )
  return rows
}

/** Everything by which these persons can be searched, through row-level security. */
export async function findSearchable(
  client: Queryable,
  personIds: readonly string[],
): Promise<CandidateRow[]> {
  const { rows } = await client.query<CandidateRow>(
    `select m.person_id as "personId", e.partner_id as "partnerId", e.names, e.birth_date as "birthDate", e.postcode,
            e.identifiers
     from records.current_member m join records.search_entry e using (identity)
     where m.person_id = any ($1::uuid[])`,
    [personIds],
  )
  return rows
}

/** `PR2` or `PR23X` as a pattern over `PR2 3XY`. */
function likePostcode(typed: string): string {
  const full = /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/.exec(typed)
  return full === null ? `${typed.replace(/[%_\\]/g, '')}%` : `${full[1]} ${full[2]}%`
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
