import type { LiveIdentity } from './identity-store.ts'

/** That a partner's own record names one of its own workers, or has the person on roll (`workerId` empty). */
export type Claim = {
  partnerId: string
  workerId: string
  identity: string
  recordId: string
  team: string | undefined
  from: string | undefined
  to: string | undefined
}

const INVOLVEMENTS = [
  'school',
  'health-visiting',
  'childrens-social-care',
  'early-help',
  'early-years',
  'youth-justice',
  'housing',
  'adult-services',
  'sensitive-services',
] as const

/** Whoever is on the list of a school or nursery is worked with by the partner as a whole. */
const ON_ROLL: readonly string[] = ['school', 'early-years']

/**
 * The claims to a relationship in a source identity's records. The worker is always one of the partner that
 * delivered the record: a file that names another partner's worker claims nothing for that partner.
 */
export function claimsOf(live: LiveIdentity): Claim[] {
  return live.records.flatMap(({ recordId, content }) =>
    INVOLVEMENTS.flatMap(category => {
      const involvement = content[category]
      if (involvement === undefined) return []
      const workerId = involvement.workerId ?? (ON_ROLL.includes(category) ? '' : undefined)
      if (workerId === undefined) return []
      const { team, from, to, status } = involvement
      const { partnerId, identity } = live
      // An involvement that its source calls ended, with no date, ended before anybody can say: it claims nothing.
      if (status === 'historic' && to === undefined) return []
      return [{ partnerId, workerId, identity, recordId, team, from, to }]
    }),
  )
}
