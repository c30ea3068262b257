/**
 * Opens what the county is written to: a delivery for each partner that sends for the whole county, the truth, and the book
 * of who works where.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startHelpShares } from './care-life.ts'
import { beginCensus, CIN_CENSUS_CONTRACT, censusFileName, endCensus } from './cin-census.ts'
import { isoDay } from './days.ts'
import type { Delivery } from './delivery-writer.ts'
import { openDelivery } from './delivery-writer.ts'
import {
  ADULT_SERVICES_CONTRACT,
  ADULT_SERVICES_PARTNER,
  INVOLVEMENTS_HEADER,
} from './family-safeguarding.ts'
import type { Habits } from './habits.ts'
import { PLAIN } from './habits.ts'
import { CONTACTS_HEADER, HEALTH_VISITING_CONTRACT, HEALTH_VISITING_PARTNER } from './health-visiting.ts'
import { issueNhsNumbers } from './issue-identifiers.ts'
import type { Landlord } from './landlords.ts'
import { HOUSING_CONTRACT, startHousing } from './landlords.ts'
import { startTwinShares } from './make-family.ts'
import type { Making } from './making.ts'
import { PROTECTIONS_HEADER } from './making.ts'
import { openPeopleFile } from './people-file.ts'
import { NOTICES_HEADER, POLICE_CONTRACT, POLICE_PARTNER } from './police-notices.ts'
import { shareOut } from './random.ts'
import { REGISTER_CONTRACT } from './register-files.ts'
import { startEarlyHelp, startSocialCare } from './social-care.ts'
import {
  EARLY_HELP_PARTNER,
  openEarlyHelpTables,
  openSocialCareTables,
  SOCIAL_CARE_CONTRACT,
  SOCIAL_CARE_PARTNER,
} from './social-care-tables.ts'
import { openLookedAfterTables, SSDA903_CONTRACT } from './ssda903.ts'
import { startCounts } from './summary.ts'
import { openTruth } from './truth.ts'
import { startWorkforce } from './workforce.ts'
import { CASES_HEADER, WITH_A_CASE, YOUTH_JUSTICE_CONTRACT, YOUTH_JUSTICE_PARTNER } from './youth-justice.ts'

export interface Opening {
  seed: number
  families: number
  out?: string | undefined
  people?: string | undefined
  landlords: Landlord[]
  habits: (partner: string) => Habits
  madeOn: number
  today: number
}

export interface OpenFiles {
  making: Making
  register: Delivery
  /** Waits until what was written so far stands on the disk. */
  flush: () => Promise<void>
  /** Gives the bytes written. */
  close: () => Promise<number>
}

/** The folders of a county; whatever an earlier one left in them is removed. */
const FOLDERS = [
  'register',
  'schools',
  'social-care',
  'early-help',
  'cin-census',
  'ssda903',
  'health-visiting',
  'police',
  'youth-justice',
  'housing',
  'early-years',
  'adult-services',
  'protections',
  'demonstration',
  'truth',
]

type Sender = readonly [partner: string, contract: string]

/** Those who send one delivery for the whole county, by the folder of the delivery. */
const SENDERS = {
  register: ['lancs-council', REGISTER_CONTRACT],
  'social-care': [SOCIAL_CARE_PARTNER, SOCIAL_CARE_CONTRACT],
  'early-help': [EARLY_HELP_PARTNER, SOCIAL_CARE_CONTRACT],
  'health-visiting': [HEALTH_VISITING_PARTNER, HEALTH_VISITING_CONTRACT],
  'cin-census': [SOCIAL_CARE_PARTNER, CIN_CENSUS_CONTRACT],
  ssda903: [SOCIAL_CARE_PARTNER, SSDA903_CONTRACT],
  police: [POLICE_PARTNER, POLICE_CONTRACT],
  'youth-justice': [YOUTH_JUSTICE_PARTNER, YOUTH_JUSTICE_CONTRACT],
  'adult-services': [ADULT_SERVICES_PARTNER, ADULT_SERVICES_CONTRACT],
  protections: ['lancs-council', 'protections/1'],
} as const satisfies Record<string, Sender>

