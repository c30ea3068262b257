import type { Queryable } from '../kit/database.ts'
import { findFamilyGroup, findHousehold, findStatedRelatives, type Tie } from './relatives-store.ts'

/** Someone of a person's family or household, with every tie that a source states: directly or through a parent. */
export type FamilyMember = { personId: string; ties: Tie[] }

/** A family page is for people, not for a tribe: beyond this the page says that there are more. */
export const LARGEST_FAMILY = 30

/** Which ties may be used: those of a discloser that may tell the searcher about ties, or about addresses. */
export type TieRights = (tie: Tie) => boolean

/**
 * The people around a person: those whom a source names (parents, carers, contacts), those who name the same parent,
 * the social-care family group, and those at the same address. Each with its ties and their sources.
 */
export async function findFamily(
  client: Queryable,
  personId: string,
  may: TieRights,
): Promise<FamilyMember[]> {
  const stated = (await findStatedRelatives(client, [personId])).filter(may)
  const near = [...new Set(stated.map(tie => tie.relativeId))]
  const throughThem = near.length === 0 ? [] : (await findStatedRelatives(client, near)).filter(may)
  const group = (await findFamilyGroup(client, [personId])).filter(may)
  const household = (await findHousehold(client, [personId])).filter(may)
  const members = new Map<string, Tie[]>()
  const add = (tie: Tie, relativeId: string) => {
    if (relativeId !== personId) members.set(relativeId, [...(members.get(relativeId) ?? []), tie])
  }
  for (const tie of [...stated, ...group, ...household]) add(tie, tie.relativeId)
  for (const tie of throughThem) if (leadsToFamily(tie, stated)) add(tie, tie.relativeId)
  return [...members]
    .map(([id, ties]) => ({ personId: id, ties }))
    .toSorted((a, b) => (a.personId < b.personId ? -1 : 1))
    .slice(0, LARGEST_FAMILY)
}

/** A sibling is a child of my parent; the other parent is a parent of my child. A contact’s contact is neither. */
function leadsToFamily(tie: Tie, stated: Tie[]): boolean {
  return stated.some(
    own =>
      own.relativeId === tie.personId &&
      ((own.how === 'stated' && tie.how === 'child of') || (own.how === 'child of' && tie.how === 'stated')),
  )
}
