import type { HoldingRule } from '../feeds/holding/rule.ts'
import { HOLDING_RULES } from '../feeds/holding/rules.ts'
import { findContract } from '../feeds/recognise.ts'
import { type Database, inTransaction } from '../kit/database.ts'
import { type Threshold, thresholdsFor } from '../registers/feed-thresholds.ts'
import { mayAct } from '../registers/role-store.ts'
import { findThresholdRows, insertThreshold } from '../registers/threshold-store.ts'
import { act } from './act.ts'
import { type FeedId } from './feed-card.ts'
import { findFeedName } from './feed-card-store.ts'
import { noteLook, scopeOf } from './feeds-view.ts'
import type { Who } from './request.ts'

export type RuleLine = Pick<HoldingRule, 'name' | 'title' | 'says' | 'threshold'> & {
  /** `undefined` for a rule that has nothing to set. */
  standing: Threshold | undefined
}

export type ThresholdsView = FeedId & {
  partnerName: string
  feedName: string
  rules: RuleLine[]
  maySet: boolean
}

/** When a feed's deliveries are held; `undefined` where there is no such feed for this practitioner. */
export async function thresholdsView(
  database: Database,
  who: Who,
  feed: FeedId,
): Promise<ThresholdsView | undefined> {
  const { partnerId, contract } = feed
  return await inTransaction(database.reader, async client => {
    const own = await scopeOf(client, who)
    const name =
      own === undefined || own === partnerId ? await findFeedName(client, partnerId, contract) : undefined
    await noteLook(client, who, name === undefined ? 'refused' : 'recorded', { ...feed, of: 'thresholds' })
    if (name === undefined) return undefined
    const standing = thresholdsFor(await findThresholdRows(client, partnerId, contract), partnerId, contract)
    return {
      ...feed,
      ...name,
      feedName: findContract(contract)?.name ?? contract,
      rules: HOLDING_RULES.map(({ name: rule, title, says, threshold }) => ({
        name: rule,
        title,
        says,
        threshold,
        standing: standing.get(rule),
      })),
      maySet: (await mayAct(client, who.roleId, 'set-feed-threshold')) !== undefined,
    }
  })
}

export type NewThreshold = FeedId & {
  rule: string
  /** `undefined` goes back to what stood before this feed, or its kind, had a number of its own. */
  value: number | undefined
  forAllOfItsKind: boolean
  reason: string
}

export type ThresholdOutcome =
  | { outcome: 'changed' }
  | { outcome: 'refused'; because: 'not your role' | 'reason missing' | 'number wrong'; says: string }

/** Changes from when on a feed is held. The change is audited with its reason and counts from the next delivery on. */
export async function setThreshold(
  database: Database,
  who: Who,
  wanted: NewThreshold,
): Promise<ThresholdOutcome> {
  const { rule, value, contract, forAllOfItsKind, reason } = wanted
  const threshold = HOLDING_RULES.find(one => one.name === rule)?.threshold
  if (threshold === undefined) throw new Error('a threshold of a rule that has none')
  if (value !== undefined && !(value >= threshold.least && value <= threshold.most)) {
    const says = `Enter a number from ${threshold.least} to ${threshold.most.toLocaleString('en-GB')}`
    return { outcome: 'refused', because: 'number wrong', says }
  }
  const partnerId = forAllOfItsKind ? null : wanted.partnerId
  const detail = {
    rule,
    contract,
    partnerId: partnerId ?? 'all feeds of its kind',
    value: value ?? 'as before',
  }
  const acted = await act(
    database,
    { actor: who, action: 'set-feed-threshold', reason, detail },
    'owner',
    client =>
      insertThreshold(client, {
        partnerId,
        contract,
        rule,
        value: value ?? null,
        setBy: who.practitionerId,
        reason: reason.trim(),
      }),
  )
  if (acted.outcome === 'changed') return { outcome: 'changed' }
  const because = acted.because === 'reason missing' ? acted.because : 'not your role'
  return { outcome: 'refused', because, says: acted.says }
}
