import type { Queryable } from '../kit/database.ts'
import { findProtections } from '../records/protection-store.ts'
import type { Protection, SensitiveBasis } from './facts.ts'

export type PersonFactsRow = {
  personId: string
  membershipVersion: number
  birthDate: string | null
  isParentOrCarer: boolean
  isCareLeaver: boolean
  isHelpedAsAdult: boolean
  seen: boolean
  protections: Protection[]
}

const PERSON_FACTS = `
  with asked as (
     select identity from records.current_member where person_id = any ($1::uuid[])
   ),
   named as ( -- by a record that some source holds now, not by one that was withdrawn or never published
     select l.object from feeds.live_record l
     where l.subject = any (array(select r.subject from feeds.source_record r
                                  where r.object = any (array(select identity from asked))))
       and l.object = any (array(select identity from asked))
   ),
   at_home as ( -- who stands in one tenancy with somebody asked about
     select l.subject, l.object, l.content from feeds.live_record l
     where l.scope = 'households'
       and l.subject = any (array(
         select other.subject from feeds.source_record one join feeds.source_record other using (object)
         where one.subject = any (array(select identity from asked)) and one.scope = 'households'))
   ),
   carers as ( -- a tenant, or the tenant's partner or parent, with a child in the home
     select mine.subject from at_home mine join at_home child using (object)
     where mine.subject = any (array(select identity from asked))
       and mine.content -> 'relationships' ->> 'type' in ('tenant', 'partner', 'parent')
       and child.content -> 'relationships' ->> 'type' in ('child', 'grandchild')
       and (child.content -> 'identity' ->> 'birthDate')::date > registers.london_today() - interval '18 years'
   ),
   leavers as (
     select l.subject from feeds.live_record l
     where l.subject = any (array(select identity from asked))
       and l.content -> 'care-plans' ->> 'type' = 'care leaver'
       and coalesce(l.content -> 'care-plans' ->> 'to' >= registers.london_today()::text, true)
   ),
   helped as ( -- the view lets another partner's reader see only what the person's yes or a harm test lets be told
     select l.subject from feeds.live_record l
     where l.subject = any (array(select identity from asked))
       and l.content -> 'adult-services' ->> 'service' <> 'Probation'
   )
   select m.person_id as "personId", max(m.membership_id) as "membershipVersion",
          mode() within group (order by e.birth_date) as "birthDate",
          coalesce(bool_or(e.identity is not null), false) as seen,
          coalesce(bool_or(m.identity = any (array(select object from named union all select subject from carers))), false)
            as "isParentOrCarer",
          coalesce(bool_or(m.identity = any (array(select subject from leavers))), false) as "isCareLeaver",
          coalesce(bool_or(m.identity = any (array(select subject from helped))), false) as "isHelpedAsAdult"
   from records.current_member m left join records.search_entry e on e.identity = m.identity
   where m.person_id = any ($1::uuid[])
   group by m.person_id`

/**
 * What is known of persons before anything is shown: the date of birth that most records give, whether a child's
 * record names them as a contact, and the protections on any of their records. Only persons that exist come back.
 */
export async function findPersonFacts(
  client: Queryable,
  personIds: readonly string[],
): Promise<PersonFactsRow[]> {
  const { rows } = await client.query<Omit<PersonFactsRow, 'protections'>>({
    name: 'find-person-facts',
    text: PERSON_FACTS,
    values: [personIds],
  })
  const protections = Map.groupBy(await findProtections(client, personIds), one => one.personId)
  return rows.map(row => ({ ...row, protections: protections.get(row.personId) ?? [] }))
}

/** Where the person's own yes, or a recorded harm test, lets a sensitive service be told of: by person and category. */
export async function findSensitiveBases(
  client: Queryable,
  personIds: readonly string[],
): Promise<{ personId: string; categoryId: string; basis: SensitiveBasis }[]> {
  const { rows } = await client.query({
    name: 'find-sensitive-bases',
    text: `select m.person_id as "personId", s.key as "categoryId",
            case when bool_or(s.value ->> 'basis' = 'yes') then 'yes' else 'harm test' end as basis
     from feeds.live_record l
     join records.current_member m on m.identity = l.subject
     cross join lateral jsonb_each(l.content) s
     where l.subject = any (array(select identity from records.current_member where person_id = any ($1::uuid[])))
       and m.person_id = any ($1::uuid[])
       and s.value -> 'sensitive' = 'true' and s.value ->> 'basis' in ('yes', 'harm-test')
     group by 1, 2`,
    values: [personIds],
  })
  return rows
}

export type TieRow = { personId: string; kind: 'own' | 'team' | 'roll'; endedDaysAgo: number }

/** How a worker is tied to persons by records of the worker's own partner, and how long ago that ended. */
export async function findWorkingTies(
  client: Queryable,
  worker: {
    partnerId: string
    workerId: string
    team: string | undefined
    rollCounts: boolean
    teamCounts: boolean
  },
  personIds: readonly string[],
): Promise<TieRow[]> {
  const { rows } = await client.query<TieRow>(
    `select m.person_id as "personId",
            case when c.worker_id = $2 then 'own' when c.worker_id = '' then 'roll' else 'team' end as kind,
            min(case when upper_inf(c.valid) then 0
                else greatest(0, registers.london_today() - (upper(c.valid) - 1)) end) as "endedDaysAgo"
     from records.current_member m join records.caseload c on c.identity = m.identity
     where m.person_id = any ($4::uuid[]) and c.partner_id = $1
       and (c.worker_id = $2 or (c.worker_id = '' and $5) or ($6 and c.worker_id <> '' and c.team = $3))
       and coalesce(lower(c.valid) <= registers.london_today(), true)
     group by 1, 2`,
    [worker.partnerId, worker.workerId, worker.team ?? null, personIds, worker.rollCounts, worker.teamCounts],
  )
  return rows
}

/** The persons on a worker's own caseload, school roll or team, ended ones for a while too: the rules decide on each. */
export async function findCaseload(
  client: Queryable,
  worker: {
    partnerId: string
    workerId: string
    team: string | undefined
    rollCounts: boolean
    teamCounts: boolean
  },
  most: number,
): Promise<string[]> {
  const { rows } = await client.query<{ personId: string }>(
    `select distinct m.person_id as "personId"
     from records.caseload c join records.current_member m on m.identity = c.identity
     where c.partner_id = $1
       and (c.worker_id = $2 or (c.worker_id = '' and $4) or ($5 and c.worker_id <> '' and c.team = $3))
       and c.valid && daterange(registers.london_today() - 90, registers.london_today(), '[]')
     order by 1 limit $6`,
    [worker.partnerId, worker.workerId, worker.team ?? null, worker.rollCounts, worker.teamCounts, most],
  )
  return rows.map(row => row.personId)
}
