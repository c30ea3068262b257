import type { Queryable } from '../kit/database.ts'
import type { Policy } from './gather-facts.ts'
import { findDisclosers } from './policy-store.ts'
import type { Decisions } from './receipt.ts'
import type { CategoryId } from './request.ts'

/** Whether what a partner says of a person in a category may be shown: known of those asked about, and no of any other. */
export type MayTell = (personId: string, category: CategoryId, partnerId: string) => boolean

/**
 * Settles whether partners may tell, each once a request. They are asked by name, as their records are met: in a county
 * thousands of partners may share, and a page shows what some of them hold.
 */
export function askDisclosers(client: Queryable, { who }: Policy, decisions: Decisions) {
  const termsOf = new Map<string, ReadonlySet<string>>()
  const mayTell: MayTell = (personId, category, partnerId) => {
    const decision = decisions.get(personId)?.get(category)
    const terms = termsOf.get(partnerId)
    if (decision?.allowed !== true || terms === undefined) return false
    return decision.permissions.some(({ grant }) => grant.terms.some(term => terms.has(keyOf(grant, term))))
  }
  return async (partnerIds: readonly string[]): Promise<MayTell> => {
    const unasked = [...new Set(partnerIds)].filter(id => !termsOf.has(id))
    if (unasked.length > 0) {
      const found = await findDisclosers(client, who.partnerId, unasked)
      const byPartner = Map.groupBy(found, one => one.discloser)
      for (const id of unasked) termsOf.set(id, new Set(byPartner.get(id)?.map(one => keyOf(one, one.term))))
    }
    return mayTell
  }
}

function keyOf({ agreementId, version }: { agreementId: string; version: number }, term: number): string {
  return `${agreementId}/${version}/${term}`
}
