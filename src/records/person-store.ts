import type { Content } from '../feeds/sections.ts'
import type { Queryable } from '../kit/database.ts'
import type { PersonRecord } from './person-record.ts'

/**
 * Which disclosers' sections of a person may be read: person id → category → partner ids, and the fields of the
 * section where not all of them may be.
 */
export type ReadingRights = Record<
  string,
  Record<string, { disclosers: readonly string[]; fields?: readonly string[] }>
>

/** The membership in force: which source identities are these persons, and as of which version of that belief. */
export async function findMembers(
  client: Queryable,
  personIds: readonly string[],
): Promise<{ personId: string; identity: string; membershipId: number }[]> {
  const { rows } = await client.query(
    `select person_id as "personId", identity, membership_id as "membershipId"
     from records.current_member where person_id = any ($1::uuid[]) order by person_id, identity`,
    [personIds],
  )
  return rows
}

/** The person that an id means today: a person that was merged resolves to the one that kept its id. */
export async function resolvePerson(client: Queryable, personId: string): Promise<string> {
  const { rows } = await client.query<{ now: string }>(
    `with recursive followed (id, depth) as (
       select $1::uuid, 0
       union all
       select a.now_person_id, f.depth + 1
       from followed f
       cross join lateral (
         select now_person_id from records.person_alias where person_id = f.id order by recorded_at desc limit 1
       ) a
       where f.depth < 50 and not exists (select from records.current_member m where m.person_id = f.id)
     )
     select id as now from followed order by depth desc limit 1`,
    [personId],
  )
  return rows[0]?.now ?? personId
}

/** Ids of persons that were merged into this one, at any remove. */
export async function findFormerIds(client: Queryable, personId: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with recursive former (id) as (
       select person_id from records.person_alias where now_person_id = $1
       union
       select a.person_id from records.person_alias a join former f on a.now_person_id = f.id
     )
     select id from former`,
    [personId],
  )
  return rows.map(row => row.id)
}

/** The partners that hold, or once held, a record of one of these identities. */
export async function findHolders(
  client: Queryable,
  identities: readonly { identity: string }[],
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'select distinct partner_id as id from feeds.source_record where subject = any ($1::uuid[]) order by 1',
    [identities.map(i => i.identity)],
  )
  return rows.map(row => row.id)
}

/**
 * The live source records of persons, each cut in the database to the sections that `rights` names; a record of which
 * nothing remains is left out. `identities` are those of `findMembers`.
 */
export async function readRecords(
  client: Queryable,
  identities: readonly { personId: string; identity: string }[],
  rights: ReadingRights,
): Promise<PersonRecord[]> {
  const { rows } = await client.query<Row>({
    name: 'read-records',
    text: `select m.person_id as "personId", r.record_id as "recordId", r.partner_id as "partnerId", r.contract,
            r.subject as identity, o.person_id as "objectPersonId", cut.content,
            lower(r.valid) as "validFrom", upper(r.valid) as "validTo", r.as_of as "asOf"
     from feeds.live_record r
     join unnest($1::uuid[], $2::uuid[]) as m (identity, person_id) on m.identity = r.subject
     left join records.current_member o on o.identity = r.object
     cross join lateral (
       select jsonb_object_agg(s.key, s.section) as content
       from (
         select e.key, case when may ? 'fields' then
             (select jsonb_object_agg(f.key, f.value) from jsonb_each(e.value) f where may -> 'fields' ? f.key)
           else e.value end as section
         from jsonb_each(r.content) e
         cross join lateral (select $3::jsonb -> m.person_id::text -> e.key as may) rights
         where may -> 'disclosers' ? r.partner_id
           -- Where somebody lives is told when linking has weighed whether it must be held, and not before.
           and (e.key not in ('address', 'contact-details')
                or not exists (select from feeds.delivery d where d.delivery_id = r.delivery_id and d.state = 'published')
                or exists (select from feeds.published_record p join feeds.delivery d using (delivery_id)
                           where p.subject = r.subject and p.record_id = r.record_id and d.state = 'linked'))
       ) s
       where s.section is not null
     ) cut
     where r.subject = any ($1::uuid[]) and cut.content is not null
       and (r.partner_id = current_setting('family_hub.partner', true)
            -- What a sensitive service says is read, the name included, only where that service may be shown.
            or not exists (
              select from jsonb_each(r.content) e
              where e.value -> 'sensitive' = 'true'
                and not coalesce($3::jsonb -> m.person_id::text -> e.key -> 'disclosers' ? r.partner_id, false)))
     order by m.person_id, r.partner_id, r.record_id`,
    values: [identities.map(i => i.identity), identities.map(i => i.personId), JSON.stringify(rights)],
  })
  return rows.map(row => ({
    ...row,
    objectPersonId: row.content.relationships === undefined ? undefined : (row.objectPersonId ?? undefined),
    validFrom: row.validFrom ?? undefined,
    validTo: row.validTo ?? undefined,
  }))
}

type Row = Omit<PersonRecord, 'objectPersonId' | 'validFrom' | 'validTo'> & {
  content: Content
  objectPersonId: string | null
  validFrom: string | null
  validTo: string | null
}

/** Pairs in doubt that touch these persons: with whom they may be the same, seen from each side. */
export async function findReviewPairs(
  client: Queryable,
  personIds: readonly string[],
): Promise<{ personId: string; otherPersonId: string; otherPartnerId: string; otherContract: string }[]> {
  const { rows } = await client.query({
    name: 'find-review-pairs',
    text: `select mine.person_id as "personId", other.person_id as "otherPersonId", e.partner_id as "otherPartnerId",
            e.contract as "otherContract"
     from records.current_member mine
     -- Seen from both sides: who may not know of the one record is told nothing because of the other.
     join records.search_entry known on known.identity = mine.identity
     join records.review_pair p on mine.identity in (p.identity_a, p.identity_b)
     join records.current_member other
       on other.identity = case when mine.identity = p.identity_a then p.identity_b else p.identity_a end
     join records.search_entry e on e.identity = other.identity
     where mine.person_id = any ($1::uuid[]) and other.person_id <> mine.person_id`,
    values: [personIds],
  })
  return rows
}
