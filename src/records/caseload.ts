import { INVOLVEMENT_CATEGORIES, ON_ROLL_CATEGORIES } from '../feeds/sections.ts'
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

/**
 * The claims to a relationship in a source identity's records. The worker is always one of the partner that
 * delivered the record: a file that names another partner's worker claims nothing for that partner.
 */
export function claimsOf(live: LiveIdentity): Claim[] {
  return live.records.flatMap(({ recordId, content }) =>
    INVOLVEMENT_CATEGORIES.flatMap(category => {
      const involvement = content[category]
      if (involvement === undefined) return []
      const workerId = involvement.workerId ?? (ON_ROLL_CATEGORIES.includes(category) ? '' : undefined)
      if (workerId === undefined) return []
      const { team, from, to, status } = involvement
      const { partnerId, identity } = live
      // An involvement that its source calls ended, with no date, ended before anybody can say: it claims nothing.
      if (status === 'historic' && to === undefined) return []
      return [{ partnerId, workerId, identity, recordId, team, from, to }]
    }),
  )
}
