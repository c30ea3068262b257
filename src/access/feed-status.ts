import { CONTRACTS } from '../feeds/contracts/all.ts'
import { addDays } from '../kit/clock.ts'

/**
 * To which day a feed of a partner is shown, and to which day a newer file of it waits for a data steward. Either may be
 * missing. `contract` is its name without the version.
 */
export type FeedDay = { contract: string; day: string | null; heldDay: string | null }

/** Partners whose feeds stand alike, and how many they are; which one it is, where it is one by name. */
export type Coverage = { feeds: readonly FeedDay[]; partners: number; partnerId?: string }

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
  /** The partners whose feeds cover this person: those whose record of the person is shown, or else all that may share. */
  covering: readonly Coverage[]
  /** How many partners there are of whom one might expect it; `undefined` where those that hold a record decide. */
  expected: number | undefined
  day: string
}

/**
 * How up to date the partners' feeds are that cover this person. A partner counts once, by the newest of its feeds that come
 * in the course of the year; by a yearly return only where it sends nothing else. A feed is in time while it is younger than
 * its contract allows and no newer file of it is held.
 */
export function feedStatus(asked: AskedStatus): FeedStatus {
  const filling = feedsFilling(asked.categoryId)
  const shown = asked.covering.flatMap(({ feeds, partners, partnerId }) => {
    const found = feeds.filter(one => filling.has(one.contract))
    const often = found.filter(one => (filling.get(one.contract) ?? 0) <= SELDOM_DAYS)
    const counting = often.length > 0 ? often : found
    return counting.length === 0 ? [] : [{ partners, partnerId, ...newestOf(counting, filling, asked) }]
  })
  const inTime = shown.filter(one => one.inTime)
  const days = inTime.flatMap(one => one.day ?? []).toSorted()
  const delivered = count(shown.filter(one => one.day !== undefined))
  return {
    newest: days.at(-1),
    oldest: days[0],
    partners: asked.expected === undefined ? count(inTime) : Math.max(asked.expected, delivered),
    inTime: count(inTime),
    outOfDate: inTime.length > 0 ? undefined : outOfDate(shown),
  }
}

type Shown = {
  partners: number
  partnerId: string | undefined
  day: string | undefined
  heldDay: string | undefined
  inTime: boolean
}

function count(some: readonly { partners: number }[]): number {
  return some.reduce((sum, one) => sum + one.partners, 0)
}

function newestOf(
  feeds: readonly FeedDay[],
  filling: ReadonlyMap<string, number>,
  { staleAfterDays, day: today }: AskedStatus,
): Omit<Shown, 'partners' | 'partnerId'> {
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

function outOfDate(shown: readonly Shown[]): OutOfDate {
  const [newest] = shown.toSorted((a, b) => (b.day ?? '').localeCompare(a.day ?? ''))
  return { day: newest?.day, heldDay: newest?.heldDay, partnerId: newest?.partnerId }
}