/** Those whose one system writes as the format has it. */
const PLAINLY = ['lancs-council', SOCIAL_CARE_PARTNER, EARLY_HELP_PARTNER, HEALTH_VISITING_PARTNER]

type Deliveries = Record<keyof typeof SENDERS, Delivery>

/** Opens the files of a county in its folder; without a folder they stand nowhere, and only the people are written. */
export async function openFiles(opening: Opening): Promise<OpenFiles> {
  const { out, landlords } = opening
  if (out !== undefined)
    for (const folder of FOLDERS) await rm(join(out, folder), { recursive: true, force: true })
  const open = (folder: string, [partner, contract]: Sender): Promise<Delivery> => {
    const sender = { partner, contract, asOf: `${isoDay(opening.today - 1)}T18:00:00Z` }
    // These files are written piece by piece, and what a later piece holds nobody knows when the first is written.
    const habits = PLAINLY.includes(partner) ? PLAIN : { ...opening.habits(partner), windows1252: false }
    return openDelivery(out && join(out, folder), { ...sender, habits })
  }
  const entries = Object.entries(SENDERS).map(async ([folder, sender]) => [
    folder,
    await open(folder, sender),
  ])
  const deliveries = Object.fromEntries(await Promise.all(entries)) as Deliveries
  const homes = new Map<string, Delivery>()
  for (const { id } of landlords) homes.set(id, await open(join('housing', id), [id, HOUSING_CONTRACT]))
  const all = [...Object.values(deliveries), ...homes.values()]
  const making = await startMaking(opening, deliveries, homes)
  return {
    making,
    register: deliveries.register,
    flush: async () => {
      for (const delivery of all) await delivery.flush()
      await making.truth.flush()
    },
    close: async () => {
      endCensus(making.census)
      let bytes = await making.truth.close()
      for (const delivery of all) bytes += await delivery.close()
      return bytes
    },
  }
}

async function startMaking(
  { seed, out, people, families, habits, madeOn, today }: Opening,
  deliveries: Deliveries,
  homes: Map<string, Delivery>,
): Promise<Making> {
  const counts = startCounts()
  const peopleFile = people === undefined ? undefined : await openPeopleFile(people)
  const workforce = startWorkforce(seed, madeOn, families)
  const census = await deliveries['cin-census'].file(censusFileName(today - 1))
  beginCensus(census, today - 1)
  let storyPatients = 0
  return {
    seed,
    madeOn,
    origin: madeOn - 1,
    today,
    asOf: today - 1,
    habits,
    counts,
    truth: await openTruth(out && join(out, 'truth'), peopleFile, counts, today),
    sharedOut: { twins: startTwinShares(), nhsNumbers: issueNhsNumbers(seed, families) },
    care: startSocialCare(await openSocialCareTables(deliveries['social-care'])),
    earlyHelp: startEarlyHelp(await openEarlyHelpTables(deliveries['early-help'])),
    isHelpedAlone: startHelpShares(),
    census,
    lookedAfter: await openLookedAfterTables(deliveries.ssda903),
    healthVisiting: await deliveries['health-visiting'].table('contacts.csv', CONTACTS_HEADER),
    notices: await deliveries.police.table('notices.csv', NOTICES_HEADER),
    youthJustice: await deliveries['youth-justice'].table('cases.csv', CASES_HEADER),
    isInYouthJustice: shareOut(WITH_A_CASE),
    housing: await startHousing(seed, homes, workforce),
    adultServices: await deliveries['adult-services'].table('involvements.csv', INVOLVEMENTS_HEADER),
    protections: await deliveries.protections.table('protections.csv', PROTECTIONS_HEADER),
    workforce,
    nextStoryPatient: () => `HVP${String(++storyPatients).padStart(7, '0')}`,
  }
}
