/**
 * How social care and early help have come into a family's life and will: settled once, from what is true on the day on
 * which the county is made, with the workers who have room on that day. What has begun or ended by another day follows
 * from the dates alone.
 */
import { ageOn } from './days.ts'
import type { Making } from './making.ts'
import { chanceOf } from './making.ts'
import type { Child, Family } from './people.ts'
import { expectedChild } from './people.ts'
import type { Random } from './random.ts'
import { daysUntil, draw, shareOut, weigh } from './random.ts'
import type { CaseWorker } from './workforce.ts'

export type Standing = 'early-help' | 'closed' | 'in-need' | 'protection-plan'

/** Families that social care knows or has known. */
const KNOWN_TO_SOCIAL_CARE = 0.073
/** How things stand with a family that it knows. */
const STANDINGS = weigh<Standing>([
  ['early-help', 26],
  ['closed', 24],
  ['in-need', 34],
  ['protection-plan', 16],
])
const LATER_STANDINGS = weigh<Standing>([
  ['closed', 40],
  ['in-need', 45],
  ['protection-plan', 15],
])
/** Of families whom social care does not know, those whom early help helps now. */
const HELPED_ALONE = 0.055
/** Times a year: a family not open to social care is referred, an open case is closed, and the same of early help. */
const REFERRED = 0.03
const CASE_CLOSED = 0.9
const HELP_BEGUN = 0.04
const HELP_ENDED = 1.1
/** Referral, assessment and plan take some weeks: a child younger than this is known by the mother's record only. */
const YOUNGEST_DAYS = 45

/** A case of social care about a family. */
export interface CareCase {
  standing: Standing
  from: number
  /** The day on which the case ends if it stands open; it may lie ahead. */
  to: number
  /** For those with a worker: open cases, and children in care. */
  worker: CaseWorker | undefined
}

/** A time in which early help helps a family; the end may lie ahead. */
export interface HelpCase {
  from: number
  to: number
  worker: CaseWorker
}

export interface CareLife {
  /** Oldest first; what begins on a later day is among them. */
  cases: CareCase[]
  /** The child whom the mother expected when social care opened the case, with the child's own worker. */
  unborn: { child: Child; worker: CaseWorker } | undefined
  help: HelpCase[]
}

/** Shared out evenly, so that a key worker has families even in a small county. */
export function startHelpShares(): () => boolean {
  return shareOut(HELPED_ALONE)
}

/** Settles the family's life with both services; called once for each family, on the day on which the county is made. */
export function planCare(making: Making, family: Family): CareLife {
  const random = chanceOf(making, 'care life', family)
  const known = isKnown(random, family, making.origin)
  const life: CareLife = { cases: [], unborn: undefined, help: [] }
  const children = family.children.filter(child => mayBeHeld(making, child, making.origin))
  if (known && children.length > 0) planKnown(making, random, family, children, life)
  else planAlone(making, random, family, life)
  planLater(making, chanceOf(making, 'later care', family), family, life)
  return life
}

/** Whether social care may hold the child by that day: old enough, and for most not passed over. */
export function mayBeHeld(making: Making, child: Child, day: number): boolean {
  if (child.care === 'adopted' || child.born + YOUNGEST_DAYS >= day) return false
  return child.care !== 'none' || chanceOf(making, 'social care holds', child).chance(0.85)
}

/** Whether social care knows this family, from its circumstances and by chance. */
function isKnown(random: Random, family: Family, origin: number): boolean {
  const { circumstances } = family
  const expecting = random.chance(0.15) && expectedChild(family, origin) !== undefined
  const certain =
    circumstances.has('looked-after-child') || circumstances.has('care-leaver') || circumstances.has('refuge')
  return random.chance(KNOWN_TO_SOCIAL_CARE) || certain || expecting
}

function planKnown(making: Making, random: Random, family: Family, children: Child[], life: CareLife): void {
  const { origin, workforce } = making
  const { area } = family.district
  const standing = draw(random, STANDINGS)
  const from = origin - random.between(30, 500)
  const to = origin + daysUntil(random, CASE_CLOSED)
  const underage = children.filter(child => ageOn(child.born, making.madeOn) < 18)
  const isOpen = standing === 'in-need' || standing === 'protection-plan'
  const worked = isOpen ? underage : underage.filter(child => child.care === 'looked-after')
  const worker = worked.length === 0 ? undefined : workforce.socialWorker(area, worked.length)
  life.cases.push({ standing, from, to, worker })
  const child = expectedChild(family, origin)
  if (child !== undefined && random.chance(0.5))
    life.unborn = { child, worker: workforce.socialWorker(area, 1) }
  const helpFrom = from - random.between(120, 300)
  const earlier = random.chance(0.35)
  const stillHelped = random.chance(0.6)
  if (standing === 'early-help') {
    const end = stillHelped ? origin + daysUntil(random, HELP_ENDED) : Math.min(origin, from + 200)
    const room = stillHelped ? children.length : 0
    life.help.push({ from, to: end, worker: workforce.earlyHelpWorker(area, room) })
  } else if (isOpen && earlier) {
    life.help.push({ from: helpFrom, to: from - 10, worker: workforce.earlyHelpWorker(area, 0) })
  }
}

/** Families whom early help helps and social care does not know; most have no help. */
function planAlone(making: Making, random: Random, family: Family, life: CareLife): void {
  const { origin, workforce } = making
  const children = family.children.filter(child => mayBeHelped(child, origin))
  if (children.length === 0 || !making.isHelpedAlone()) return
  const from = origin - random.between(20, 300)
  const to = origin + daysUntil(random, HELP_ENDED)
  life.help.push({ from, to, worker: workforce.earlyHelpWorker(family.district.area, children.length) })
}

/** Whether early help may hold the child by that day. */
export function mayBeHelped(child: Child, day: number): boolean {
  return child.care === 'none' && child.born + YOUNGEST_DAYS < day
}

/** What comes after the day on which the county was made, with workers who are there already. */
function planLater(making: Making, random: Random, family: Family, life: CareLife): void {
  const { origin, workforce } = making
  const { area } = family.district
  const free = Math.max(origin, life.cases.at(-1)?.to ?? origin)
  const from = free + 20 + daysUntil(random, REFERRED)
  const standing = draw(random, LATER_STANDINGS)
  const worker = standing === 'closed' ? undefined : workforce.laterSocialWorker(area, random)
  life.cases.push({ standing, from, to: from + 30 + daysUntil(random, CASE_CLOSED), worker })
  const helpFrom = Math.max(origin, life.help.at(-1)?.to ?? origin) + 20 + daysUntil(random, HELP_BEGUN)
  const helper = workforce.laterEarlyHelpWorker(area, random)
  life.help.push({ from: helpFrom, to: helpFrom + 30 + daysUntil(random, HELP_ENDED), worker: helper })
}
