import type { Queryable } from '../kit/database.ts'
import type { Protection } from './protections.ts'

/** Protections that deliveries state: kept with the delivery, and entered into the register when it is published. */

/** Keeps them unseen; each person and kind comes once a delivery. */
export async function insertDeliveryProtections(
  client: Queryable,
  deliveryId: number,
  contract: string,
  protections: Protection[],
): Promise<void> {
  await client.query(
    `insert into feeds.delivery_protection
       (delivery_id, subject, kind, named_roles, seal_group, reason, recorded_by, raised_by, valid)
     select $1, subject, kind, named_roles, seal_group, reason, recorded_by, coalesce(raised_by, $2),
            daterange(valid_from, valid_to, '[]')
     from jsonb_to_recordset($3::jsonb) as stated (subject uuid, kind text, named_roles text[], seal_group text,
       reason text, recorded_by text, raised_by text, valid_from date, valid_to date)`,
    [
      deliveryId,
      contract,
      JSON.stringify(
        protections.map(one => ({
          subject: one.subject,
          kind: one.kind,
          named_roles: one.namedRoles,
          seal_group: one.sealGroup,
          reason: one.reason,
          recorded_by: one.recordedBy,
          raised_by: one.raisedBy,
          valid_from: one.from,
          valid_to: one.to,
        })),
      ),
    ],
  )
}

/**
 * What the host states takes the place of what it stated before, and of what a feed had raised up to that instant. A
 * file that is older than what stands changes nothing; of two as of one instant the longer protects, and beyond that
 * what they say decides, so that the order in which they came makes no difference.
 */
export async function settleProtections(client: Queryable, deliveryId: number): Promise<void> {
  await client.query(
    `insert into registers.protection as standing
       (subject, kind, named_roles, seal_group, source, reason, recorded_by, valid, recorded_at, settled_as_of)
     select p.subject, p.kind, p.named_roles, p.seal_group, p.raised_by, p.reason, p.recorded_by, p.valid, d.as_of, d.as_of
     from feeds.delivery_protection p join feeds.delivery d using (delivery_id)
     where delivery_id = $1
     on conflict (subject, kind, source) do update
     set named_roles = excluded.named_roles, seal_group = excluded.seal_group, reason = excluded.reason,
         recorded_by = excluded.recorded_by, valid = excluded.valid, recorded_at = excluded.recorded_at,
         settled_as_of = excluded.settled_as_of
     where (excluded.recorded_at, upper_inf(excluded.valid), excluded.valid, excluded.named_roles,
            coalesce(excluded.seal_group, ''), excluded.reason, excluded.recorded_by)
         > (standing.recorded_at, upper_inf(standing.valid), standing.valid, standing.named_roles,
            coalesce(standing.seal_group, ''), standing.reason, standing.recorded_by)`,
    [deliveryId],
  )
}

/**
 * A discloser's own feed can only add to what stands: a longer time, fewer roles. Its absence from a later file, or an
 * older file, takes nothing away.
 */
export async function raiseProtections(client: Queryable, deliveryId: number): Promise<void> {
  await client.query(
    `insert into registers.protection as standing
       (subject, kind, named_roles, seal_group, source, reason, recorded_by, valid, recorded_at)
     select p.subject, p.kind, p.named_roles, p.seal_group, p.raised_by, p.reason, p.recorded_by, p.valid, d.as_of
     from feeds.delivery_protection p join feeds.delivery d using (delivery_id)
     where delivery_id = $1
     on conflict (subject, kind, source) do update
     set named_roles = array(select unnest(standing.named_roles) intersect select unnest(excluded.named_roles) order by 1),
         valid = range_merge(standing.valid, excluded.valid),
         recorded_at = greatest(standing.recorded_at, excluded.recorded_at)
     where excluded.recorded_at > coalesce(standing.settled_as_of, '-infinity')`,
    [deliveryId],
  )
}
