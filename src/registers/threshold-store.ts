import type { Queryable } from '../kit/database.ts'

/** Thresholds of feeds that somebody has set; the newest row of a feed and rule is the one that stands. */
export type ThresholdRow = {
  /** `null`: every feed under the contract. */
  partnerId: string | null
  contract: string
  rule: string
  /** `null`: back to what it had overridden. */
  value: number | null
  setBy: string
  reason: string
  begins: string
}

const ROW = `partner_id as "partnerId", contract, rule, value, set_by as "setBy", reason, begins`

/** What has been set for a partner's feed and for all feeds under its contract, and has begun; the newest first. */
export async function findThresholdRows(
  client: Queryable,
  partnerId: string,
  contract: string,
): Promise<ThresholdRow[]> {
  const { rows } = await client.query<ThresholdRow>(
    `select ${ROW} from registers.feed_threshold
     where contract = $2 and (partner_id is null or partner_id = $1) and begins <= registers.london_today()
     order by begins desc, feed_threshold_id desc`,
    [partnerId, contract],
  )
  return rows
}

export async function insertThreshold(
  client: Queryable,
  threshold: Omit<ThresholdRow, 'begins'>,
): Promise<void> {
  const { partnerId, contract, rule, value, setBy, reason } = threshold
  await client.query(
    `insert into registers.feed_threshold (partner_id, contract, rule, value, set_by, reason)
     values ($1, $2, $3, $4, $5, $6)`,
    [partnerId, contract, rule, value, setBy, reason],
  )
}
