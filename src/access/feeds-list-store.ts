import type { Queryable } from '../kit/database.ts'
import { type DeliveryLine, FROM, LINE } from './feeds-view-store.ts'

/**
 * The last delivery of a feed. `shownAsOf` is the newest day that pages can show of it; none where nothing of it was
 * ever published. `usualMatchRate` is the mean of the five linked deliveries before the newest linked one.
 */
export type FeedLine = DeliveryLine & {
  shownAsOf: Date | null
  matchRate: number | null
  usualMatchRate: number | null
  /** The oldest delivery of the feed, other than the last, that still waits for somebody. */
  waitingId: number | null
}

/** The latest delivery of each feed, of one partner where given, in the order of the partners' names. */
export async function findFeeds(client: Queryable, partnerId: string | undefined): Promise<FeedLine[]> {
  const { rows } = await client.query<FeedLine>(
    `select f.*, m."shownAsOf", m."matchRate", m."usualMatchRate",
       (select min(o.delivery_id) from feeds.delivery o
        where o.partner_id = f."partnerId" and o.contract = f.contract and o.state = 'held'
          and o.delivery_id <> f."deliveryId") as "waitingId"
     from (
       select distinct on (d.partner_id, d.contract) ${LINE} from ${FROM}
       where $1::text is null or d.partner_id = $1
       order by d.partner_id, d.contract, d.received_at desc, d.delivery_id desc) f
     left join lateral (
       select max(o.as_of) filter (where o.mode <> 'part') as "shownAsOf", max(o.match_rate) filter (where o.place = 1) as "matchRate",
         avg(o.match_rate) filter (where o.place between 2 and 6)::real as "usualMatchRate"
       from (select as_of, mode, match_rate, row_number() over (order by received_at desc, delivery_id desc) as place
             from feeds.delivery
             where partner_id = f."partnerId" and contract = f.contract and state in ('published', 'linked')) o
     ) m on true
     order by f."partnerName", f.contract`,
    [partnerId ?? null],
  )
  return rows
}

export type Signed = { partnerId: string; name: string; categories: string[] }

/**
 * Who has signed, as a discloser, to share which categories of their own service, under a sharing agreement that is in
 * date. What a network shares together, such as alerts, tells nobody to send a file of it.
 */
export async function findSignedCategories(client: Queryable): Promise<Signed[]> {
  const { rows } = await client.query<Signed>(
    `select p.partner_id as "partnerId", p.name, array_agg(distinct c.category) as categories
     from registers.agreement a
     join registers.agreement_term t using (agreement_id, version)
     join registers.agreement_signature s using (agreement_id, version)
     join registers.partner p on p.partner_id = s.partner_id and p.kind = any (t.discloser_kinds)
     cross join lateral unnest(t.categories) as c (category)
     join registers.category g on g.category_id = c.category and g.service_kind = p.kind
     where a.revoked_at is null and a.valid @> registers.london_today()
       and s.signed_on <= registers.london_today() and p.valid @> registers.london_today()
     group by p.partner_id, p.name order by p.name`,
  )
  return rows
}
