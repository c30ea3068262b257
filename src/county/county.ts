/**
 * The synthetic county: partners' files about families who do not exist, in the formats that partners really send,
 * and apart from them the truth. The same seed and the same day give the same bytes.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { planCare, startHelpShares } from './care-life.ts'
import { dayOf, isoDay, todayInLancashire } from './days.ts'
import type { Delivery } from './delivery-writer.ts'
import { openDelivery } from './delivery-writer.ts'
import { CONTACTS_HEADER, HEALTH_VISITING_CONTRACT, HEALTH_VISITING_PARTNER } from './health-visiting.ts'
import { issueNhsNumbers, issueUpns } from './issue-identifiers.ts'
import { liveOn } from './live-on.ts'
import { makeFamily, startTwinShares } from './make-family.ts'
import type { Making, SchoolRolls } from './making.ts'
import { PROTECTIONS_HEADER } from './making.ts'
import { openPeopleFile } from './people-file.ts'
import { randomFor } from './random.ts'
import {
  REGISTER_CONTRACT,
  signInsOf,
  takeOnFixed,
  writePartners,
  writePractitioners,
} from './register-files.ts'
import { writeSchoolFile } from './school-file.ts'
import type { Block } from './schools.ts'
import { planBlocks } from './schools.ts'
import { putWorkforce, startEarlyHelp, startSocialCare } from './social-care.ts'
import {
  EARLY_HELP_PARTNER,
  openEarlyHelpTables,
  openSocialCareTables,
  SOCIAL_CARE_CONTRACT,
  SOCIAL_CARE_PARTNER,
} from './social-care-tables.ts'
import { tellStories } from './stories.ts'
import type { CountySummary } from './summary.ts'
import { ratesOf, startCounts } from './summary.ts'
import { openTruth } from './truth.ts'
import type { Workforce } from './workforce.ts'
import { startWorkforce } from './workforce.ts'
import { writeFamily } from './write-family.ts'

export { countySummaryText } from './summary.ts'

export interface CountyOptions {
  /** Families by chance; the story families come in addition. */
  families: number
  seed: number
  /** The folder to write to; what an earlier county left in its folders is removed. Left out, no partner's file is written. */
  out?: string | undefined
  /** A file to which every record of a person goes as one row, with the person behind it. */
  people?: string | undefined
  /** `YYYY-MM-DD`, the day on which the county is made and ages are right; today in Lancashire if left out. */
  today?: string | undefined
  /** How many days the county has lived on since: the files are those of that later day. */
  days?: number | undefined
  /** Called after each block of some 240 families with the number written so far. */
  onProgress?: (families: number, of: number) => void
}

const FOLDERS = [
  'register',
  'schools',
  'social-care',
  'early-help',
  'health-visiting',
  'protections',
  'demonstration',
  'truth',
]
const SERIALS_AFTER_STORIES = 101

interface Deliveries {
  register: Delivery
  socialCare: Delivery
  earlyHelp: Delivery
  healthVisiting: Delivery
  protections: Delivery
}

/** Writes the county's files to `out` and gives what they hold. Memory is bounded by one block of families. */
export async function writeCounty(options: CountyOptions): Promise<CountySummary> {
  const { families, out } = options
  if (!Number.isInteger(families) || families < 1)
    throw new Error('the number of families must be a whole number above 0')
  const madeOn = dayOf(options.today ?? todayInLancashire())
  const today = madeOn + (options.days ?? 0)
  if (out !== undefined) await removeEarlier(out)
  const deliveries = await openDeliveries(out, today - 1)
  const making = await startMaking(options, { madeOn, today }, deliveries)
  const blocks = planBlocks(families)
  takeOnFixed(making.workforce)
  const partners = await writePartners(deliveries.register, blocks)
  let bytes = 0
  for (const block of blocks) {
    bytes += await writeBlock(making, block, out)
    for (const delivery of Object.values(deliveries) as Delivery[]) await delivery.flush()
    await making.truth.flush()
    options.onProgress?.(block.firstFamily + block.families - 1, families)
  }
  putWorkforce(making.care, making.workforce, madeOn)
  putWorkforce(making.earlyHelp, making.workforce, madeOn)
  await writePractitioners(deliveries.register, making.workforce)
  if (out !== undefined) await writeSignIns(join(out, 'demonstration'), making.workforce)
  for (const delivery of Object.values(deliveries) as Delivery[]) bytes += await delivery.close()
  bytes += await making.truth.close()
  return summarise(making, options, blocks, { partners, bytes, today: isoDay(today) })
}

async function removeEarlier(out: string): Promise<void> {
  for (const folder of FOLDERS) await rm(join(out, folder), { recursive: true, force: true })
}

