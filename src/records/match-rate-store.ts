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

/**
 * The records by which somebody may be found: no share counts who is sealed or restricted by any of their records, nor
 * what a sensitive service or the police would not have told. Whoever sends a file must not learn of them by its share.
 */
const OPEN_ENTRY = `
  kept_apart as materialized (
    select m.identity from records.person_protection p join records.current_member m using (person_id)
    where p.kind in ('restricted-record', 'sealed-identity')
    union
    select subject from registers.protection
    where kind in ('restricted-record', 'sealed-identity') and valid @> registers.london_today()
  ),
  open_entry as not materialized (
    select identity, partner_id, identifiers, birth_date, name_keys from records.search_entry
    where conditions = '{}' and identity not in (select identity from kept_apart)
  )`

/** How many of the people described are in another partner's records; nobody is named. */
export async function countFoundElsewhere(
  client: Queryable,
  partnerId: string,
  people: readonly Traits[],
): Promise<number> {
  const { rows } = await client.query<{ found: number }>(
    `with ${OPEN_ENTRY}
     select count(*)::integer as found
     from jsonb_to_recordset($2::jsonb) as p (identifiers text[], "birthDate" date, "nameKeys" text[])
     where exists (select from open_entry e
                   where e.partner_id <> $1 and e.identifiers && p.identifiers)
        or exists (select from open_entry e
                   where e.partner_id <> $1 and e.birth_date = p."birthDate"
                     and cardinality(p."nameKeys") > 0 and e.name_keys @> p."nameKeys")`,
    [partnerId, JSON.stringify(people)],
  )
  return rows[0]?.found ?? 0
}

/** A rate is told from so many people; of a larger feed, from those whose ids, which are hashes, are lowest. */
const ENOUGH_PEOPLE = 20_000

/**
 * For the feed of each delivery, the share of its people who are linked to a record of another partner: of those who
 * have a date of birth or a number, because nobody else could be. None of a feed with fewer such people than `fewest`.
 */
export async function findMatchRates(
  client: Queryable,
  deliveryIds: readonly number[],
  fewest: number,
): Promise<{ deliveryId: number; rate: number }[]> {
  const { rows } = await client.query<{ deliveryId: number; rate: number }>(
    `with ${OPEN_ENTRY},
     feed as (
       select partner_id, contract,
         (lpad(to_hex(floor(4294967295 * least(1, $2 / greatest(max(rows_accepted), 1)::numeric))::bigint), 8, '0')
           || '-ffff-ffff-ffff-ffffffffffff')::uuid as up_to
       from feeds.delivery where delivery_id = any ($1::bigint[]) group by 1, 2
     ),
     rate as (
       select f.partner_id, f.contract, avg(exists (
           select from records.current_member m join records.current_member o using (person_id)
           join open_entry other on other.identity = o.identity
           where m.identity = e.identity and other.partner_id <> e.partner_id)::integer)::real as rate
       from feed f join records.search_entry e
         on e.partner_id = f.partner_id and e.contract = f.contract and e.identity <= f.up_to
       where e.birth_date is not null or cardinality(e.identifiers) > 0
       group by 1, 2 having count(*) >= $3
     )
     select d.delivery_id as "deliveryId", r.rate
     from rate r join feeds.delivery d using (partner_id, contract)
     where d.delivery_id = any ($1::bigint[])`,
    [deliveryIds, ENOUGH_PEOPLE, fewest],
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
