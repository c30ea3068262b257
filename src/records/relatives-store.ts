import type { Queryable } from '../kit/database.ts'
import { findKeptApart } from './protection-store.ts'
import type { TenancyRow } from './tenancy.ts'

/** That a source ties two persons, or that they live at one address. `type` is what the relative is to the person. */
export type Tie = {
  personId: string
  relativeId: string
  how: 'stated' | 'child of' | 'household' | 'family'
  type: string
  responsibility: boolean
  partnerId: string
}

/** An address with more people than this is a hostel, a school or a mistake, and makes nobody a family. */
const LARGEST_HOUSEHOLD = 12

/** Ties that records of these persons state: their mother, contacts, carers; and their social-care family group. */
export async function findStatedRelatives(client: Queryable, personIds: readonly string[]): Promise<Tie[]> {
  const { rows } = await client.query<Tie>({
    name: 'find-stated-relatives',
    text: `with mine as (
       select person_id, identity from records.current_member where person_id = any ($1::uuid[])
     ),
     said_of_me as (
       select subject, object, partner_id, content -> 'relationships' as tie from feeds.live_record
       where subject = any (array(select identity from mine)) and object is not null
     ),
     naming_me as (
       select subject, object, partner_id, content -> 'relationships' as tie from feeds.live_record
       where subject = any (array(select r.subject from feeds.source_record r
                                  where r.object = any (array(select identity from mine))))
         and object = any (array(select identity from mine))
     )
     select distinct m.person_id as "personId", o.person_id as "relativeId", 'stated' as how, tie ->> 'type' as type,
            coalesce((tie ->> 'responsibility')::boolean, false) as responsibility, partner_id as "partnerId"
     from said_of_me join mine m on m.identity = subject join records.current_member o on o.identity = object
     where o.person_id <> m.person_id
     union
     select distinct m.person_id, o.person_id, 'child of', tie ->> 'type',
            coalesce((tie ->> 'responsibility')::boolean, false), partner_id
     from naming_me join mine m on m.identity = object join records.current_member o on o.identity = subject
     where o.person_id <> m.person_id`,
    values: [personIds],
  })
  return rows
}

/** People of one social-care family group: the records share a family as their object. */
export async function findFamilyGroup(client: Queryable, personIds: readonly string[]): Promise<Tie[]> {
  const { rows } = await client.query<Tie>({
    name: 'find-family-group',
    text: `with mine as (
       select l.subject, l.object from feeds.live_record l
       where l.subject = any (array(select identity from records.current_member where person_id = any ($1::uuid[])))
         and l.scope = 'ssd_family' and l.object is not null
     ),
     theirs as (
       select l.subject, l.object, l.partner_id from feeds.live_record l
       where l.subject = any (array(select r.subject from feeds.source_record r
                                    where r.object = any (array(select object from mine))))
         and l.object = any (array(select object from mine))
     )
     select distinct m.person_id as "personId", o.person_id as "relativeId", 'family' as how, 'same family' as type,
            false as responsibility, t.partner_id as "partnerId"
     from mine join theirs t using (object)
     join records.current_member m on m.identity = mine.subject
     join records.current_member o on o.identity = t.subject
     where o.person_id <> m.person_id`,
    values: [personIds],
  })
  return rows
}

/** People of one tenancy: a landlord's records share the household as their object. */
export async function findTenancies(client: Queryable, personIds: readonly string[]): Promise<TenancyRow[]> {
  const { rows } = await client.query<Omit<TenancyRow, 'isKeptApart'>>({
    name: 'find-tenancies',
    text: `with mine as (
       select l.subject, l.object, l.content -> 'relationships' as tie from feeds.live_record l
       where l.subject = any (array(select identity from records.current_member where person_id = any ($1::uuid[])))
         and l.scope = 'households' and l.object is not null
     ),
     theirs as (
       select l.subject, l.object, l.partner_id, l.content -> 'relationships' as tie from feeds.live_record l
       where l.subject = any (array(select r.subject from feeds.source_record r
                                    where r.object = any (array(select object from mine))))
         and l.object = any (array(select object from mine))
     )
     select distinct m.person_id as "personId", o.person_id as "relativeId", t.partner_id as "partnerId",
            mine.tie ->> 'type' as mine, t.tie ->> 'type' as theirs,
            mine.tie -> 'livesWith' = 'true' and t.tie -> 'livesWith' = 'true' as "bothLiveThere"
     from mine join theirs t using (object)
     join records.current_member m on m.identity = mine.subject
     join records.current_member o on o.identity = t.subject
     where o.person_id <> m.person_id`,
    values: [personIds],
  })
  const apart = await findKeptApart(client, rows.flatMap(endsOf))
  return rows.map(row => ({ ...row, isKeptApart: endsOf(row).some(end => apart.has(end)) }))
}

/** People whose records hold the same building and postcode now; a protected address makes no household. */
export async function findHousehold(client: Queryable, personIds: readonly string[]): Promise<Tie[]> {
  const { rows } = await client.query<Tie>({
    name: 'find-household',
    text: `select distinct m.person_id as "personId", o.person_id as "relativeId", 'household' as how,
            'same address' as type, false as responsibility, other.partner_id as "partnerId"
     from records.current_member m
     join records.search_entry mine on mine.identity = m.identity and mine.place_key is not null
     join records.search_entry other on other.place_key = mine.place_key
     join records.current_member o on o.identity = other.identity
     where m.person_id = any ($1::uuid[]) and o.person_id <> m.person_id
       and (select count(distinct c.person_id) from records.search_entry e
            join records.current_member c on c.identity = e.identity
            where e.place_key = mine.place_key) <= $2`,
    values: [personIds, LARGEST_HOUSEHOLD],
  })
  const apart = await findKeptApart(client, rows.flatMap(endsOf))
  return rows.filter(tie => !endsOf(tie).some(end => apart.has(end)))
}

function endsOf({ personId, relativeId }: { personId: string; relativeId: string }): string[] {
  return [personId, relativeId]
}
