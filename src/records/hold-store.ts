import type { Address } from '../feeds/sections.ts'
import type { Queryable } from '../kit/database.ts'

/** A source identity that holds an address on protective hold. Nobody but the loader reads where it is. */
export type AddressHold = {
  identity: string
  place: string
  cause: string
  since: string
  namedRoles: string[]
}

/** An address that a source gives or gave, with the first day of which it said so. */
export type KnownAddress = { identity: string; address: Address; firstSeen: string; isLive: boolean }

/** Every address that published records of these identities have held, whether or not a source still says so. */
export async function findAddressHistory(
  client: Queryable,
  identities: readonly string[],
): Promise<KnownAddress[]> {
  const { rows } = await client.query<KnownAddress>(
    `select p.subject as identity, p.content -> 'address' as address,
            (min(p.as_of) at time zone 'Europe/London')::date as "firstSeen",
            p.record_id = any (array(select record_id from feeds.live_record where subject = any ($1::uuid[])))
              and coalesce(p.content -> 'address' ->> 'to' >= registers.london_today()::text, true) as "isLive"
     from feeds.published_record p
     where p.subject = any ($1::uuid[]) and p.content ? 'address'
     group by p.subject, p.record_id, p.content -> 'address'`,
    [identities],
  )
  return rows
}

/** What people have found safe to show. */
export async function findClearances(
  client: Queryable,
  identities: readonly string[],
): Promise<{ identity: string; place: string }[]> {
  const { rows } = await client.query<{ identity: string; place: string }>(
    'select identity, place from records.address_clearance where identity = any ($1::uuid[])',
    [identities],
  )
  return rows
}

/** Sets holds beside those that stand; what a person has cleared stays cleared. */
export async function addHolds(client: Queryable, holds: readonly AddressHold[]): Promise<void> {
  await client.query(
    `insert into records.address_hold (identity, place, cause, since, named_roles)
     select identity, place, cause, since, named_roles
     from jsonb_to_recordset($1::jsonb) as h (identity uuid, place text, cause text, since date, named_roles text[])
     where not exists (select from records.address_clearance c where c.identity = h.identity and c.place = h.place)
     on conflict do nothing`,
    [
      JSON.stringify(
        holds.map(({ identity, place, cause, since, namedRoles }) => ({
          identity,
          place,
          cause,
          since,
          named_roles: namedRoles,
        })),
      ),
    ],
  )
}

/** Ends every hold that is not among these: its cause was taken back, or the address is no longer anybody's. */
export async function dropHoldsBut(client: Queryable, holds: readonly AddressHold[]): Promise<void> {
  await client.query(
    `delete from records.address_hold h
     where not exists (select from jsonb_to_recordset($1::jsonb) as k (identity uuid, place text, cause text)
                       where k.identity = h.identity and k.place = h.place and k.cause = h.cause)`,
    [JSON.stringify(holds.map(({ identity, place, cause }) => ({ identity, place, cause })))],
  )
}

/** A person's decision that the addresses now held for somebody are safe to show; gives how many there were. */
export async function clearHoldsOf(
  client: Queryable,
  personId: string,
  author: string,
  reason: string,
): Promise<number> {
  const { rowCount } = await client.query(
    `with ended as (
       delete from records.address_hold h using records.current_member m
       where m.identity = h.identity and m.person_id = $1
       returning h.identity, h.place
     )
     insert into records.address_clearance (identity, place, author, reason)
     select identity, place, $2, $3 from ended`,
    [personId, author, reason],
  )
  return rowCount ?? 0
}

export type HeldPerson = { personId: string; cause: string; since: string }

/** Whose addresses are on hold and why, the longest first. Whoever is kept apart from this role altogether is left out. */
export async function findHeldPersons(client: Queryable, roleId: string): Promise<HeldPerson[]> {
  const { rows } = await client.query<HeldPerson>(
    `select m.person_id as "personId", min(h.cause) as cause, min(h.since)::text as since
     from records.address_hold h join records.current_member m using (identity)
     where not exists (
       select from records.person_protection p
       where p.person_id = m.person_id and p.kind in ('restricted-record', 'sealed-identity')
         and not $1 = any (p.named_roles))
     group by m.person_id order by since, m.person_id limit 200`,
    [roleId],
  )
  return rows
}
