import { CONTRACTS } from '../feeds/contracts/all.ts'
import type { FeedStatus } from './panels.ts'

/** The newest day that each partner's feed has vouched for. `contract` is its name without the version. */
export type FeedDay = { partnerId: string; contract: string; day: string }

/** A feed that comes so seldom is no sign that a partner's data is up to date, or complete to its day. */
const SELDOM_DAYS = 92

/** Which feeds fill a category, as their contracts say, by name; true for those that come in the course of the year. */
export function feedsFilling(categoryId: string): Map<string, boolean> {
  const filling = CONTRACTS.filter(contract => contract.categories.some(filled => filled === categoryId))
  return new Map(
    filling.map(({ id, coverage }) => [id.split('/')[0] ?? id, coverage.staleAfterDays <= SELDOM_DAYS]),
  )
}

/**
 * To which days the partners that may share a category have delivered it. A partner counts once, by the newest of its
 * feeds that come in the course of the year; by a yearly return only where it sends nothing else.
 */
export function feedStatus(
  categoryId: string,
  disclosers: ReadonlySet<string>,
  feedDays: readonly FeedDay[],
  partners: number,
): FeedStatus {
  const filling = feedsFilling(categoryId)
  const found = feedDays.filter(one => disclosers.has(one.partnerId) && filling.has(one.contract))
  const days = [...Map.groupBy(found, one => one.partnerId).values()].map(feeds => {
    const often = feeds.filter(one => filling.get(one.contract))
    return (
      (often.length > 0 ? often : feeds)
        .map(one => one.day)
        .toSorted()
        .at(-1) ?? ''
    )
  })
  const sorted = days.toSorted()
  return {
    newest: sorted.at(-1),
    oldest: sorted[0],
    partners: Math.max(partners, days.length),
    delivered: days.length,
  }
}
