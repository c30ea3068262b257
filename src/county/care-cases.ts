/**
 * What social care does for the children of a family that it knows, by how things stand with the family.
 */
import type { CareCase } from './care-life.ts'
import { ageOn } from './days.ts'
import type { Making } from './making.ts'
import { chanceOf } from './making.ts'
import type { Child, Family, Person } from './people.ts'
import { DISTRICTS, drawAddress } from './places.ts'
import type { Random } from './random.ts'
import {
  putCare,
  putCareLeaver,
  putInNeedPlan,
  putInvolvement,
  putMissing,
  putProtectionPlan,
  putReferral,
  putVoice,
} from './social-care-cases.ts'
import type { CaseWorker } from './workforce.ts'

const NEEDS = ['N1', 'N2', 'N3', 'N4', 'N5'] as const
const CATEGORIES = ['NEG', 'EMO', 'PHY', 'MUL'] as const
const SOURCES = [
  ['2A', 'Schools'],
  ['6', 'Police'],
  ['3C', 'Health services: health visitor'],
  ['1A', 'Individual: family member'],
  ['5D', 'Local authority: early help'],
] as const

const EIGHTEEN_YEARS = 18 * 365 + 5

/** One child in one case. */
interface Case {
  making: Making
  random: Random
  family: Family
  child: Child
  ref: string
  from: number
  /** The day on which it ended, where it has. */
  to: number | undefined
}

/** Writes plans and workers of these children, whose numbers are in `refs`. One social worker for a family. */
export function writeCases(
  making: Making,
  family: Family,
  children: Child[],
  refs: Map<Person, string>,
  { standing, from: began, to: ends, worker }: CareCase,
): void {
  const { asOf, origin } = making
  const ended = Math.min(ends, family.leftOn ?? ends)
  for (const child of children) {
    const random = chanceOf(making, `case of ${began}`, child)
    const from = Math.max(began, child.born + 1)
    const to = ended <= asOf ? Math.max(ended, from) : undefined
    const of: Case = { making, random, family, child, ref: refs.get(child) ?? '', from, to }
    // Care outlasts any one case, and is written with the first.
    const isFirst = began <= origin
    if (child.care === 'care-leaver' || ageOn(child.born, from) >= 18) {
      if (isFirst && child.care === 'care-leaver') writeCareLeaver(of)
    } else if (child.care === 'looked-after' && worker !== undefined) {
      if (isFirst) writeLookedAfter(of, worker)
    } else if (standing !== 'closed' && standing !== 'early-help' && worker !== undefined) {
      writeOpenCase(of, worker, standing)
    } else writePassedOn(of, standing)
    if (!isFirst || !random.chance(0.04)) continue
    // A few of them come back only some days after the county was made.
    const back = random.chance(0.1) ? origin + 4 : origin - 28
    putMissing(making.care, of.ref, origin - 30, back <= asOf ? back : undefined)
  }
}

function writeOpenCase(of: Case, worker: CaseWorker, standing: CareCase['standing']): void {
  const { random, ref, from, to } = of
  const { care, workforce, asOf } = of.making
  const need = random.pick(NEEDS)
  const source = random.pick(SOURCES)
  const referral = putReferral(care, ref, { workforce, from, to, need, source, assessed: true })
  const role = 'Allocated social worker'
  const allocated = Math.min(from + 3, to ?? asOf)
  putInvolvement(care, ref, { worker, role, from: allocated, to, referral })
  if (standing === 'protection-plan') {
    const category = random.pick(CATEGORIES)
    const planned = from + 15
    if (planned <= (to ?? asOf))
      putProtectionPlan(care, ref, { referral, worker, from: planned, to, category })
    putVoice(care, ref)
  } else if (random.chance(0.8) && from + 12 <= (to ?? asOf)) {
    putInNeedPlan(care, ref, { referral, worker, from: from + 12, to })
  }
}

/** What the front door closed or passed on: that is all that social care has of the child. */
function writePassedOn(of: Case, standing: CareCase['standing']): void {
  const { random, ref, from, child } = of
  const { care, workforce, asOf } = of.making
  if (standing === 'early-help') {
    const asked = Math.max(child.born, from - 12)
    const source = ['2A', 'Schools'] as const
    putReferral(care, ref, { workforce, from: asked, to: from, need: 'N5', source, assessed: false })
    return
  }
  const assessed = random.chance(0.7)
  const closed = from + random.between(8, 200)
  const to = closed <= asOf ? closed : undefined
  const need = random.pick(NEEDS)
  putReferral(care, ref, { workforce, from, to, need, source: random.pick(SOURCES), assessed })
}

function writeLookedAfter(of: Case, worker: CaseWorker): void {
  const { random, ref, child } = of
  const { care, workforce, origin, asOf } = of.making
  const grownUp = child.born + EIGHTEEN_YEARS
  const to = grownUp <= asOf ? grownUp : undefined
  const from = Math.max(child.born + 2, origin - random.between(60, 1500))
  const source = ['6', 'Police'] as const
  const about = { workforce, from: from - 1, to, need: 'N1', source, assessed: true }
  const referral = putReferral(care, ref, about)
  putCare(care, ref, {
    referral,
    from,
    to,
    ceased: to === undefined ? '' : 'E4A',
    // Placements are where a carer has room, often in another district.
    placementPostcode: drawAddress(random, random.pick(DISTRICTS)).postcode,
    distance: random.between(2, 60),
    placementType: 'U4',
  })
  putInvolvement(care, ref, { worker, role: 'Allocated social worker', from, to, referral })
}

function writeCareLeaver(of: Case): void {
  const { random, ref, child, family } = of
  const { care, workforce, origin } = of.making
  const left = child.born + EIGHTEEN_YEARS
  const worker = workforce.leavingCareAdviser(family.district.area, 1)
  const placementPostcode = drawAddress(random, family.district).postcode
  const period = { referral: '', from: left - 1500, to: left, ceased: 'E4A' }
  putCare(care, ref, { ...period, placementPostcode, distance: 12, placementType: 'U4' })
  putCareLeaver(care, ref, worker, Math.max(left, origin - random.between(3, 90)))
  putInvolvement(care, ref, { worker, role: 'Personal adviser', from: left, to: undefined, referral: '' })
}
