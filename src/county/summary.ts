/**
 * What the county turned out to be: counts while it is written, and the rates that show it is as hard as real data.
 */

/** Running counts; all that is kept in memory of families already written. */
export interface Counts {
  families: number
  familiesMoved: number
  children: number
  twins: number
  twinPairs: number
  nearTwinPairs: number
  familyNames: Map<string, number>
  records: number
  recordsByContract: Map<string, number>
  hardCases: Map<string, number>
  mayCarryNhsNumber: number
  withNhsNumber: number
  withUpn: number
  givenDiffers: number
  familyDiffers: number
  dated: number
  dateDiffers: number
  withOlderAddress: number
  people: number
}

export interface CountySummary {
  out: string
  seed: number
  today: string
  families: number
  people: number
  records: number
  recordsByContract: Record<string, number>
  partners: number
  practitioners: number
  schools: number
  bytes: number
  /** Parts of one, each beside its floor or ceiling in {@link RATES}. */
  rates: Record<RateName, number>
  hardCases: Record<string, number>
}

/** What each rate says, and the bound that it must keep. */
export const RATES = {
  nhsNumberPresent: { says: 'NHS number present in records of feeds that may carry it', most: 0.7 },
  upnPresent: { says: 'UPN present in all records', most: 0.3 },
  givenNameDiffers: { says: 'given name in error or another form', least: 0.06 },
  familyNameDiffers: { says: 'family name in error or changed', least: 0.06 },
  dateDiffers: { says: 'date of birth in error (of records that carry one)', least: 0.03 },
  familiesMoved: { says: 'families moved since', least: 0.3 },
  olderAddress: { says: 'records that still carry an older address' },
  twins: { says: 'twins among children born', least: 0.03 },
  nearTwins: { says: 'twin pairs named almost alike', least: 0.05 },
  sharedFamilyNames: { says: 'families with a name borne by one family in 200 or more', least: 0.13 },
} as const satisfies Record<string, { says: string; least?: number; most?: number }>

export type RateName = keyof typeof RATES

export function startCounts(): Counts {
  return {
    families: 0,
    familiesMoved: 0,
    children: 0,
    twins: 0,
    twinPairs: 0,
    nearTwinPairs: 0,
    familyNames: new Map(),
    records: 0,
    recordsByContract: new Map(),
    hardCases: new Map(),
    mayCarryNhsNumber: 0,
    withNhsNumber: 0,
    withUpn: 0,
    givenDiffers: 0,
    familyDiffers: 0,
    dated: 0,
    dateDiffers: 0,
    withOlderAddress: 0,
    people: 0,
  }
}

/** Adds one to the count of that name. */
export function countOne(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function shareOf(of: number, whole: number): number {
  return whole === 0 ? 0 : of / whole
}

/** A name is heavily shared when at least one family in 200 bears it. */
function sharedNames(counts: Counts): number {
  let families = 0
  for (const bearers of counts.familyNames.values()) if (bearers * 200 >= counts.families) families += bearers
  return shareOf(families, counts.families)
}

/** The rates of what was written, as parts of one. */
export function ratesOf(counts: Counts): Record<RateName, number> {
  return {
    nhsNumberPresent: shareOf(counts.withNhsNumber, counts.mayCarryNhsNumber),
    upnPresent: shareOf(counts.withUpn, counts.records),
    givenNameDiffers: shareOf(counts.givenDiffers, counts.records),
    familyNameDiffers: shareOf(counts.familyDiffers, counts.records),
    dateDiffers: shareOf(counts.dateDiffers, counts.dated),
    familiesMoved: shareOf(counts.familiesMoved, counts.families),
    olderAddress: shareOf(counts.withOlderAddress, counts.records),
    twins: shareOf(counts.twins, counts.children),
    nearTwins: shareOf(counts.nearTwinPairs, counts.twinPairs),
    sharedFamilyNames: sharedNames(counts),
  }
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`
}

function rateLine(name: RateName, rate: number): string {
  const about: { says: string; least?: number; most?: number } = RATES[name]
  let bound = ''
  if (about.least !== undefined)
    bound = ` (at least ${percent(about.least)}${rate < about.least ? ': MISSED' : ''})`
  if (about.most !== undefined)
    bound = ` (at most ${percent(about.most)}${rate > about.most ? ': MISSED' : ''})`
  return `  ${percent(rate).padStart(7)}  ${about.says}${bound}`
}

/** The summary in lines for a console: what was written, and each rate beside its bound. */
export function countySummaryText(summary: CountySummary): string {
  const feeds = Object.entries(summary.recordsByContract).map(
    ([contract, records]) => `${records} ${contract}`,
  )
  const hard = Object.entries(summary.hardCases).map(([name, records]) => `${name} ${records}`)
  return [
    `County of ${summary.families} families, seed ${summary.seed}, as on ${summary.today}, in ${summary.out}`,
    `${summary.people} people in ${summary.records} records (${feeds.join(', ')}); ${summary.partners} partners of which ` +
      `${summary.schools} schools, ${summary.practitioners} practitioners; ${(summary.bytes / 1e6).toFixed(1)} MB`,
    ...(Object.keys(RATES) as RateName[]).map(name => rateLine(name, summary.rates[name])),
    `Hard cases (records): ${hard.join(', ')}`,
  ].join('\n')
}
