import type { PersonRecord } from '../records/person-record.ts'
import type { Decision } from './decide.ts'
import type { Reading } from './disclose.ts'
import { type AskedStatus, type Coverage, type FeedStatus, feedStatus, feedsFilling } from './feed-status.ts'
import { type AskedFeeds, countFeedDays, findFeedDays } from './feed-status-store.ts'
import type { CategoryRow } from './policy-store.ts'

/** Where the register gives a category no days of its own. */
const DAYS_WITHOUT_A_RULE = 31

/** Whose page it is: the records that are shown of a person, and the age that they give. */
export type Told = { records: readonly PersonRecord[]; age: number | undefined }

/** How up to date a category is for a person. */
export type StatusOf = (personId: string, category: CategoryRow, told: Told) => FeedStatus

const UNKNOWN: FeedStatus = {
  newest: undefined,
  oldest: undefined,
  partners: 0,
  inTime: 0,
  outOfDate: undefined,
}

/**
 * Reads how up to date the feeds are that cover these persons, in two questions a page: the feeds of those partners whose
 * records are shown; and, for categories of which no record is, the feeds of all that may share them. Nobody asks about a
 * category that no decision lets through, or that does not cover an age.
 */
export async function readCoverage(reading: Reading, persons: ReadonlyMap<string, Told>): Promise<StatusOf> {
  const { client, policy, day } = reading
  const held = await findFeedDays(client, [
    ...new Set([...persons.values()].flatMap(({ records }) => records.map(record => record.partnerId))),
  ])
  const byHolder = Map.groupBy(held, one => one.partnerId)
  const asked = [...persons].flatMap(([personId, { records, age }]) =>
    [...policy.categories.values()].flatMap(category =>
      holdersOf(category.id, records).length === 0 && coversAge(category, age)
        ? (feedsAsked(reading, personId, category) ?? [])
        : [],
    ),
  )
  const unlike = [...new Map(asked.map(one => [one.key, one])).values()]
  const counted = unlike.length === 0 ? [] : await countFeedDays(client, policy.who.partnerId, unlike)
  const byKey = Map.groupBy(counted, one => one.key)
  return (personId, category, { records, age }) => {
    if (!coversAge(category, age)) return UNKNOWN
    const holders = holdersOf(category.id, records)
    const key = feedsAsked(reading, personId, category)?.key
    if (holders.length === 0 && key === undefined) return UNKNOWN
    const all = byKey.get(key ?? '') ?? []
    const covering: Pick<AskedStatus, 'covering' | 'expected'> =
      holders.length > 0
        ? { covering: holders.map(id => coverageBy(id, byHolder.get(id) ?? [])), expected: undefined }
        : { covering: all, expected: all.reduce((sum, one) => sum + one.ofKind, 0) }
    const staleAfterDays = category.staleAfterDays ?? DAYS_WITHOUT_A_RULE
    return feedStatus({ categoryId: category.id, staleAfterDays, ...covering, day })
  }
}

/** Somebody whose age is not known may be of any. */
function coversAge({ ageFrom, ageTo }: CategoryRow, age: number | undefined): boolean {
  return age === undefined || (age >= (ageFrom ?? 0) && age <= (ageTo ?? 200))
}

function coverageBy(partnerId: string, feeds: Coverage['feeds']): Coverage {
  return { feeds, partners: 1, partnerId }
}

/** Partners whose record of this person in this category is shown to the reader. */
function holdersOf(categoryId: string, records: readonly PersonRecord[]): string[] {
  const holding = records.filter(record => Object.hasOwn(record.content, categoryId))
  return [...new Set(holding.map(record => record.partnerId))]
}

/** What to ask about all that may share a category with the reader for this person: nothing where the decision is no. */
function feedsAsked(
  { decisions }: Reading,
  personId: string,
  { id, serviceKind }: CategoryRow,
): AskedFeeds | undefined {
  const decision: Decision | undefined = decisions.get(personId)?.get(id)
  if (serviceKind === null || decision?.allowed !== true) return undefined
  const terms = decision.permissions.flatMap(({ grant }) =>
    grant.terms.map(term => ({ agreementId: grant.agreementId, version: grant.version, term })),
  )
  const key = JSON.stringify([id, terms])
  return { key, serviceKind, contracts: [...feedsFilling(id).keys()], terms }
}
