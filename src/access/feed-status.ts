import { CONTRACTS } from '../feeds/contracts/all.ts'
import { addDays } from '../kit/clock.ts'

/**
 * To which day each partner's feed is shown, and to which day a newer file of it waits for a data steward. Either may
 * be missing. `contract` is its name without the version.
 */
export type FeedDay = { partnerId: string; contract: string; day: string | null; heldDay: string | null }

/** How up to date a category is for one person: the days of the feeds that are in time, or what is wrong with them. */
export type FeedStatus = {
  newest: string | undefined
  oldest: string | undefined
  partners: number
  /** How many partners' feeds are in time, and so say something by their silence. */
  inTime: number
  /** Where none is in time: the newest day that is shown, the newest that is held, and of whose feed. */
  outOfDate: OutOfDate | undefined
}

export type OutOfDate = {
  day: string | undefined
  heldDay: string | undefined
  partnerId: string | undefined
}

/** A feed that comes so seldom is no sign that a partner's data is up to date, or complete to its day. */
const SELDOM_DAYS = 92

/** Which feeds fill a category, as their contracts say, by name; and after how many days each is old. */
export function feedsFilling(categoryId: string): Map<string, number> {
  const filling = CONTRACTS.filter(contract => contract.categories.some(filled => filled === categoryId))
  return new Map(filling.map(({ id, coverage }) => [id.split('/')[0] ?? id, coverage.staleAfterDays]))
}

export type AskedStatus = {
  categoryId: string
  /** After so many days the register calls the category old, whatever a contract says. */
  staleAfterDays: number
  /** Partners that may share it. */
  disclosers: ReadonlySet<string>
  /** How many partners there are of whom one might expect it. */
  partners: number
  /** Partners whose record of this person is shown: it is their feeds, and no other's, that cover the person. */
  holders: ReadonlySet<string>
  feedDays: readonly FeedDay[]
  day: string
}

/**
 * How up to date the partners' feeds are that cover this person: those that hold a record of the person, or else all
 * that may share. A partner counts once, by the newest of its feeds that come in the course of the year; by a yearly
 * return only where it sends nothing else. A feed is in time while it is younger than its contract allows and no newer
 * file of it is held.
 */
export function feedStatus(asked: AskedStatus): FeedStatus {
  const filling = feedsFilling(asked.categoryId)
  const covering = asked.holders.size > 0 ? asked.holders : asked.disclosers
  const found = asked.feedDays.filter(one => covering.has(one.partnerId) && filling.has(one.contract))
  const shown = [...Map.groupBy(found, one => one.partnerId)].map(([partnerId, feeds]) => {
    const often = feeds.filter(one => (filling.get(one.contract) ?? 0) <= SELDOM_DAYS)
    return { partnerId, ...newestOf(often.length > 0 ? often : feeds, filling, asked) }
  })
  const inTime = shown.flatMap(one => (one.inTime && one.day !== undefined ? one.day : [])).toSorted()
  const delivered = shown.filter(one => one.day !== undefined).length
  return {
    newest: inTime.at(-1),
    oldest: inTime[0],
    partners: asked.holders.size > 0 ? inTime.length : Math.max(asked.partners, delivered),
    inTime: inTime.length,
    outOfDate: inTime.length > 0 ? undefined : outOfDate(shown, asked.holders),
  }
}

type Shown = { partnerId: string; day: string | undefined; heldDay: string | undefined; inTime: boolean }

function newestOf(
  feeds: readonly FeedDay[],
  filling: ReadonlyMap<string, number>,
  { staleAfterDays, day: today }: AskedStatus,
): Omit<Shown, 'partnerId'> {
  const newest = feeds.toSorted((a, b) => (b.day ?? '').localeCompare(a.day ?? ''))[0]
  const day = newest?.day ?? undefined
  const heldDay = feeds
    .flatMap(one => one.heldDay ?? [])
    .toSorted()
    .at(-1)
  const days = Math.min(staleAfterDays, filling.get(newest?.contract ?? '') ?? staleAfterDays)
  const inTime = day !== undefined && heldDay === undefined && addDays(day, days) >= today
  return { day, heldDay, inTime }
}

function outOfDate(shown: readonly Shown[], holders: ReadonlySet<string>): OutOfDate {
  const [newest] = shown.toSorted((a, b) => (b.day ?? '').localeCompare(a.day ?? ''))
  return {
    day: newest?.day,
    heldDay: newest?.heldDay,
    partnerId: holders.size > 0 ? newest?.partnerId : undefined,
  }
}
