import type { Profile } from '../feeds/profile.ts'
import { findContract } from '../feeds/recognise.ts'
import { addDays, londonDay } from '../kit/clock.ts'
import { type Database, inTransaction } from '../kit/database.ts'
import { mayAct } from '../registers/role-store.ts'
import { type CardRow, findCardRows, findFeedName, findShownAsOf } from './feed-card-store.ts'
import { noteLook, scopeOf } from './feeds-view.ts'
import type { Who } from './request.ts'

/** A partner's deliveries under one contract. */
export type FeedId = { partnerId: string; contract: string }

/** One delivery on the scorecard. Shares are from 0 to 1; `undefined` where nothing was measured. */
export type CardDelivery = Pick<
  CardRow,
  'deliveryId' | 'state' | 'awaits' | 'receivedAt' | 'asOf' | 'rowsRead'
> & {
  /** Of the rows, those that were taken. */
  validity: number | undefined
  /** Of the fields that the contract reads, those that were filled. */
  completeness: number | undefined
  /** Of its people, those who are linked to another partner's record. */
  matchRate: number | undefined
  /** Before publication: of a sample of its people, those who seem to be in another partner's records. */
  matchEstimate: number | undefined
  /** Why it was held, one sentence a reason. */
  reasons: string[]
}

export type FieldLine = { table: string; field: string; filled: number; before: number | undefined }

export type FeedCard = FeedId & {
  partnerName: string
  feedName: string
  coverage: { who: string; ages: [number, number]; area: string } | undefined
  /** A register of partners or of protections matches nobody. */
  isAboutPeople: boolean
  /** How old its data may become. */
  everyDays: number | undefined
  shownAsOf: Date | undefined
  /** The day until which the next delivery is on time, and by how many days it is late. */
  due: string | undefined
  lateByDays: number
  /** The last deliveries, the oldest first. */
  deliveries: CardDelivery[]
  /** Fields of the newest delivery with a profile; those that lost most first, then the least filled. */
  fields: FieldLine[]
  maySetThresholds: boolean
}

/** So many deliveries make a trend. */
const MOST_DELIVERIES = 12

/** How a feed does: `undefined` where there is none, or none that this practitioner may see. */
export async function feedCard(
  database: Database,
  who: Who,
  feed: FeedId,
  now: Date,
): Promise<FeedCard | undefined> {
  const { partnerId, contract } = feed
  return await inTransaction(database.reader, async client => {
    const own = await scopeOf(client, who)
    const name =
      own === undefined || own === partnerId ? await findFeedName(client, partnerId, contract) : undefined
    await noteLook(client, who, name === undefined ? 'refused' : 'recorded', feed)
    if (name === undefined) return undefined
    const rows = (await findCardRows(client, partnerId, contract, MOST_DELIVERIES)).toReversed()
    const agreed = findContract(contract)
    const shownAsOf = await findShownAsOf(client, partnerId, contract)
    return {
      ...feed,
      ...name,
      feedName: agreed?.name ?? contract,
      coverage: agreed?.coverage,
      isAboutPeople: agreed?.sentBy === 'discloser',
      ...timeliness(shownAsOf, agreed?.coverage.staleAfterDays, londonDay(now)),
      deliveries: rows.map(cardDelivery),
      fields: fieldLines(rows),
      maySetThresholds: (await mayAct(client, who.roleId, 'set-feed-threshold')) !== undefined,
    }
  })
}

/** Days count from the day of which the data shown is true, because that is what pages call old. */
export function timeliness(shownAsOf: Date | undefined, everyDays: number | undefined, today: string) {
  const due =
    shownAsOf === undefined || everyDays === undefined ? undefined : addDays(londonDay(shownAsOf), everyDays)
  const lateByDays = due === undefined ? 0 : Math.max(0, daysBetween(due, today))
  return { everyDays, shownAsOf, due, lateByDays }
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

function cardDelivery(row: CardRow): CardDelivery {
  const { deliveryId, state, awaits, receivedAt, asOf, rowsRead, matchSampled, matchFound } = row
  return {
    deliveryId,
    state,
    awaits,
    receivedAt,
    asOf,
    rowsRead,
    validity: rowsRead === 0 ? undefined : row.rowsAccepted / rowsRead,
    completeness: completenessOf(row.profile ?? {}),
    matchRate: row.matchRate ?? undefined,
    matchEstimate: matchSampled === null || matchFound === null ? undefined : matchFound / matchSampled,
    reasons: row.holding?.reasons.map(reason => reason.says) ?? [],
  }
}

/** Each table counts by its rows, each of its fields alike. */
export function completenessOf(profile: Profile): number | undefined {
  let [cells, filled] = [0, 0]
  for (const { rows, fields } of Object.values(profile))
    for (const field of Object.values(fields)) {
      cells += rows
      filled += rows * field.filled
    }
  return cells === 0 ? undefined : filled / cells
}

function fieldLines(rows: readonly CardRow[]): FieldLine[] {
  const profiles = rows.map(row => row.profile ?? {}).filter(profile => Object.keys(profile).length > 0)
  const [newest, previous] = [profiles.at(-1), profiles.at(-2)]
  if (newest === undefined) return []
  const lines = Object.entries(newest).flatMap(([table, { fields }]) =>
    Object.entries(fields).map(([field, { filled }]) => ({
      table,
      field,
      filled,
      before: previous?.[table]?.fields[field]?.filled,
    })),
  )
  const lost = ({ filled, before }: FieldLine) => Math.round(20 * Math.max(0, (before ?? filled) - filled))
  return lines.toSorted((a, b) => lost(b) - lost(a) || a.filled - b.filled)
}
