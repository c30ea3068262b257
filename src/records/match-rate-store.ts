import type { Queryable } from '../kit/database.ts'

export type Traits = { identifiers: string[]; birthDate: string | null; nameKeys: string[] }

/** Whether any other partner's records are here to be found in. */
export async function holdsOthers(client: Queryable, partnerId: string): Promise<boolean> {
  const { rows } = await client.query<{ holds: boolean }>(
    'select exists (select from records.search_entry where partner_id <> $1) as holds',
    [partnerId],
  )
  return rows[0]?.holds === true
}

/** How many of the people described are in another partner's records; nobody is named. */
export async function countFoundElsewhere(
  client: Queryable,
  partnerId: string,
  people: readonly Traits[],
): Promise<number> {
  const { rows } = await client.query<{ found: number }>(
    `select count(*)::integer as found
     from jsonb_to_recordset($2::jsonb) as p (identifiers text[], "birthDate" date, "nameKeys" text[])
     where exists (select from records.search_entry e
                   where e.partner_id <> $1 and e.identifiers && p.identifiers)
        or exists (select from records.search_entry e
                   where e.partner_id <> $1 and e.birth_date = p."birthDate"
                     and cardinality(p."nameKeys") > 0 and e.name_keys @> p."nameKeys")`,
    [partnerId, JSON.stringify(people)],
  )
  return rows[0]?.found ?? 0
}

/** A rate is told from so many records of a delivery; of a larger one, from those whose ids are lowest. */
const ENOUGH_RECORDS = 20_000

/**
 * Of the people of each delivery, the share who are linked to a record of another partner. `leftOut` are scopes whose
 * people do not count for their contract. Ids of records are hashes, so the lowest of them are a fair sample.
 */
export async function findMatchRates(
  client: Queryable,
  deliveryIds: readonly number[],
  leftOut: readonly { contract: string; scope: string }[],
): Promise<{ deliveryId: number; rate: number }[]> {
  const { rows } = await client.query<{ deliveryId: number; rate: number }>(
    `with asked as (
       select delivery_id, partner_id,
         (lpad(to_hex(floor(4294967295 * least(1, $3 / greatest(rows_accepted, 1)::numeric))::bigint), 8, '0')
           || '-ffff-ffff-ffff-ffffffffffff')::uuid as up_to
       from feeds.delivery where delivery_id = any ($1::bigint[])
     ),
     people as (
       select distinct a.delivery_id, a.partner_id, r.subject
       from asked a join feeds.sighting s on s.delivery_id = a.delivery_id and s.record_id <= a.up_to
       join feeds.source_record r on r.record_id = s.record_id
       where r.subject is not null and r.content ? 'identity'
         and not exists (select from jsonb_to_recordset($2::jsonb) as x (contract text, scope text)
                         where x.contract = r.contract and x.scope = r.scope)
     )
     select delivery_id as "deliveryId", avg(exists (
         select from records.current_member m join records.current_member o using (person_id)
         join records.search_entry e on e.identity = o.identity
         where m.identity = people.subject and e.partner_id <> people.partner_id)::integer)::real as rate
     from people group by delivery_id`,
    [deliveryIds, JSON.stringify(leftOut), ENOUGH_RECORDS],
  )
  return rows
}

/** Keeps the rate with each delivery, for its scorecard. */
export async function keepMatchRates(
  client: Queryable,
  rates: readonly { deliveryId: number; rate: number }[],
): Promise<void> {
  await client.query(
    `update feeds.delivery d set match_rate = x.rate
     from jsonb_to_recordset($1::jsonb) as x ("deliveryId" bigint, rate real)
     where d.delivery_id = x."deliveryId"`,
    [JSON.stringify(rates)],
  )
}
