import type { Queryable } from '../kit/database.ts'
import type { Claim } from './caseload.ts'
import type { SearchEntry } from './link-record.ts'

/** Of each identity what its derived rows were made from, as a hash, and the home by which it is searched for. */
export type DerivedFrom = { hash: Buffer; placeKey: string | null; postcode: string | null }

export async function findDerivedFrom(
  client: Queryable,
  identities: string[],
): Promise<Map<string, DerivedFrom>> {
  const { rows } = await client.query<DerivedFrom & { identity: string }>(
    `select identity, record_hash as hash, place_key as "placeKey", postcode
     from records.search_entry where identity = any ($1::uuid[])`,
    [identities],
  )
  return new Map(rows.map(({ identity, ...row }) => [identity, row]))
}

export async function putSearchEntries(client: Queryable, entries: SearchEntry[]): Promise<void> {
  await client.query(
    `insert into records.search_entry as e (identity, partner_id, contract, source_ref, names, name_keys, birth_date,
       postcode, place_key, identifiers, conditions, record_hash)
     select identity, partner_id, contract, source_ref, names, name_keys, birth_date, postcode, place_key,
            identifiers, conditions, decode(record_hash, 'hex')
     from jsonb_to_recordset($1::jsonb) as x (identity uuid, partner_id text, contract text, source_ref text,
       names text, name_keys text[], birth_date date, postcode text, place_key text, identifiers text[],
       conditions text[], record_hash text)
     on conflict (identity) do update set names = excluded.names, name_keys = excluded.name_keys,
       birth_date = excluded.birth_date, postcode = excluded.postcode, place_key = excluded.place_key,
       identifiers = excluded.identifiers, conditions = excluded.conditions, record_hash = excluded.record_hash,
       source_ref = excluded.source_ref, recorded_at = clock_timestamp()`,
    [
      JSON.stringify(
        entries.map(e => ({
          identity: e.identity,
          partner_id: e.partnerId,
          contract: e.contract,
          source_ref: e.sourceRef,
          names: e.names,
          name_keys: e.nameKeys,
          birth_date: e.birthDate,
          postcode: e.postcode,
          place_key: e.placeKey,
          identifiers: e.identifiers,
          conditions: e.conditions,
          record_hash: e.recordHash.toString('hex'),
        })),
      ),
    ],
  )
}

export async function replaceClaims(client: Queryable, identities: string[], claims: Claim[]): Promise<void> {
  await client.query('delete from records.caseload where identity = any ($1::uuid[])', [identities])
  await client.query(
    `insert into records.caseload (partner_id, worker_id, identity, record_id, team, valid)
     select partner_id, worker_id, identity, record_id, team, daterange(starts, ends, '[]')
     from jsonb_to_recordset($1::jsonb) as x (partner_id text, worker_id text, identity uuid, record_id uuid,
       team text, starts date, ends date)
     on conflict do nothing`,
    [
      JSON.stringify(
        claims.map(c => ({
          partner_id: c.partnerId,
          worker_id: c.workerId,
          identity: c.identity,
          record_id: c.recordId,
          team: c.team,
          starts: c.from,
          ends: c.from !== undefined && c.to !== undefined && c.to < c.from ? c.from : c.to,
        })),
      ),
    ],
  )
}

/** Identities between two ids (first excluded, last included) that have a derived row. */
export async function findDerivedBetween(client: Queryable, after: string, upTo: string): Promise<string[]> {
  const { rows } = await client.query<{ identity: string }>(
    'select identity from records.search_entry where identity > $1 and identity <= $2',
    [after, upTo],
  )
  return rows.map(row => row.identity)
}

/** Takes out what no source says any more. Source records and membership stay. */
export async function dropDerived(client: Queryable, identities: string[]): Promise<void> {
  await client.query('delete from records.search_entry where identity = any ($1::uuid[])', [identities])
  await client.query('delete from records.caseload where identity = any ($1::uuid[])', [identities])
  await client.query('delete from records.current_member where identity = any ($1::uuid[])', [identities])
}

/** What can be derived again from the facts. */
export const DERIVED = ['search_entry', 'caseload', 'current_member', 'review_pair', 'address_hold'] as const

/** Takes out at most so many rows of what can be derived again; gives how many there were. */
export async function emptySome(
  client: Queryable,
  table: (typeof DERIVED)[number],
  most: number,
): Promise<number> {
  const { rowCount } = await client.query(
    `delete from records.${table} where ctid = any (array(select ctid from records.${table} limit $1))`,
    [most],
  )
  return rowCount ?? 0
}

/**
 * The membership in force, from the facts: the newest row of each of the next identities after one, in order, that still
 * have a live record. Gives the last of them, or nothing where there are no more.
 */
export async function restoreSomeMembers(
  client: Queryable,
  after: string,
  most: number,
): Promise<string | undefined> {
  const { rows } = await client.query<{ last: string | null }>(
    `with page as materialized (
       select identity from records.search_entry where identity > $1 order by identity limit $2
     ), restored as (
       insert into records.current_member (identity, person_id, membership_id)
       select distinct on (m.identity) m.identity, m.person_id, m.membership_id
       from records.membership m join page using (identity)
       order by m.identity, m.membership_id desc
       on conflict (identity) do nothing
     )
     select (array_agg(identity order by identity desc))[1] as last from page`,
    [after, most],
  )
  return rows[0]?.last ?? undefined
}

/** Tells the planner how large the tables have become; without it the first pages after a load are ten times slower. */
export async function analyseTables(owner: Queryable): Promise<void> {
  await owner.query('analyze')
}
