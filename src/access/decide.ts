import { createHash } from 'node:crypto'
import {
  type Fact,
  type FactName,
  type Facts,
  type Grant,
  known,
  lesser,
  none,
  type Tier,
  unknown,
} from './facts.ts'
import type { Rule } from './rule.ts'
import { rules as allRules } from './rules.ts'

/** Why something is not shown. `unknown` names the fact that could not be established, where that was the cause. */
export type Refusal = { rule: string; says: string; remedy: string; curable: boolean; unknown?: FactName }

/** An agreement row that grants, with what it lets through. */
export type Permission = { grant: Grant; tier: Tier }

/** The decision on one data category of one person: allowed when at least one agreement row grants and no rule refuses it. */
export type Decision =
  | {
      allowed: true
      permissions: Permission[]
      tier: Tier
      /** Why no more than existence is shown, where more was asked for. */
      beyond?: Refusal[]
    }
  | { allowed: false; refusals: Refusal[] }

/** The facts of one decision before an agreement row is picked: all rows that might grant. */
export type CategoryFacts = Omit<Facts, 'grant'> & { grants: Fact<Grant[]> }

/** Which version of the rules decided: printed on each receipt. */
export const policyVersion: string = createHash('sha256')
  .update(
    JSON.stringify(
      allRules.map(({ name, says, source, refuses }) => [name, says, source, refuses.toString()]),
    ),
  )
  .digest('hex')
  .slice(0, 12)

/**
 * Decides one data category of one person. Pure. Each agreement row that might grant is put to all rules; without a
 * row nothing is granted. All reasons are kept.
 */
export function decide(facts: CategoryFacts, rules: readonly Rule[] = allRules): Decision {
  const { grants, ...rest } = facts
  const candidates = grants.is === 'known' ? grants.value : []
  const permissions: Permission[] = []
  const refusals = new Map<string, Refusal>()
  for (const grant of candidates) {
    const against = refusalsOf({ ...rest, grant: known(grant) }, rules)
    if (against.length === 0) permissions.push({ grant, tier: grantedTier(facts, grant) })
    for (const refusal of against) refusals.set(refusal.rule, refusal)
  }
  if (permissions.length > 0) return { allowed: true, permissions, tier: askedTier(facts) }
  if (candidates.length === 0) {
    const grant = grants.is === 'unknown' ? grants : none
    for (const refusal of refusalsOf({ ...rest, grant }, rules)) refusals.set(refusal.rule, refusal)
  }
  if (refusals.size === 0) refusals.set('default-deny', DEFAULT_DENY)
  return { allowed: false, refusals: [...refusals.values()] }
}

const DEFAULT_DENY: Refusal = {
  rule: 'default-deny',
  says: 'Nothing permits this to be shown.',
  remedy: 'Ring the service and ask.',
  curable: false,
}

function refusalsOf(facts: Facts, rules: readonly Rule[]): Refusal[] {
  return rules.flatMap(rule => {
    const { name, says, remedy, curable } = rule
    const missing = rule.reads.find(fact => facts[fact].is === 'unknown')
    if (missing !== undefined) return [{ rule: name, says, remedy, curable, unknown: missing }]
    return refuses(rule, facts) ? [{ rule: name, says, remedy, curable }] : []
  })
}

/**
 * Whether one rule refuses. It sees only the facts that it declares; one that is unknown or missing refuses, and so does a
 * rule that throws (rule 1 of the nine).
 */
export function refuses(rule: Rule, facts: Partial<Facts>): boolean {
  if (rule.reads.some(name => (facts[name] ?? unknown).is === 'unknown')) return true
  const entries = rule.reads.map(name => {
    const fact = facts[name]
    return [name, fact?.is === 'known' ? fact.value : undefined]
  })
  try {
    return rule.refuses(Object.fromEntries(entries)) !== false
  } catch {
    return true
  }
}

function grantedTier(facts: CategoryFacts, grant: Grant): Tier {
  return lesser(askedTier(facts), lesser(grant.tier, grant.gateway.tier))
}

function askedTier({ tier }: CategoryFacts): Tier {
  return tier.is === 'known' ? tier.value : 'existence'
}
