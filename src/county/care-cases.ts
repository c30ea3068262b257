/**
 * What social care does for the children of a family that it knows, by how things stand with the family.
 */
import { ageOn } from './days.ts'
import type { Help } from './early-help.ts'
import type { Making } from './making.ts'
import type { Child, Family, Person } from './people.ts'
import { DISTRICTS, drawAddress } from './places.ts'
import type { Random } from './random.ts'
import { draw, weigh } from './random.ts'
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

type Standing = 'early-help' | 'closed' | 'in-need' | 'protection-plan'

const STANDINGS = weigh<Standing>([
  ['early-help', 26],
  ['closed', 24],
  ['in-need', 34],
  ['protection-plan', 16],
])

const NEEDS = ['N1', 'N2', 'N3', 'N4', 'N5'] as const
const CATEGORIES = ['NEG', 'EMO', 'PHY', 'MUL'] as const
const SOURCES = [
  ['2A', 'Schools'],
  ['6', 'Police'],
  ['3C', 'Health services: health visitor'],
  ['1A', 'Individual: family member'],
  ['5D', 'Local authority: early help'],
] as const

interface Case {
  making: Making
  random: Random
  family: Family
  child: Child
  ref: string
  from: number
  /** Gathers what early help, and not social care, writes down. */
  help: Help[]
}

/**
 * Writes plans and workers of these children, whose numbers are in `refs`, and gives the early help that they had. One
 * social worker for a family.
 */
export function writeCases(
  making: Making,
  random: Random,
  family: Family,
  children: Child[],
  refs: Map<Person, string>,
): Help[] {
  const help: Help[] = []
  const standing = draw(random, STANDINGS)
  const underage = children.filter(child => ageOn(child.born, making.today) < 18)
  const inNeed = standing === 'in-need' || standing === 'protection-plan'
  const worked = inNeed ? underage : underage.filter(child => child.care === 'looked-after')
  const worker =
    worked.length === 0 ? undefined : making.workforce.socialWorker(family.district.area, worked.length)
  const began = making.asOf - random.between(30, 500)
  for (const child of children) {
    const from = Math.max(began, child.born + 1)
    const of: Case = { making, random, family, child, ref: refs.get(child) ?? '', from, help }
    if (child.care === 'care-leaver') writeCareLeaver(of)
    else if (child.care === 'looked-after' && worker !== undefined) writeLookedAfter(of, worker)
    else if (inNeed && worker !== undefined) writeOpenCase(of, worker, standing)
    else writePastHelp(of, standing)
    if (!random.chance(0.04)) continue
    putMissing(making.care, of.ref, making.asOf - 30, random.chance(0.9) ? making.asOf - 28 : undefined)
  }
  return help
}

function writeOpenCase(of: Case, worker: CaseWorker, standing: Standing): void {
  const { random, ref, from } = of
  const { care, workforce } = of.making
  const helpFrom = from - random.between(120, 300)
  if (random.chance(0.35) && helpFrom > of.child.born)
    of.help.push({ child: of.child, from: helpFrom, to: from - 10 })
  const need = random.pick(NEEDS)
  const source = random.pick(SOURCES)
  const referral = putReferral(care, ref, { workforce, from, to: undefined, need, source, assessed: true })
  const role = 'Allocated social worker'
  putInvolvement(care, ref, { worker, role, from: from + 3, to: undefined, referral })
  if (standing === 'protection-plan') {
    const category = random.pick(CATEGORIES)
    putProtectionPlan(care, ref, { referral, worker, from: from + 15, to: undefined, category })
    putVoice(care, ref)
  } else if (random.chance(0.8)) {
    putInNeedPlan(care, ref, { referral, worker, from: from + 12, to: undefined })
  }
}

function writePastHelp(of: Case, standing: Standing): void {
  const { random, ref, from } = of
  const { care, workforce, asOf } = of.making
  if (standing === 'early-help') {
    const to = random.chance(0.6) ? undefined : Math.min(asOf, from + 200)
    of.help.push({ child: of.child, from, to })
    // The front door took the request and passed it on: that is all that social care has of this child.
    const asked = Math.max(of.child.born, from - 12)
    const source = ['2A', 'Schools'] as const
    putReferral(care, ref, { workforce, from: asked, to: from, need: 'N5', source, assessed: false })
    return
  }
  const assessed = random.chance(0.7)
  const to = Math.min(asOf, from + random.between(8, 200))
  const need = random.pick(NEEDS)
  putReferral(care, ref, { workforce, from, to, need, source: random.pick(SOURCES), assessed })
}

function writeLookedAfter(of: Case, worker: CaseWorker): void {
  const { random, ref, child } = of
  const { care, workforce, asOf } = of.making
  const from = Math.max(child.born + 2, asOf - random.between(60, 1500))
  const source = ['6', 'Police'] as const
  const about = { workforce, from: from - 1, to: undefined, need: 'N1', source, assessed: true }
  const referral = putReferral(care, ref, about)
  putCare(care, ref, {
    referral,
    from,
    to: undefined,
    ceased: '',
    // Placements are where a carer has room, often in another district.
    placementPostcode: drawAddress(random, random.pick(DISTRICTS)).postcode,
    distance: random.between(2, 60),
    placementType: 'U4',
  })
  putInvolvement(care, ref, { worker, role: 'Allocated social worker', from, to: undefined, referral })
}

function writeCareLeaver(of: Case): void {
  const { random, ref, child, family } = of
  const { care, workforce, asOf } = of.making
  const left = child.born + 18 * 365 + 5
  const worker = workforce.leavingCareAdviser(family.district.area, 1)
  const placementPostcode = drawAddress(random, family.district).postcode
  const period = { referral: '', from: left - 1500, to: left, ceased: 'E4A' }
  putCare(care, ref, { ...period, placementPostcode, distance: 12, placementType: 'U4' })
  putCareLeaver(care, ref, worker, Math.max(left, asOf - random.between(3, 90)))
  putInvolvement(care, ref, { worker, role: 'Personal adviser', from: left, to: undefined, referral: '' })
}
