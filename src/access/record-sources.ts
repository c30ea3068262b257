import type { Clock } from '../kit/clock.ts'
import type { Database } from '../kit/database.ts'
import { type GoldenField, goldenFields, goldenRecord } from '../records/golden-record.ts'
import type { Candidate, PersonRecord } from '../records/person-record.ts'
import { type Disclosure, disclose, type Reading } from './disclose.ts'
import { findPartners } from './feed-status-store.ts'
import { type PersonSummary, summarise } from './person-view.ts'
import type { CategoryId, Who } from './request.ts'

/** Who a value comes from, and when the source vouched for it. */
export type ValueSource = {
  partnerName: string
  phone: string | undefined
  contract: string
  asOf: Date
  from: string | undefined
}

/** One attribute: what was chosen and by which rule, and what every source says. */
export type SourcedField = {
  label: string
  shown: string
  rule: string
  sources: ValueSource[]
  others: { shown: string; sources: ValueSource[] }[]
}

/** One record that stands behind the page, with the kinds of information that were read from it. */
export type RecordLine = {
  recordId: string
  partnerName: string
  contract: string
  asOf: Date
  categories: string[]
}

/** Whom to tell when something is wrong: each source once. */
export type SourceToTell = { partnerName: string; phone: string | undefined }

export type SourcesView = {
  summary: PersonSummary
  fields: SourcedField[]
  /** Earlier and other names that a source holds beside the one it uses. */
  otherNames: { shown: string; sources: ValueSource[] }[]
  records: RecordLine[]
  toTell: SourceToTell[]
}

/** The golden record rests on these: what a person is called, and where and how they are reached. */
const ATTRIBUTES: readonly CategoryId[] = ['identity', 'identifiers', 'address', 'contact-details']

/** For one person every attribute with the value that was chosen, why, what other sources say, and since when. */
export async function discloseSources(
  database: Database,
  who: Who,
  purposeId: string | undefined,
  personId: string,
  reason: string | undefined,
  clock?: Clock,
): Promise<Disclosure<SourcesView>> {
  const about = [personId]
  const request = {
    who,
    purposeId,
    reason,
    kind: 'disclosure',
    about,
    want: ATTRIBUTES,
    tier: 'headline',
  } as const
  return await disclose(database, request, loadSources, clock)
}

async function loadSources(reading: Reading): Promise<SourcesView> {
  const [personId] = reading.persons
  if (personId === undefined) throw new Error('a page of sources about nobody')
  const records = await reading.records(reading.persons)
  const partners = await findPartners(
    reading.client,
    records.map(record => record.partnerId),
  )
  const golden = goldenRecord(records)
  const tell = (partnerId: string): SourceToTell => {
    const partner = partners.get(partnerId)
    return { partnerName: partner?.name ?? partnerId, phone: partner?.phone ?? undefined }
  }
  return {
    summary: summarise(reading, personId, golden),
    fields: goldenFields(golden).map(field => sourced(field, tell)),
    otherNames: otherNames(records, tell),
    records: records.map(record => recordLine(record, reading, tell)),
    toTell: [...new Set(records.map(record => record.partnerId))]
      .map(tell)
      .toSorted((a, b) => a.partnerName.localeCompare(b.partnerName)),
  }
}

type Tell = (partnerId: string) => SourceToTell

function sourced(field: GoldenField, tell: Tell): SourcedField {
  const { label, shown, rule } = field
  const sources = (from: readonly Candidate<unknown>[]) =>
    from.map(({ partnerId, contract, asOf, from }) => ({ ...tell(partnerId), contract, asOf, from }))
  const others = field.others.map(other => ({ shown: other.shown, sources: sources(other.from) }))
  return { label, shown, rule, sources: sources(field.from), others }
}

function otherNames(records: readonly PersonRecord[], tell: Tell): SourcesView['otherNames'] {
  const said = records.flatMap(record => {
    const { partnerId, contract, asOf } = record
    const source = { ...tell(partnerId), contract, asOf, from: undefined }
    return goldenRecord([record]).formerNames.map(shown => ({ shown, source }))
  })
  const byName = Map.groupBy(said, one => one.shown)
  return [...byName].map(([shown, all]) => ({ shown, sources: all.map(one => one.source) }))
}

function recordLine(record: PersonRecord, { policy }: Reading, tell: Tell): RecordLine {
  const { recordId, contract, asOf } = record
  const categories = Object.keys(record.content).map(id => policy.categories.get(id)?.name ?? id)
  return { recordId, partnerName: tell(record.partnerId).partnerName, contract, asOf, categories }
}
