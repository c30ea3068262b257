/**
 * Whom early help holds: families whom social care passed on or knew later, and families whom it alone has ever helped.
 */
import { isoDay } from './days.ts'
import type { FamilyBook, Making } from './making.ts'
import { fileFamily } from './office-records.ts'
import type { Child, Family } from './people.ts'
import { randomFor, shareOut } from './random.ts'
import type { EarlyHelp } from './social-care.ts'
import { optionalDay } from './social-care.ts'
import type { CaseWorker } from './workforce.ts'

/** A time in which early help helped a child; an open one has no end. */
export interface Help {
  child: Child
  from: number
  to: number | undefined
}

/** Of families whom social care does not know, those whom early help helps now. */
const HELPED_ALONE = 0.055
/** A child younger than this is known by the mother's record only. */
const YOUNGEST_DAYS = 45

/** Shared out evenly, so that a key worker has families even in a small county. */
export function startHelpShares(): () => boolean {
  return shareOut(HELPED_ALONE)
}

/** The help that a family has whom social care does not know; most have none. */
export function helpAlone(making: Making, family: Family): Help[] {
  const random = randomFor(making.seed, `help ${family.id}`)
  const children = family.children.filter(
    child => child.care === 'none' && making.asOf - child.born > YOUNGEST_DAYS,
  )
  if (children.length === 0 || !making.isHelpedAlone()) return []
  const began = making.asOf - random.between(20, 300)
  return children.map(child => ({ child, from: Math.max(began, child.born + 1), to: undefined }))
}

/** Writes the family's people and episodes; one key worker for a family. */
export function writeEarlyHelp(making: Making, family: Family, book: FamilyBook, help: Help[]): void {
  if (help.length === 0) return
  // A stream of its own: early help's slips of the pen are not social care's.
  const random = randomFor(making.seed, `early help ${family.id}`)
  const office = making.earlyHelp
  const children = help.map(each => each.child)
  const refs = fileFamily({ making, random, family, book, office }, children)
  const open = help.filter(each => each.to === undefined)
  const worker = making.workforce.earlyHelpWorker(family.district.area, open.length)
  for (const { child, from, to } of help) putEpisode(office, refs.get(child) ?? '', { worker, from, to })
}

/** An episode of early help. */
export function putEpisode(
  office: EarlyHelp,
  ref: string,
  about: { worker: CaseWorker; from: number; to: number | undefined },
): void {
  office.tables.ssd_early_help_episodes.put({
    earl_episode_id: office.number('EHE'),
    earl_person_id: ref,
    earl_episode_start_date: isoDay(about.from),
    earl_episode_end_date: optionalDay(about.to),
    earl_episode_reason: 'Family support',
    earl_episode_end_reason: about.to === undefined ? '' : 'Stepped up or completed',
    earl_episode_organisation: 'Lancashire Family Hubs and Early Help',
    earl_episode_worker_id: about.worker.professionalId,
  })
}
