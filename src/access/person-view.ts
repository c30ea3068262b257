import { ageOn } from '../kit/clock.ts'
import { type GoldenRecord, goldenRecord } from '../records/golden-record.ts'
import type { PersonRecord } from '../records/person-record.ts'
import { findReviewPairs } from '../records/person-store.ts'
import { readCoverage, type StatusOf, type Told } from './coverage.ts'
import { type Reading, saysWhoItIs } from './disclose.ts'
import { feedsFilling } from './feed-status.ts'
import { countPartnersByKind, findPartners } from './feed-status-store.ts'
import { type PersonHelping, peopleHelping } from './involvements.ts'
import { newestTellings } from './newest-tellings.ts'
import { type PanelState, settlePanel } from './panels.ts'
import {
  type AlertLine,
  alertLines,
  type NoticeLine,
  noticeLines,
  type PlanLine,
  placementOf,
  planLines,
} from './plans-and-notices.ts'
import { foremost } from './receipt.ts'

/** What identifies a person on a page: only what was permitted, `undefined` where not known or not permitted. */
export type PersonSummary = {
  personId: string
  name: string
  formerNames: string[]
  birthDate: string | undefined
  expectedBirthDate: string | undefined
  age: number | undefined
  sex: string | undefined
  nhsNumber: string | undefined
  address: { shown: string; from: string | undefined; sources: number } | undefined
  phone: string | undefined
  /** Set where the address may not be shown to this role for this person. */
  addressNotPermitted: boolean
}

export type Panel = {
  categoryId: string
  name: string
  state: PanelState
  says: string
  /** Why only the existence of a record is shown; `undefined` where more is. */
  onlyExistence: string | undefined
  updated: string | undefined
  helping: PersonHelping[]
  plans: PlanLine[]
  notices: NoticeLine[]
}

export type PersonView = {
  summary: PersonSummary
  panels: Panel[]
  helping: PersonHelping[]
  plans: PlanLine[]
  alerts: AlertLine[]
  /** Where a looked-after child lives: for its own care team. */
  placement: { postcode: string; from: string | undefined } | undefined
}

/** What one page needs besides the records: partners to ring and how fresh their feeds are. Read once a request. */
type PageFacts = {
  partners: Awaited<ReturnType<typeof findPartners>>
  kinds: Awaited<ReturnType<typeof countPartnersByKind>>
  statusOf: StatusOf
}

async function readPageFacts(reading: Reading, told: ReadonlyMap<string, Told>): Promise<PageFacts> {
  const telling = [...told.values()].flatMap(({ records }) => records.map(record => record.partnerId))
  return {
    partners: await findPartners(reading.client, telling),
    kinds: await countPartnersByKind(reading.client),
    statusOf: await readCoverage(reading, told),
  }
}

/** Builds what a page shows of persons, field by field from records that were cut to the decisions. */
export async function viewPersons(
  reading: Reading,
  personIds: readonly string[],
): Promise<Map<string, PersonView>> {
  const mayShow = personIds.filter(id => reading.allowed(id, 'identity'))
  const records = Map.groupBy(await reading.records(mayShow), record => record.personId)
  const shown = mayShow.filter(id => records.get(id)?.some(saysWhoItIs) === true)
  const doubtful = await doubtsOf(reading, shown)
  const told = new Map(
    shown.map(id => {
      const tellings = newestTellings(records.get(id) ?? [])
      const summary = summarise(reading, id, goldenRecord(tellings))
      return [id, { records: tellings, summary, age: summary.age }]
    }),
  )
  const page = await readPageFacts(reading, told)
  return new Map(
    [...told].map(([id, { records: tellings, summary }]) => [
      id,
      viewPerson(reading, summary, tellings, page, doubtful.get(id) ?? new Set()),
    ]),
  )
}

function viewPerson(
  reading: Reading,
  summary: PersonSummary,
  records: PersonRecord[],
  page: PageFacts,
  doubtful: ReadonlySet<string>,
): PersonView {
  const { personId } = summary
  const helping = peopleHelping(records, page.partners, reading.day).map(one =>
    reading.allowedBeyondExistence(personId, one.category) ? one : onlyTheService(one),
  )
  const plans = planLines(records, page.partners, reading.day)
  const notices = noticeLines(records, page.partners)
  const panels = panelsOf(reading, personId, summary.age, page, {
    records,
    helping,
    plans,
    notices,
    doubtful,
  })
  return {
    summary,
    panels,
    helping,
    plans,
    alerts: alertLines(records, page.partners),
    placement: placementOf(records, reading.day),
  }
}

