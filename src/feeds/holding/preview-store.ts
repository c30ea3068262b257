import type { Queryable } from '../../kit/database.ts'

/** What would become of the records of one table if a delivery were published now. */
export type TableChanges = {
  table: string
  new: number
  changed: number
  unchanged: number
  ended: number
  /** Older than what is shown of the same record, so that they change nothing. */
  older: number
}

export type ChangeKind = 'new' | 'changed' | 'ended'

/** One record that would change. `before` and `after` are what it says; callers pass on names of fields only. */
export type RecordChange = {
  table: string
  reference: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/**
 * The records of delivery `$1` beside those that its feed shows now, by table and reference: what `feeds.live_record`
 * does for everybody, done for one feed. The records of a feed lie where its deliveries brought them, so it is by
 * these that they are found; of snapshots only this one and the latest are looked at, however many came. What a part is
 * silent on still stands, so it changes nothing.
 */
const SIDE_BY_SIDE = `
  with this as (select * from feeds.delivery where delivery_id = $1),
  feed as (
    select d.delivery_id, d.mode, d.content_hash, d.state
    from feeds.delivery d join this using (partner_id, contract)
  ),
  latest as (
    select l.scope, l.delivery_id, l.as_of, l.content_hash
    from feeds.latest_snapshot l join this using (partner_id, contract)
  ),
  compared as (
    select delivery_id from this
    union select delivery_id from latest
    union select delivery_id from feed where mode in ('changes', 'part') and state in ('published', 'linked')
  ),
  ours as materialized (
    select r.record_id, r.scope, r.source_ref, r.subject, r.delivery_id, r.as_of
    from feeds.source_record r
    where r.delivery_id = any (array(select delivery_id from feed))
  ),
  seen as (
    select record_id, scope, source_ref, subject, delivery_id, as_of from ours
    where delivery_id = any (array(select delivery_id from compared))
    union all
    select o.record_id, o.scope, o.source_ref, o.subject, s.delivery_id, s.as_of
    from feeds.sighting s join ours o using (record_id)
    where s.delivery_id = any (array(select delivery_id from compared))
  ),
  sent as (
    select distinct on (s.scope, s.source_ref, s.subject) s.*, t.content_hash
    from seen s join this t using (delivery_id)
    order by s.scope, s.source_ref, s.subject, s.as_of desc, s.record_id
  ),
  live as (
    select distinct on (s.scope, s.source_ref, s.subject) s.*, f.content_hash
    from seen s join feed f using (delivery_id) left join latest l on l.scope = s.scope
    where f.state in ('published', 'linked')
      and (f.mode = 'changes' or l.delivery_id = s.delivery_id
           or f.mode = 'part' and (l.delivery_id is null or (s.as_of, f.content_hash) > (l.as_of, l.content_hash)))
    order by s.scope, s.source_ref, s.subject, s.as_of desc, f.content_hash desc, s.record_id
  ),
  both_sides as (
    select coalesce(s.scope, l.scope) as scope, coalesce(s.source_ref, l.source_ref) as source_ref,
      coalesce(s.subject, l.subject) as subject, s.record_id as sent_id, l.record_id as live_id,
      case
        when s.record_id is null then case
          when this.mode = 'snapshot' and exists (
            select from feeds.delivery_file f join latest on latest.scope = f.scope
            where f.delivery_id = $1 and f.scope = l.scope
              and (this.as_of, this.content_hash) > (latest.as_of, latest.content_hash)) then 'ended' end
        when this.mode <> 'changes' and exists (
          select from latest where latest.scope = s.scope
            and (latest.as_of, latest.content_hash) > (this.as_of, this.content_hash)) then 'older'
        when l.record_id is null then 'new'
        when l.record_id = s.record_id then 'unchanged'
        when (l.as_of, l.content_hash) > (s.as_of, s.content_hash) then 'older'
        when this.mode = 'part' and (
          select before.content::jsonb @> after.content::jsonb
          from feeds.source_record before, feeds.source_record after
          where before.record_id = l.record_id and before.subject is not distinct from l.subject
            and after.record_id = s.record_id and after.subject is not distinct from s.subject) then 'unchanged'
        else 'changed'
      end as kind
    from sent s full join live l
      on l.scope = s.scope and l.source_ref = s.source_ref
      and coalesce(l.subject::text, '') = coalesce(s.subject::text, '')
    cross join this
  )`

/** How much of each table is new, changed, unchanged, ended or older than what is shown. */
export async function countChanges(client: Queryable, deliveryId: number): Promise<TableChanges[]> {
  const { rows } = await client.query<TableChanges>(
    `${SIDE_BY_SIDE}
     select scope as "table", count(*) filter (where kind = 'new')::integer as new,
       count(*) filter (where kind = 'changed')::integer as changed,
       count(*) filter (where kind = 'unchanged')::integer as unchanged,
       count(*) filter (where kind = 'ended')::integer as ended,
       count(*) filter (where kind = 'older')::integer as older
     from both_sides where kind is not null group by scope order by scope`,
    [deliveryId],
  )
  return rows
}

/**
 * The first records of a kind, in the order of their references. They are the partner's own, for its own senders, so none
 * is left out: beside the file and the count, a gap would say who is kept apart.
 */
export async function findChanges(
  client: Queryable,
  deliveryId: number,
  kind: ChangeKind,
  most: number,
): Promise<RecordChange[]> {
  const { rows } = await client.query<RecordChange>(
    `${SIDE_BY_SIDE}
     select b.scope as "table", b.source_ref as reference, s.content as after,
       case when (select mode from this) = 'part' then l.content::jsonb - array(
         select section from jsonb_object_keys(l.content::jsonb) section where not s.content::jsonb ? section)
       else l.content::jsonb end as before
     from both_sides b
     left join feeds.source_record s on s.record_id = b.sent_id and s.subject is not distinct from b.subject
     left join feeds.source_record l on l.record_id = b.live_id and l.subject is not distinct from b.subject
     where b.kind = $2
     order by b.scope, b.source_ref limit $3`,
    [deliveryId, kind, most],
  )
  return rows
}

/** How many records the feed of a delivery has ever brought. */
export async function countFeedRecords(client: Queryable, deliveryId: number): Promise<number> {
  const { rows } = await client.query<{ records: number }>(
    `select coalesce(sum(d.records_new), 0)::bigint as records
     from feeds.delivery d join feeds.delivery this using (partner_id, contract) where this.delivery_id = $1`,
    [deliveryId],
  )
  return rows[0]?.records ?? 0
}
