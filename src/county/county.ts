/**
 * The synthetic county: partners' files about families who do not exist, in the formats that partners really send,
 * and apart from them the truth. The same seed and the same day give the same bytes.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { planCare } from './care-life.ts'
import { dayOf, isoDay, todayInLancashire } from './days.ts'
import { habitsOf } from './habits.ts'
import { issueUpns } from './issue-identifiers.ts'
import { landlordsIn } from './landlords.ts'
import { liveOn } from './live-on.ts'
import { makeFamily } from './make-family.ts'
import type { Making, SchoolRolls } from './making.ts'
import { openNursery } from './nurseries.ts'
import { openFiles } from './open-files.ts'
import { randomFor } from './random.ts'
import {
  signInsOf,
  takeOnAdministrators,
  takeOnFixed,
  writePartners,
  writePractitioners,
} from './register-files.ts'
import { writeSchoolFile } from './school-file.ts'
import type { Block } from './schools.ts'
import { planBlocks, schoolPartner, schoolsOf } from './schools.ts'
import { putWorkforce } from './social-care.ts'
import { tellStories } from './stories.ts'
import type { CountySummary } from './summary.ts'
import { ratesOf } from './summary.ts'
import type { Workforce } from './workforce.ts'
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
  /** The part of the partners whose systems write in ways of their own, from 0 to 1; see {@link habitsOf}. */
  variety?: number | undefined
  /** Called after each block of some 240 families with the number written so far. */
  onProgress?: (families: number, of: number) => void
}

const USUAL_VARIETY = 0.3
const SERIALS_AFTER_STORIES = 101

/** Writes the county's files to `out` and gives what they hold. Memory is bounded by one block of families. */
export async function writeCounty(options: CountyOptions): Promise<CountySummary> {
  const { families, out } = options
  if (!Number.isInteger(families) || families < 1)
    throw new Error('the number of families must be a whole number above 0')
  const madeOn = dayOf(options.today ?? todayInLancashire())
  const today = madeOn + (options.days ?? 0)
  const blocks = planBlocks(families)
  const { seed, variety = USUAL_VARIETY } = options
  const habits = (partner: string) => habitsOf(seed, variety, partner)
  const files = await openFiles({ ...options, landlords: landlordsIn(blocks), habits, madeOn, today })
  const { making, register } = files
  takeOnFixed(making.workforce)
  const partners = await writePartners(register, blocks)
  let bytes = 0
  for (const block of blocks) {
    bytes += await writeBlock(making, block, out)
    await files.flush()
    options.onProgress?.(block.firstFamily + block.families - 1, families)
  }
  putWorkforce(making.care, making.workforce, madeOn)
  putWorkforce(making.earlyHelp, making.workforce, madeOn)
  takeOnAdministrators(making.workforce)
  await writePractitioners(register, making.workforce)
  if (out !== undefined) await writeSignIns(join(out, 'demonstration'), making.workforce)
  bytes += await files.close()
  return summarise(making, options, blocks, { partners, bytes, today: isoDay(today) })
}

async function writeSignIns(folder: string, workforce: Workforce): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'sign-ins.json'), `${JSON.stringify(signInsOf(workforce), null, 2)}\n`)
}

/** One block: its schools' leads, its families, then its schools' files; gives the bytes of those files. */
async function writeBlock(making: Making, block: Block, out: string | undefined): Promise<number> {
  const secondary = block.schools.at(-1)
  if (secondary === undefined) throw new Error('a block without a school')
  const rolls: SchoolRolls = {
    primaries: block.schools.slice(0, -1),
    secondary,
    border: block.borderSchool,
    nursery: await openNursery(making, block.nursery, out && join(out, 'early-years', block.nursery.id)),
    issueUpn: issueUpns(SERIALS_AFTER_STORIES),
    pupils: new Map(),
  }
  const schools = schoolsOf(block)
  for (const school of schools) making.workforce.safeguardingLead(school)
  const visitors = making.workforce.healthVisitors(block.district, block.familiesInDistrict)
  making.workforce.schoolNurse(block.district)
  making.housing.openPatch(block)
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
  let bytes = await rolls.nursery.delivery.close()
  if (out === undefined) return 0
  for (const school of schools) {
    const pupils = rolls.pupils.get(school)
    // A school without a pupil of the county sends nothing.
    if (pupils === undefined) continue
    const folder = join(out, 'schools', `${school.lea}${school.estab}`)
    const habits = making.habits(schoolPartner(school))
    bytes += await writeSchoolFile(folder, school, pupils, making, habits)
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
    schools: blocks.reduce((sum, block) => sum + schoolsOf(block).length, 0),
    bytes: written.bytes,
    rates: ratesOf(counts),
    hardCases: Object.fromEntries([...counts.hardCases].toSorted()),
  }
}
