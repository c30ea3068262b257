import type { Queryable } from '../kit/database.ts'

/** Thresholds of feeds that somebody has set; the newest row of a feed and rule is the one that stands. */
export type ThresholdRow = {
  /** `null`: every feed under the contract. */
  partnerId: string | null
  contract: string
  rule: string
  /** `null`: back to what it had overridden. */
  value: number | null
  /** Their name, where they stand in the register of practitioners; written as their id. */
  setBy: string
  reason: string
  begins: string
}

const ROW = `t.partner_id as "partnerId", t.contract, t.rule, t.value, coalesce(w.name, t.set_by) as "setBy",
  t.reason, t.begins`
const BEGUN = `registers.feed_threshold t left join registers.practitioner w on w.practitioner_id = t.set_by
  where t.begins <= registers.london_today()`
const NEWEST_FIRST = 't.begins desc, t.feed_threshold_id desc'

/** What has been set for a partner's feed and for all feeds under its contract, and has begun; the newest first. */
export async function findThresholdRows(
  client: Queryable,
  partnerId: string,
  contract: string,
): Promise<ThresholdRow[]> {
  const { rows } = await client.query<ThresholdRow>(
    `select ${ROW} from ${BEGUN} and t.contract = $2 and (t.partner_id is null or t.partner_id = $1)
     order by ${NEWEST_FIRST}`,
    [partnerId, contract],
  )
  return rows
}

/** The same for one rule and every feed. */
export async function findRowsOfRule(client: Queryable, rule: string): Promise<ThresholdRow[]> {
  const { rows } = await client.query<ThresholdRow>(
    `select ${ROW} from ${BEGUN} and t.rule = $1 order by ${NEWEST_FIRST}`,
    [rule],
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
