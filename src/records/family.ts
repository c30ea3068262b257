import type { Queryable } from '../kit/database.ts'
import {
  findFamilyGroup,
  findHousehold,
  findStatedRelatives,
  findTenancies,
  type Tie,
} from './relatives-store.ts'
import { tenancyTies } from './tenancy.ts'

/** Someone of a person's family or household, with every tie that a source states: directly or through a parent. */
export type FamilyMember = { personId: string; ties: Tie[] }

/** A family page is for people, not for a tribe: more than this is a shelter or a mistake. */
const LARGEST_FAMILY = 30

/** Which of some ties may be used: those of a discloser that may tell the searcher about ties, or about addresses. */
export type TieRights = (ties: Tie[]) => Promise<Tie[]>

/**
 * The people around each of these persons: those whom a source names (parents, carers, contacts), those who name the
 * same parent, the social-care family group, and those at the same address. Each with its ties and their sources.
 */
export async function findFamilies(
  client: Queryable,
  personIds: readonly string[],
  may: TieRights,
): Promise<Map<string, FamilyMember[]>> {
  const stated = await may(await findStated(client, personIds))
  const near = [...new Set(stated.filter(tie => tie.how !== 'household').map(tie => tie.relativeId))]
  const throughThem = near.length === 0 ? [] : await may(await findStated(client, near))
  const group = await may(await findFamilyGroup(client, personIds))
  const household = await may(await findHousehold(client, personIds))
  return new Map(
    personIds.map(personId => {
      const own = [...stated, ...group, ...household].filter(tie => tie.personId === personId)
      const further = throughThem.filter(tie => tie.relativeId !== personId && leadsToFamily(tie, own))
      return [personId, gatherMembers([...own, ...further])]
    }),
  )
}

/** What sources say outright: a parent, a contact, a place in the household of a tenancy. */
async function findStated(client: Queryable, personIds: readonly string[]): Promise<Tie[]> {
  const tenancies = tenancyTies(await findTenancies(client, personIds))
  return [...(await findStatedRelatives(client, personIds)), ...tenancies]
}

function gatherMembers(ties: readonly Tie[]): FamilyMember[] {
  return [...Map.groupBy(ties, tie => tie.relativeId)]
    .map(([personId, of]) => ({ personId, ties: of }))
    .toSorted((a, b) => (a.personId < b.personId ? -1 : 1))
    .slice(0, LARGEST_FAMILY)
}

/** A sibling is a child of my parent; the other parent is a parent of my child. A contact's contact is neither. */
function leadsToFamily(tie: Tie, own: readonly Tie[]): boolean {
  return own.some(
    ({ relativeId, how }) =>
      relativeId === tie.personId &&
      ((how === 'stated' && tie.how === 'child of') || (how === 'child of' && tie.how === 'stated')),
  )
}
