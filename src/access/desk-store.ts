import type { Queryable } from '../kit/database.ts'
import { findProtections } from '../records/protection-store.ts'
import type { Query } from './query.ts'

export type UnwatchedSearch = {
  searchId: string
  practitionerId: string
  roleId: string
  query: Query
  madeAt: Date
}

/** Searches that nobody has looked at yet, oldest first; locked, so that two watchers share the work. */
export async function findUnwatchedSearches(client: Queryable, most: number): Promise<UnwatchedSearch[]> {
  const { rows } = await client.query<UnwatchedSearch>(
    `select search_id as "searchId", practitioner_id as "practitionerId", role_id as "roleId", query, made_at as "madeAt"
     from access.search where watched_at is null order by made_at limit $1 for update skip locked`,
    [most],
  )
  return rows
}

/** Of these persons, those whose record is restricted from a role, or sealed. */
export async function findShielded(
  client: Queryable,
  personIds: readonly string[],
  roleId: string,
): Promise<string[]> {
  const shielding = (await findProtections(client, personIds)).filter(
    ({ kind, namedRoles }) =>
      kind === 'sealed-identity' || (kind === 'restricted-record' && !namedRoles.includes(roleId)),
  )
  return [...new Set(shielding.map(one => one.personId))]
}

/** What the desk acts on: who searched and whom it met. The searched words stay with the search. */
export async function addProtectedSearch(
  client: Queryable,
  search: UnwatchedSearch,
  personId: string,
): Promise<void> {
  await client.query(
    `insert into access.obligation (kind, practitioner_id, detail, due_at)
     values ('protected-search', $1, $2, clock_timestamp() + interval '1 hour')`,
    [search.practitionerId, JSON.stringify({ searchId: search.searchId, personId, madeAt: search.madeAt })],
  )
}

export async function markWatched(client: Queryable, searchIds: readonly string[]): Promise<void> {
  await client.query(
    'update access.search set watched_at = clock_timestamp() where search_id = any ($1::text[])',
    [searchIds],
  )
}

export type DeskItem = {
  obligationId: number
  madeAt: Date
  practitionerName: string
  roleName: string
  partnerName: string
  phone: string | null
  personId: string
}

/** Searches that met a protected child and that nobody at the desk has answered. */
export async function findDeskItems(client: Queryable): Promise<DeskItem[]> {
  const { rows } = await client.query<DeskItem>(
    `select o.obligation_id as "obligationId", o.recorded_at as "madeAt", w.name as "practitionerName",
            r.name as "roleName", p.name as "partnerName", coalesce(w.phone, p.phone) as phone,
            o.detail ->> 'personId' as "personId"
     from access.obligation o
     join registers.practitioner w using (practitioner_id)
     join registers.partner p on p.partner_id = w.partner_id
     join registers.role r on r.role_id = w.role_id
     where o.kind = 'protected-search' and o.done_at is null
     order by o.recorded_at`,
  )
  return rows
}

export async function closeDeskItem(client: Queryable, obligationId: number): Promise<boolean> {
  const { rowCount } = await client.query(
    `update access.obligation set done_at = clock_timestamp()
     where obligation_id = $1 and kind = 'protected-search' and done_at is null`,
    [obligationId],
  )
  return (rowCount ?? 0) > 0
}
