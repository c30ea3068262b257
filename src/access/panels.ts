import { showDay } from '../kit/clock.ts'
import type { Decision } from './decide.ts'
import type { FeedStatus } from './feed-status.ts'

/** The seven things that a panel can say, in the order in which they are settled (rule 3 of the nine). */
export type PanelState =
  | 'not permitted'
  | 'not asked'
  | 'not covered'
  | 'stale or unavailable'
  | 'involved'
  | 'possible record, not confirmed'
  | 'no record matched'

export type PanelInput = {
  category: {
    id: string
    name: string
    coverageSays: string
    ageFrom: number | undefined
    ageTo: number | undefined
  }
  decision: Decision
  age: number | undefined
  feed: FeedStatus
  involved: boolean
  possible: boolean
  ring: string
  /** The partner whose feed covers this person, where that is known from its record of the person. */
  coveredBy?: { name: string; phone: string | null } | undefined
}

/**
 * Settles a panel's state. The first three need no record of the person, and are the same with one and without: only
 * `age` is read of the person, and only once the decision has let something through. The fourth says how up to date
 * the feeds are that cover the person; where a permitted record says which these are, no other's counts. Pure.
 */
export function settlePanel(input: PanelInput): { state: PanelState; says: string } {
  const { category, decision, feed, age, ring } = input
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
  if (feed.outOfDate !== undefined || feed.newest === undefined)
    return { state: 'stale or unavailable', says: staleWords(input) }
  if (input.involved) return { state: 'involved', says: category.coverageSays }
  if (input.possible)
    return { state: 'possible record, not confirmed', says: `There may be a record. To find out: ${ring}` }
  return {
    state: 'no record matched',
    says: `In data to ${showDay(feed.oldest ?? feed.newest)}${share(feed)}. ${category.coverageSays}`,
  }
}

/** Which day is shown, why no newer one is, and whom to ring: the partner itself where it is known. */
function staleWords({ feed, ring, coveredBy }: PanelInput): string {
  const { day, heldDay } = feed.outOfDate ?? {}
  const of = coveredBy ? ` of ${coveredBy.name}` : ''
  const call = coveredBy?.phone ? `Ring ${coveredBy.name}, ${coveredBy.phone}.` : ring
  if (heldDay !== undefined) {
    const shown = day === undefined ? 'Nothing older is shown.' : `What is shown is of ${showDay(day)}.`
    return `A file${of} with data to ${showDay(heldDay)} is being checked. ${shown} ${call}`
  }
  if (day === undefined) return `No file has been received. ${call}`
  return `The last file${of} is of ${showDay(day)}. ${call}`
}

/** Where not every partner has delivered in time, the absence says so. */
function share({ partners, inTime }: FeedStatus): string {
  return inTime < partners ? `, from ${inTime} of ${partners} that may share` : ''
}
