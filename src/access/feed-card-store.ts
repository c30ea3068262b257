import type { DeliveryState } from '../feeds/delivery-store.ts'
import type { Awaits, Holding } from '../feeds/holding/holding-store.ts'
import type { Profile } from '../feeds/profile.ts'
import type { Queryable } from '../kit/database.ts'

/** One delivery as a scorecard counts it. Shares are from 0 to 1; `null` where nothing was measured. */
export type CardRow = {
  deliveryId: number
  state: DeliveryState
  awaits: Awaits | null
  receivedAt: Date
  asOf: Date
  rowsRead: number
  rowsAccepted: number
  profile: Profile | null
  holding: Holding | null
  matchSampled: number | null
  matchFound: number | null
  matchRate: number | null
}

/** A partner's name where the partner stands in the register or has sent anything under the contract. */
export async function findFeedName(
  client: Queryable,
  partnerId: string,
  contract: string,
): Promise<{ partnerName: string } | undefined> {
  const { rows } = await client.query<{ partnerName: string }>(
    `select coalesce(p.name, d.partner_id) as "partnerName"
     from feeds.delivery d left join registers.partner p on p.partner_id = d.partner_id
     where d.partner_id = $1 and d.contract = $2 limit 1`,
    [partnerId, contract],
  )
  return rows[0]
}

/** The last deliveries of a feed, the newest first. */
export async function findCardRows(
  client: Queryable,
  partnerId: string,
  contract: string,
  most: number,
): Promise<CardRow[]> {
  const { rows } = await client.query<CardRow>(
    `select delivery_id as "deliveryId", state, awaits, received_at as "receivedAt", as_of as "asOf",
       rows_read as "rowsRead", rows_accepted as "rowsAccepted", profile, holding,
       match_sampled as "matchSampled", match_found as "matchFound", match_rate as "matchRate"
     from feeds.delivery where partner_id = $1 and contract = $2
     order by received_at desc, delivery_id desc limit $3`,
    [partnerId, contract, most],
  )
  return rows
}

/** The newest instant of which pages show this feed; `undefined` where nothing of it was ever published. */
export async function findShownAsOf(
  client: Queryable,
  partnerId: string,
  contract: string,
): Promise<Date | undefined> {
  const { rows } = await client.query<{ shown: Date | null }>(
    `select max(as_of) as shown from feeds.delivery
     where partner_id = $1 and contract = $2 and state in ('published', 'linked') and mode <> 'part'`,
    [partnerId, contract],
  )
  return rows[0]?.shown ?? undefined
}
