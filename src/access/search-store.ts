import { randomBytes } from 'node:crypto'
import type { Queryable } from '../kit/database.ts'
import type { Query } from './query.ts'
import type { Who } from './request.ts'

/** A search as it was asked, for the session that asked it. */
export type KeptSearch = { searchId: string; purposeId: string; query: Query }

/**
 * Keeps a search, so that its page has an address without names and can be gone back to. Returns an id that nobody
 * can guess. The protected-records watch looks at it afterwards.
 */
export async function keepSearch(
  client: Queryable,
  sessionHash: Buffer,
  who: Who,
  search: { purposeId: string; query: Query },
): Promise<string> {
  const searchId = randomBytes(16).toString('base64url')
  await client.query(
    `insert into access.search (search_id, session_hash, practitioner_id, partner_id, role_id, purpose_id, query)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      searchId,
      sessionHash,
      who.practitionerId,
      who.partnerId,
      who.roleId,
      search.purposeId,
      JSON.stringify(search.query),
    ],
  )
  return searchId
}

/** A search of this session; another session's is not found, like one that never was. */
export async function findSearch(
  client: Queryable,
  sessionHash: Buffer,
  searchId: string,
): Promise<KeptSearch | undefined> {
  const { rows } = await client.query<KeptSearch>(
    `select search_id as "searchId", purpose_id as "purposeId", query from access.search
     where session_hash = $1 and search_id = $2`,
    [sessionHash, searchId],
  )
  return rows[0]
}

/** The address of the results from which a practitioner most likely came: the session’s last search. */
export async function findLatestSearchId(
  client: Queryable,
  sessionHash: Buffer,
): Promise<string | undefined> {
  const { rows } = await client.query<{ searchId: string }>(
    `select search_id as "searchId" from access.search where session_hash = $1 order by made_at desc limit 1`,
    [sessionHash],
  )
  return rows[0]?.searchId
}

/** Deletes the searches of sessions that have ended, once the protected-records watch has looked at them. */
export async function sweepSearches(client: Queryable): Promise<number> {
  const { rowCount } = await client.query(
    `delete from access.search s
     where s.watched_at is not null
       and not exists (select from web.session w where w.session_hash = s.session_hash)`,
  )
  return rowCount ?? 0
}