async function writeSignIns(folder: string, workforce: Workforce): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'sign-ins.json'), `${JSON.stringify(signInsOf(workforce), null, 2)}\n`)
}

async function openDeliveries(out: string | undefined, asOfDay: number): Promise<Deliveries> {
  const asOf = `${isoDay(asOfDay)}T18:00:00Z`
  const open = (folder: string, partner: string, contract: string): Promise<Delivery> =>
    openDelivery(out && join(out, folder), { partner, contract, asOf })
  return {
    register: await open('register', 'lancs-council', REGISTER_CONTRACT),
    socialCare: await open('social-care', SOCIAL_CARE_PARTNER, SOCIAL_CARE_CONTRACT),
    earlyHelp: await open('early-help', EARLY_HELP_PARTNER, SOCIAL_CARE_CONTRACT),
    healthVisiting: await open('health-visiting', HEALTH_VISITING_PARTNER, HEALTH_VISITING_CONTRACT),
    protections: await open('protections', 'lancs-council', 'protections/1'),
  }
}

async function startMaking(
  { seed, out, people, families }: CountyOptions,
  { madeOn, today }: { madeOn: number; today: number },
  deliveries: Deliveries,
): Promise<Making> {
  const counts = startCounts()
  const peopleFile = people === undefined ? undefined : await openPeopleFile(people)
  let storyPatients = 0
  return {
    seed,
    madeOn,
    origin: madeOn - 1,
    today,
    asOf: today - 1,
    counts,
    truth: await openTruth(out && join(out, 'truth'), peopleFile, counts, today),
    sharedOut: { twins: startTwinShares(), nhsNumbers: issueNhsNumbers(seed, families) },
    care: startSocialCare(await openSocialCareTables(deliveries.socialCare)),
    earlyHelp: startEarlyHelp(await openEarlyHelpTables(deliveries.earlyHelp)),
    isHelpedAlone: startHelpShares(),
    healthVisiting: await deliveries.healthVisiting.table('contacts.csv', CONTACTS_HEADER),
    protections: await deliveries.protections.table('protections.csv', PROTECTIONS_HEADER),
    workforce: startWorkforce(seed, madeOn),
    nextStoryPatient: () => `HVP${String(++storyPatients).padStart(7, '0')}`,
  }
}

/** One block: its schools' leads, its families, then its schools' files; gives the bytes of those files. */
async function writeBlock(making: Making, block: Block, out: string | undefined): Promise<number> {
  const secondary = block.schools.at(-1)
  if (secondary === undefined) throw new Error('a block without a school')
  const rolls: SchoolRolls = {
    primaries: block.schools.slice(0, -1),
    secondary,
    border: block.borderSchool,
    issueUpn: issueUpns(SERIALS_AFTER_STORIES),
    pupils: new Map(),
  }
  const schools = [...block.schools, ...(block.borderSchool === undefined ? [] : [block.borderSchool])]
  for (const school of schools) making.workforce.safeguardingLead(school)
  const visitors = making.workforce.healthVisitors(block.district, block.familiesInDistrict)
  making.workforce.schoolNurse(block.district)
  if (block.firstFamily === 1) tellStories(making, rolls, visitors)
  for (let number = block.firstFamily; number < block.firstFamily + block.families; number++) {
    const random = randomFor(making.seed, `family ${number}`)
    const family = makeFamily(random, number, block.district, making.madeOn, making.sharedOut)
    const life = planCare(making, family)
    liveOn(making.seed, family, making.madeOn, making.asOf)
    const visitor = visitors[number % visitors.length]
    if (visitor === undefined) throw new Error('a district without a health visitor')
    writeFamily(making, family, life, rolls, visitor)
  }
  making.care.forget()
  making.earlyHelp.forget()
  if (out === undefined) return 0
  let bytes = 0
  for (const school of schools) {
    const folder = join(out, 'schools', `${school.lea}${school.estab}`)
    bytes += await writeSchoolFile(folder, school, rolls.pupils.get(school) ?? [], making.asOf, making.today)
  }
  return bytes
}

function summarise(
  making: Making,
  options: CountyOptions,
  blocks: Block[],
  written: { partners: number; bytes: number; today: string },
): CountySummary {
  const { counts } = making
  return {
    out: options.out ?? options.people ?? '',
    seed: options.seed,
    today: written.today,
    families: counts.families,
    people: counts.people,
    records: counts.records,
    recordsByContract: Object.fromEntries(counts.recordsByContract),
    partners: written.partners,
    practitioners: making.workforce.practitioners.length,
    schools: blocks.reduce(
      (sum, block) => sum + block.schools.length + (block.borderSchool === undefined ? 0 : 1),
      0,
    ),
    bytes: written.bytes,
    rates: ratesOf(counts),
    hardCases: Object.fromEntries([...counts.hardCases].toSorted()),
  }
}
