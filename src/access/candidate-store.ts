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

/**
 * Source identities that might be meant by a search, through row-level security: those with one of the identifiers,
 * those whose names sound or are spelt alike, and, with a date of birth or a postcode, those with either and one name.
 */
export async function findCandidates(client: Queryable, query: Query, most: number): Promise<CandidateRow[]> {
  const swapped = query.birthDate?.replace(/-(\d\d)-(\d\d)$/, '-$2-$1')
  const days = [query.birthDate, swapped].filter(day => day !== undefined && isDay(day))
  const { rows } = await client.query<CandidateRow>(
    `select m.person_id as "personId", e.partner_id as "partnerId", e.names, e.birth_date as "birthDate", e.postcode,
            e.identifiers
     from (
       select identity from records.search_entry where identifiers && $1::text[]
       union
       (select identity from records.search_entry
        where cardinality($2::text[]) > 0 and name_keys @> $2::text[]
        order by birth_date = any ($4::date[]) desc nulls last, postcode like $5 desc nulls last, birth_date desc limit $6)
       union
       (select identity from records.search_entry
        where $3 <> '' and names %> $3
        order by birth_date = any ($4::date[]) desc nulls last, word_similarity($3, names) desc, birth_date desc limit $6)
       union
       (select identity from records.search_entry
        where birth_date = any ($4::date[]) and (name_keys && $2::text[] or $3 = '') limit $6)
       union
       (select identity from records.search_entry
        where $5 <> '' and postcode like $5 and (name_keys && $2::text[] or ($3 = '' and birth_date = any ($4::date[])))
        limit $6)
     ) found
     join records.search_entry e using (identity)
     join records.current_member m using (identity)
     -- Nobody is searched for by what a sensitive service says but by that service, whoever’s eyes these are.
     where not 'never-searched' = any (e.conditions) or e.partner_id = current_setting('family_hub.partner', true)`,
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