/** At existence tier a page names the service and its number, and nobody who works there. */
function onlyTheService(one: PersonHelping): PersonHelping {
  return { ...one, workerName: undefined, workerRole: undefined, lead: false, contactIsOld: false }
}

export function summarise(reading: Reading, personId: string, golden: GoldenRecord): PersonSummary {
  const birthDate = golden.birthDate?.value
  const address = golden.address
  return {
    personId,
    name:
      golden.name?.shown ?? (golden.expectedBirthDate === undefined ? 'Name not recorded' : 'Expected baby'),
    formerNames: golden.formerNames,
    birthDate,
    expectedBirthDate: golden.expectedBirthDate?.value,
    age: birthDate === undefined ? undefined : Math.max(0, ageOn(birthDate, reading.day)),
    sex: golden.sex?.value,
    nhsNumber: golden.nhsNumber?.shown,
    address:
      address === undefined
        ? undefined
        : {
            shown: address.shown,
            from: address.value.from,
            sources: new Set(address.from.map(candidate => candidate.partnerId)).size,
          },
    phone: golden.phone?.shown,
    addressNotPermitted: !reading.allowed(personId, 'address'),
  }
}

type Found = {
  records: readonly PersonRecord[]
  helping: PersonHelping[]
  plans: PlanLine[]
  notices: NoticeLine[]
  doubtful: ReadonlySet<string>
}

function panelsOf(
  reading: Reading,
  personId: string,
  age: number | undefined,
  page: PageFacts,
  found: Found,
): Panel[] {
  const decided = reading.decisions.get(personId) ?? new Map()
  return [...reading.policy.categories.values()].flatMap(category => {
    const decision = decided.get(category.id)
    if (category.serviceKind === null || decision === undefined) return []
    const feed = page.statusOf(personId, category, { records: found.records, age })
    const helping = found.helping.filter(one => one.category === category.id)
    const plans = category.id === 'care-plans' ? found.plans : []
    const notices = category.id === 'police-notices' ? found.notices : []
    const settled = settlePanel({
      category: {
        id: category.id,
        name: category.name,
        coverageSays: category.coverageSays,
        ageFrom: category.ageFrom ?? undefined,
        ageTo: category.ageTo ?? undefined,
      },
      decision,
      age,
      feed,
      involved: helping.length + plans.length + notices.length > 0,
      possible: found.doubtful.has(category.id),
      ring: ringWords(category.serviceKind, page),
      coveredBy: page.partners.get(feed.outOfDate?.partnerId ?? ''),
    })
    const open = settled.state === 'involved'
    return [
      {
        categoryId: category.id,
        name: category.name,
        ...settled,
        onlyExistence: decision.allowed && decision.beyond ? foremost(decision.beyond).says : undefined,
        updated: decision.allowed ? (feed.newest ?? feed.outOfDate?.day) : undefined,
        helping: open ? helping : [],
        plans: open ? plans : [],
        notices: open ? notices : [],
      },
    ]
  })
}

/** Whom to ring about a service when the page cannot say: the one partner of that kind, or else the child’s own. */
function ringWords(serviceKind: string, { kinds }: PageFacts): string {
  const ofKind = kinds.get(serviceKind)
  if (ofKind?.partners === 1 && ofKind.phone) return `Ring ${ofKind.name}, ${ofKind.phone}.`
  return (ofKind?.partners ?? 0) > 1
    ? 'Ring the one that the family names.'
    : 'Ask the family which service it is.'
}

/** For each person the categories in which a record in doubt may be hinted at. */
async function doubtsOf(reading: Reading, personIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const pairs = await findReviewPairs(reading.client, personIds)
  const mayTell = await reading.ask(pairs.map(pair => pair.otherPartnerId))
  const doubts = new Map<string, Set<string>>()
  for (const [categoryId, category] of reading.policy.categories) {
    if (category.serviceKind === null) continue
    const contracts = feedsFilling(categoryId)
    const filling = pairs.filter(pair => contracts.has(pair.otherContract.split('/')[0] ?? ''))
    const known = filling.filter(pair => mayTell(pair.personId, categoryId, pair.otherPartnerId))
    if (known.length === 0) continue
    const hinted = await reading.mayExist([...new Set(known.map(pair => pair.otherPersonId))], categoryId)
    for (const { personId, otherPersonId } of known)
      if (hinted.has(otherPersonId)) doubts.set(personId, (doubts.get(personId) ?? new Set()).add(categoryId))
  }
  return doubts
}
