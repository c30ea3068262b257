import type { Queryable } from '../kit/database.ts'
import type { StandingDecision } from './link-persons.ts'

export type PersonRow = { personId: string; anchor: string; recordedAt: Date }
export type Joining = { identity: string; personId: string; bits: number | undefined; reason: string }

export async function readCurrentMembers(client: Queryable): Promise<Map<string, string>> {
  const { rows } = await client.query<{ identity: string; personId: string }>(
    'select identity, person_id as "personId" from records.current_member',
  )
  return new Map(rows.map(row => [row.identity, row.personId]))
}

export async function readPersons(client: Queryable): Promise<PersonRow[]> {
  const { rows } = await client.query<PersonRow>(
    'select person_id as "personId", anchor, recorded_at as "recordedAt" from records.person order by recorded_at, person_id',
  )
  return rows
}

/** Decisions of people that stand: neither withdrawn nor themselves a withdrawal. */
export async function readStandingDecisions(client: Queryable): Promise<StandingDecision[]> {
  const { rows } = await client.query<StandingDecision>(
    `select d.kind, d.identity_a as a, d.identity_b as b from records.match_decision d
     where d.withdraws is null
       and not exists (select from records.match_decision w where w.withdraws = d.decision_id)
     order by d.decision_id`,
  )
  return rows
}

export async function addPersons(
  client: Queryable,
  persons: { personId: string; anchor: string }[],
): Promise<void> {
  await client.query(
    `insert into records.person (person_id, anchor)
     select * from unnest($1::uuid[], $2::uuid[]) on conflict do nothing`,
    [persons.map(p => p.personId), persons.map(p => p.anchor)],
  )
}

/** Writes new membership facts and moves the membership in force to them. */
export async function addMemberships(client: Queryable, joinings: Joining[], author: string): Promise<void> {
  await client.query(
    `with added as (
       insert into records.membership (identity, person_id, bits, author, reason)
       select identity, person_id, bits, $5, reason
       from unnest($1::uuid[], $2::uuid[], $3::real[], $4::text[]) as x (identity, person_id, bits, reason)
       returning identity, person_id, membership_id
     )
     insert into records.current_member (identity, person_id, membership_id)
     select identity, person_id, membership_id from added
     on conflict (identity) do update set person_id = excluded.person_id, membership_id = excluded.membership_id`,
    [
      joinings.map(j => j.identity),
      joinings.map(j => j.personId),
      joinings.map(j => j.bits ?? null),
      joinings.map(j => j.reason),
      author,
    ],
  )
}

export async function addAliases(client: Queryable, aliases: { from: string; to: string }[]): Promise<void> {
  await client.query(
    'insert into records.person_alias (person_id, now_person_id) select * from unnest($1::uuid[], $2::uuid[])',
    [aliases.map(a => a.from), aliases.map(a => a.to)],
  )
}

export type DoubtfulPair = { a: string; b: string; bits: number; probability: number; words: string[] }

/** Puts pairs in doubt beside those that stand; one that says what it said is left alone. */
export async function putReviewPairs(
  client: Queryable,
  pairs: readonly DoubtfulPair[],
  modelVersion: string,
): Promise<void> {
  await client.query(
    `insert into records.review_pair as r (identity_a, identity_b, bits, probability, words, model_version)
     select a, b, bits, probability, words, $2
     from jsonb_to_recordset($1::jsonb) as x (a uuid, b uuid, bits real, probability real, words text[])
     on conflict (identity_a, identity_b) do update set bits = excluded.bits, probability = excluded.probability,
       words = excluded.words, model_version = excluded.model_version, recorded_at = clock_timestamp()
     where (r.bits, r.probability, r.words, r.model_version)
       is distinct from (excluded.bits, excluded.probability, excluded.words, excluded.model_version)`,
    [JSON.stringify(pairs), modelVersion],
  )
}

export async function readReviewPairs(client: Queryable): Promise<{ a: string; b: string }[]> {
  const { rows } = await client.query<{ a: string; b: string }>(
    'select identity_a as a, identity_b as b from records.review_pair',
  )
  return rows
}

export async function dropReviewPairs(
  client: Queryable,
  pairs: readonly { a: string; b: string }[],
): Promise<void> {
  await client.query(
    `delete from records.review_pair r using unnest($1::uuid[], $2::uuid[]) as gone (a, b)
     where r.identity_a = gone.a and r.identity_b = gone.b`,
    [pairs.map(pair => pair.a), pairs.map(pair => pair.b)],
  )
}

/** Deliveries that are published and not yet linked. */
export async function findPublished(client: Queryable): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    `select delivery_id as id from feeds.delivery where state = 'published'`,
  )
  return rows.map(row => row.id)
}

/** Marks these deliveries as linked; returns how many. */
export async function markLinked(client: Queryable, deliveryIds: number[]): Promise<number> {
  const { rowCount } = await client.query(
    `update feeds.delivery set state = 'linked', linked_at = clock_timestamp()
     where state = 'published' and delivery_id = any ($1::bigint[])`,
    [deliveryIds],
  )
  return rowCount ?? 0
}
