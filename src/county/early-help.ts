/**
 * Whom early help holds: families whom social care passed on or knew later, and families whom it alone has ever helped.
 */
import type { HelpCase } from './care-life.ts'
import { mayBeHelped } from './care-life.ts'
import { isoDay } from './days.ts'
import type { FamilyBook, Making } from './making.ts'
import { fileFamily } from './office-records.ts'
import type { Child, Family } from './people.ts'
import type { EarlyHelp } from './social-care.ts'
import { optionalDay } from './social-care.ts'
import type { CaseWorker } from './workforce.ts'

/** Writes the family's people and episodes; one key worker for a family. */
export function writeEarlyHelp(making: Making, family: Family, book: FamilyBook, help: HelpCase[]): void {
  const { asOf, origin, earlyHelp: office } = making
  const until = Math.min(asOf, family.leftOn ?? asOf)
  const begun = help.filter(each => each.from <= until)
  const held = new Map(
    begun.map(each => [each, childrenOf(family, each, Math.min(until, Math.max(each.to, origin)))]),
  )
  const all = new Set([...held.values()].flat())
  if (all.size === 0) return
  const filed = family.children.filter(child => all.has(child))
  const refs = fileFamily({ making, family, book, office }, filed)
  for (const [{ from: began, to: ends, worker }, children] of held) {
    const ended = Math.min(ends, family.leftOn ?? ends)
    for (const child of children) {
      const from = Math.max(began, child.born + 1)
      const to = ended <= asOf ? Math.max(ended, from) : undefined
      putEpisode(office, refs.get(child) ?? '', { worker, from, to })
    }
  }
}

function childrenOf(family: Family, help: HelpCase, day: number): Child[] {
  return family.children.filter(child => mayBeHelped(child, day) && child.born < help.to)
}

/** An episode of early help. */
export function putEpisode(
  office: EarlyHelp,
  ref: string,
  about: { worker: CaseWorker; from: number; to: number | undefined },
): void {
  office.tables.ssd_early_help_episodes.put({
    earl_episode_id: office.number('EHE', ref),
    earl_person_id: ref,
    earl_episode_start_date: isoDay(about.from),
    earl_episode_end_date: optionalDay(about.to),
    earl_episode_reason: 'Family support',
    earl_episode_end_reason: about.to === undefined ? '' : 'Stepped up or completed',
    earl_episode_organisation: 'Lancashire Family Hubs and Early Help',
    earl_episode_worker_id: about.worker.professionalId,
  })
}
