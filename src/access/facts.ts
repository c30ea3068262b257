import type { HandlingCode } from '../feeds/sections.ts'

/**
 * The facts on which a decision rests. A fact is known, known to be absent, or unknown because it could not be
 * established; a rule that reads an unknown fact refuses (promises 1 and 4).
 */
export type Fact<T> = { is: 'known'; value: T } | { is: 'none' } | { is: 'unknown' }

export const known = <T>(value: T): Fact<T> => ({ is: 'known', value })
export const none: { is: 'none' } = { is: 'none' }
export const unknown: { is: 'unknown' } = { is: 'unknown' }

/** How much crosses: that there is a record; who and how to reach them; what it says. */
export type Tier = 'existence' | 'headline' | 'content'

const TIERS: readonly Tier[] = ['existence', 'headline', 'content']

/** Whether `tier` is no more than `limit`. */
export function within(tier: Tier, limit: Tier): boolean {
  return TIERS.indexOf(tier) <= TIERS.indexOf(limit)
}

/** The lesser of two tiers. */
export function lesser(a: Tier, b: Tier): Tier {
  return within(a, b) ? a : b
}

export type Purpose = {
  id: string
  name: string
  kind: 'own-work' | 'front-door' | 'oversight'
  wholeFamily: boolean
  needsChildReason: boolean
  roleMayUse: boolean
}

/** A gateway's own conditions on whom a disclosure is about. */
export type GatewaySubject = {
  role: 'child' | 'adult' | 'parent-or-carer'
  ageMin?: number
  ageMax?: number
  condition?: string
}

/** One permission that stands now: an agreement's row, signed and in date, under a gateway in force. */
export type Grant = {
  agreementId: string
  version: number
  title: string
  endsBefore: string | undefined
  tier: Tier
  /** Which terms of the agreement it is: who discloses under them is asked by name, for there may be thousands. */
  terms: readonly number[]
  /** Whether those who disclose are the practitioner's own partner and nobody else. */
  isOwn: boolean
  gateway: {
    id: string
    statute: string
    section: string
    tier: Tier
    subjects: GatewaySubject[]
    deniesCategory: boolean
  }
}

export type Subject = {
  role: 'child' | 'adult'
  age: number | undefined
  parentOrCarer: boolean
  /** Conditions of gateways that are established for the person, in the registers' words; see `subject-conditions`. */
  meets: string[]
}

/** How the practitioner is tied to the person: by their own work, their team's, their school's roll, or through the family. */
export type Relationship = { kind: 'own' | 'team' | 'roll' | 'family'; endedDaysAgo: number }

export type Protection = {
  kind: 'confidential-address' | 'protective-hold' | 'restricted-record' | 'sealed-identity'
  namedRoles: string[]
}

export type SensitiveBasis = 'yes' | 'harm test'

export type Role = { id: string; name: string; frontDoor: boolean }

/** Everything that the rules may read about one person, one data category and one candidate agreement row. */
export type Facts = {
  purpose: Fact<Purpose>
  role: Fact<Role>
  /** Whether this purpose asks for this category at all. */
  asked: Fact<boolean>
  /** How far the role may see this category, in any family. */
  roleTier: Fact<Tier>
  category: Fact<{ id: string; name: string; sensitive: boolean }>
  grant: Fact<Grant>
  subject: Fact<Subject>
  relationship: Fact<Relationship>
  protections: Fact<Protection[]>
  /** For a sensitive service: the person's own yes, or a recorded harm test. */
  sensitiveBasis: Fact<SensitiveBasis>
  /** The conditions that the police have set on the notice in question. */
  handling: Fact<readonly HandlingCode[]>
  /** What is asked for. */
  tier: Fact<Tier>
}

export type FactName = keyof Facts
