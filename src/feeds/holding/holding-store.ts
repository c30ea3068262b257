import type { Queryable } from '../../kit/database.ts'
import { cutOff } from '../checks/row-rules.ts'
import type { Profile } from '../profile.ts'
import type { TableChanges } from './preview-store.ts'
import type { Earlier, Match } from './rule.ts'

/** Why a delivery is held, as its page and its sender read it, and against how many others it was weighed. */
export type Holding = {
  compared: number
  reasons: { rule: string; says: string }[]
  /** What it would have changed when it was held: kept, because counting a large one takes long. */
  changes?: TableChanges[]
}

/** Whose word a held delivery waits for. */
export type Awaits = 'sender' | 'steward'

/** What the rules weigh of one delivery, as it was stored when all its rows had been read. */
export type Stored = Earlier & { rowsRead: number; rowsRejected: number; cutOff: string[] }

type Row = {
  rows: Record<string, number> | null
  profile: Profile | null
  sampled: number | null
  found: number | null
}

const WEIGHED = `d.profile, d.match_sampled as sampled, d.match_found as found,
  (select jsonb_object_agg(f.scope, f.rows) from (
     select scope, sum(rows_read) as rows from feeds.delivery_file f
     where f.delivery_id = d.delivery_id group by scope) f) as rows`

export async function findStored(client: Queryable, deliveryId: number): Promise<Stored | undefined> {
  const found = await client.query<Row & Omit<Stored, keyof Earlier>>(
    `select ${WEIGHED}, d.rows_read as "rowsRead", d.rows_rejected as "rowsRejected",
       array(select distinct j.file_name from feeds.rejection j
             where j.delivery_id = d.delivery_id and j.rule = $2 order by 1) as "cutOff"
     from feeds.delivery d where d.delivery_id = $1`,
    [deliveryId, cutOff.rule],
  )
  const [row] = found.rows
  if (row === undefined) return undefined
  const { rowsRead, rowsRejected, cutOff: cut } = row
  return { ...weighedOf(row), rowsRead, rowsRejected, cutOff: cut }
}

/** The last deliveries of the same feed and mode that were published and are true of an earlier instant, the newest first. */
export async function findEarlier(client: Queryable, deliveryId: number, most: number): Promise<Earlier[]> {
  const found = await client.query<Row>(
    `select ${WEIGHED}
     from feeds.delivery d join feeds.delivery this
       on this.partner_id = d.partner_id and this.contract = d.contract
     where this.delivery_id = $1 and d.state in ('published', 'linked') and d.mode = this.mode
       and (d.as_of, d.delivery_id) < (this.as_of, this.delivery_id)
     order by d.as_of desc, d.delivery_id desc limit $2`,
    [deliveryId, most],
  )
  return found.rows.map(weighedOf)
}

function weighedOf({ rows, profile, sampled, found }: Row): Earlier {
  const match: Match | undefined = sampled === null || found === null ? undefined : { sampled, found }
  return { rows: rows ?? {}, profile: profile ?? {}, match }
}

/** Keeps with a delivery what the rules weigh. */
export async function keepWeighed(
  client: Queryable,
  deliveryId: number,
  { profile, match }: { profile: Profile; match: Match | undefined },
): Promise<void> {
  await client.query(
    `update feeds.delivery set profile = $2, match_sampled = $3, match_found = $4 where delivery_id = $1`,
    [deliveryId, JSON.stringify(profile), match?.sampled ?? null, match?.found ?? null],
  )
}

/** Keeps a delivery back, unseen, until the one whom it awaits has decided. */
export async function holdDelivery(
  client: Queryable,
  deliveryId: number,
  { holding, awaits, said }: { holding: Holding; awaits: Awaits; said: string },
): Promise<void> {
  await client.query(
    `update feeds.delivery set state = 'held', holding = coalesce(holding, '{}') || $2, awaits = $3, said = $4
     where delivery_id = $1 and state in ('checked', 'held')`,
    [deliveryId, JSON.stringify(holding), awaits, said],
  )
}

/** Keeps what a delivery was weighed against where nothing holds it. */
export async function keepHolding(client: Queryable, deliveryId: number, holding: Holding): Promise<void> {
  await client.query('update feeds.delivery set holding = $2 where delivery_id = $1', [
    deliveryId,
    JSON.stringify(holding),
  ])
}

/** Whom a held delivery waits for; `undefined` where it is not held. The row is locked until the transaction ends. */
export async function findAwaited(client: Queryable, deliveryId: number): Promise<Awaits | undefined> {
  const found = await client.query<{ awaits: Awaits }>(
    `select coalesce(awaits, 'steward') as awaits from feeds.delivery
     where delivery_id = $1 and state = 'held' for update`,
    [deliveryId],
  )
  return found.rows[0]?.awaits
}
