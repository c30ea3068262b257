import type { Tie } from './relatives-store.ts'

/** What two people are in the household of one tenancy, by what each is to the tenant; see the contract `housing/1`. */
export type TenancyRow = Pick<Tie, 'personId' | 'relativeId' | 'partnerId'> & {
  mine: string
  theirs: string
  bothLiveThere: boolean
  /** Whether the address of either is kept apart, so that living together is not told. */
  isKeptApart: boolean
}

/** What the other is to somebody, where a landlord's word for both says it: by own place, then by the other's. */
const TOLD: Record<string, Record<string, { how: 'stated' | 'child of'; type: string }>> = {
  tenant: {
    tenant: { how: 'stated', type: 'joint tenant' },
    partner: { how: 'stated', type: 'partner' },
    child: { how: 'child of', type: 'parent' },
    grandchild: { how: 'stated', type: 'grandchild' },
    parent: { how: 'stated', type: 'parent' },
    'brother or sister': { how: 'stated', type: 'brother or sister' },
  },
  partner: { tenant: { how: 'stated', type: 'partner' } },
  child: {
    tenant: { how: 'stated', type: 'parent' },
    partner: { how: 'stated', type: 'partner of a parent' },
  },
  grandchild: { tenant: { how: 'stated', type: 'grandparent' } },
  parent: { tenant: { how: 'child of', type: 'parent' } },
  'brother or sister': { tenant: { how: 'stated', type: 'brother or sister' } },
}

/** The ties within a household. Of two whom no word connects it is told that they live together, if they do. Pure. */
export function tenancyTies(rows: readonly TenancyRow[]): Tie[] {
  return rows.flatMap(({ mine, theirs, bothLiveThere, isKeptApart, ...ends }): Tie[] => {
    const told = TOLD[mine]?.[theirs]
    if (told !== undefined) return [{ ...ends, ...told, responsibility: false }]
    if (!bothLiveThere || isKeptApart) return []
    return [{ ...ends, how: 'household', type: 'same address', responsibility: false }]
  })
}
