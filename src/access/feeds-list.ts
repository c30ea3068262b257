import { CONTRACTS } from '../feeds/contracts/all.ts'
import { ownCategories } from '../feeds/publish.ts'
import { findContract } from '../feeds/recognise.ts'
import { londonDay } from '../kit/clock.ts'
import { type Database, inTransaction } from '../kit/database.ts'
import { thresholdsFor } from '../registers/feed-thresholds.ts'
import { findRowsOfRule, type ThresholdRow } from '../registers/threshold-store.ts'
import { timeliness } from './feed-card.ts'
import { type FeedLine, findFeeds, findSignedCategories } from './feeds-list-store.ts'
import { noteLook, scopeOf, uploadScope } from './feeds-view.ts'
import type { Who } from './request.ts'

/** A feed in words: `feedName` is what the contract calls it, `everyDays` when pages call its data old. */
export type Feed = FeedLine & {
  feedName: string
  everyDays: number | undefined
  lateByDays: number
  /** Fewer of its people are known to other partners than before, by more than the threshold of that feed. */
  matchRateIsLow: boolean
  needsAttention: boolean
}

export type FeedsQuery = { partner: string; show: 'all' | 'attention'; page: number }

export type FeedsView = {
  /** Whose feeds these are: of all partners, or of the own partner by name. */
  of: 'all partners' | { partnerName: string }
  /** One page of those that were asked for: what needs attention first. */
  feeds: Feed[]
  query: FeedsQuery
  found: number
  pages: number
  /** Over all feeds that this practitioner may see, whatever was asked for. */
  counts: { all: number; held: number; refused: number; late: number; lowMatch: number; attention: number }
  /** Partners that have signed to share and of whom nothing has ever come. */
  silent: string[]
  mayUpload: boolean
}

export const FEEDS_PER_PAGE = 30

/** The latest delivery of each feed: of all partners for those who keep the feeds, of the own partner for others. */
export async function feedsView(
  database: Database,
  who: Who,
  query: FeedsQuery,
  now: Date,
): Promise<FeedsView> {
  return await inTransaction(database.reader, async client => {
    const partnerId = await scopeOf(client, who)
    const thresholds = await findRowsOfRule(client, 'low-match-rate')
    const today = londonDay(now)
    const all = (await findFeeds(client, partnerId)).map(line => feedOf(line, thresholds, today))
    await noteLook(client, who, 'recorded', { of: partnerId ?? 'all partners' })
    return {
      of: partnerId === undefined ? 'all partners' : { partnerName: who.partnerName },
      ...choose(all, query),
      counts: countFeeds(all),
      silent: partnerId === undefined ? silentPartners(await findSignedCategories(client), all) : [],
      mayUpload: (await uploadScope(client, who)) !== 'none',
    } as const
  })
}

function feedOf(line: FeedLine, thresholds: readonly ThresholdRow[], today: string): Feed {
  const contract = findContract(line.contract)
  const { everyDays, lateByDays } = timeliness(
    line.shownAsOf ?? undefined,
    contract?.coverage.staleAfterDays,
    today,
  )
  const points = thresholdsFor(thresholds, line.partnerId, line.contract).get('low-match-rate')?.value ?? 100
  const matchRateIsLow =
    line.matchRate !== null &&
    line.usualMatchRate !== null &&
    line.usualMatchRate - line.matchRate > points / 100
  const waits = isHeld(line) || line.state === 'refused' || line.state === 'swept'
  return {
    ...line,
    feedName: contract?.name ?? line.contract,
    everyDays,
    lateByDays,
    matchRateIsLow,
    needsAttention: waits || lateByDays > 0 || matchRateIsLow || line.shownAsOf === null,
  }
}

/** Those asked for, what needs attention first and in it what is held, and one page of them. Pure. */
export function choose(
  all: readonly Feed[],
  query: FeedsQuery,
): Pick<FeedsView, 'feeds' | 'query' | 'found' | 'pages'> {
  const words = query.partner.toLocaleLowerCase('en-GB').split(/\s+/).filter(Boolean)
  const found = all
    .filter(feed => query.show === 'all' || feed.needsAttention)
    .filter(({ partnerName, feedName }) => {
      const text = `${partnerName} ${feedName}`.toLocaleLowerCase('en-GB')
      return words.every(word => text.includes(word))
    })
    .toSorted((a, b) => urgency(a) - urgency(b))
  const pages = Math.max(1, Math.ceil(found.length / FEEDS_PER_PAGE))
  const page = Math.min(Math.max(1, query.page), pages)
  const feeds = found.slice((page - 1) * FEEDS_PER_PAGE, page * FEEDS_PER_PAGE)
  return { feeds, query: { ...query, page }, found: found.length, pages }
}

function isHeld({ state, waitingId }: FeedLine): boolean {
  return state === 'held' || waitingId !== null
}

const URGENT = ['held', 'refused', 'swept']

/** The order of a steward's morning: what waits, what came to nothing, what is late, what is worse than before. */
function urgency(feed: Feed): number {
  const at = URGENT.indexOf(isHeld(feed) ? 'held' : feed.state)
  if (at >= 0) return at
  if (feed.lateByDays > 0 || feed.shownAsOf === null) return URGENT.length
  return feed.matchRateIsLow ? URGENT.length + 1 : URGENT.length + 2
}

function countFeeds(all: readonly Feed[]): FeedsView['counts'] {
  const count = (is: (feed: Feed) => boolean) => all.filter(is).length
  return {
    all: all.length,
    held: count(isHeld),
    refused: count(feed => feed.state === 'refused'),
    late: count(feed => feed.lateByDays > 0),
    lowMatch: count(feed => feed.matchRateIsLow),
    attention: count(feed => feed.needsAttention),
  }
}

function silentPartners(
  signed: readonly { partnerId: string; name: string; categories: string[] }[],
  all: readonly Feed[],
): string[] {
  const sending = new Set(all.map(feed => feed.partnerId))
  const promised = new Set<string>(
    CONTRACTS.filter(contract => contract.sentBy === 'discloser').flatMap(ownCategories),
  )
  return signed
    .filter(one => !sending.has(one.partnerId) && one.categories.some(category => promised.has(category)))
    .map(one => one.name)
}
