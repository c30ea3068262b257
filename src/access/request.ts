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
