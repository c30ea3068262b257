import type { Category } from '../feeds/sections.ts'
import type { Tier } from './facts.ts'

/** Who asks: a practitioner who has signed in, in one role at one partner. */
export type Who = {
  practitionerId: string
  name: string
  workerId: string
  partnerId: string
  partnerName: string
  roleId: string
  roleName: string
  team: string | undefined
}

/** The role of every partner's system in the register of roles and actions. */
export const SYSTEM_ROLE = 'partner-system'

/**
 * A partner's system, known by its credential. It hands in the partner's own files and reads what became of them;
 * it is never shown a person. `contracts`: the only ones that it may send; empty: any of its partner's.
 */
export type PartnerSystem = { clientId: string; partnerId: string; contracts: readonly string[] }

/** Every data category that a purpose may ask for; those without a feed yet have no section. */
export type CategoryId = Category | (string & {})

/** What is asked: by whom, why, about whom, what, and how much. */
export type DisclosureRequest = {
  who: Who
  purposeId: string | undefined
  /** What is particular to this child, where the purpose needs it. */
  reason?: string | undefined
  kind: 'disclosure' | 'search' | 'list'
  about: readonly string[]
  want: readonly CategoryId[]
  tier: Tier
}
