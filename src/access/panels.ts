import { addDays, showDay } from '../kit/clock.ts'
import type { Decision } from './decide.ts'

/** The seven things that a panel can say, in the order in which they are settled (rule 3 of the nine). */
export type PanelState =
  | 'not permitted'
  | 'not asked'
  | 'not covered'
  | 'stale or unavailable'
  | 'involved'
  | 'possible record, not confirmed'
  | 'no record matched'

/** What the feeds of a service have delivered: the instants vouched for, one a partner that discloses. */
export type FeedStatus = {
  newest: string | undefined
  oldest: string | undefined
  partners: number
  delivered: number
}

export type PanelInput = {
  category: {
    id: string
    name: string
    coverageSays: string
    ageFrom: number | undefined
    ageTo: number | undefined
    staleAfterDays: number
  }
  decision: Decision
  age: number | undefined
  feed: FeedStatus
  involved: boolean
  possible: boolean
  /** Today in London. */
  day: string
  ring: string
}

/**
 * Settles a panel's state. The first four need no record of the person, and are the same with one and without: only
 * `age` is read of the person, and only once the decision has let something through. Pure.
 */
export function settlePanel(input: PanelInput): { state: PanelState; says: string } {
  const { category, decision, feed, age, day, ring } = input
  if (!decision.allowed) {
    const onlyNotAsked = decision.refusals.every(refusal => refusal.rule === 'purpose-asks')
    if (onlyNotAsked)
      return { state: 'not asked', says: 'This information is not part of the reason you chose.' }
    return {
      state: 'not permitted',
      says: `Not shown to your role for this reason and person, whether or not there is a record. ${ring}`,
    }
  }
  if (age !== undefined && (age < (category.ageFrom ?? 0) || age > (category.ageTo ?? 200)))
    return { state: 'not covered', says: category.coverageSays }
  if (feed.newest === undefined)
    return { state: 'stale or unavailable', says: `No file has been received. ${ring}` }
  if (addDays(feed.newest, category.staleAfterDays) < day)
    return { state: 'stale or unavailable', says: `The last file is of ${showDay(feed.newest)}. ${ring}` }
  if (input.involved) return { state: 'involved', says: category.coverageSays }
  if (input.possible)
    return { state: 'possible record, not confirmed', says: `There may be a record. To find out: ${ring}` }
  return {
    state: 'no record matched',
    says: `In data to ${showDay(feed.oldest ?? feed.newest)}${share(feed)}. ${category.coverageSays}`,
  }
}

/** Where not every partner has delivered, the absence says so. */
function share({ partners, delivered }: FeedStatus): string {
  return delivered < partners ? `, from ${delivered} of ${partners} that may share` : ''
}
