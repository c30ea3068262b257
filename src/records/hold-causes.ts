import type { Address, Content } from '../feeds/sections.ts'
import { normalisePostcode, placeKey } from '../kit/names.ts'
import type { LiveIdentity } from './identity-store.ts'
import type { Cause } from './protective-hold.ts'

/** A cause as a record gives it: whom it names, and where the family lived then as far as that record says. */
export type RecordedCause = {
  identity: string
  kind: Cause['kind']
  day: string
  place: string | undefined
  /** Whether it concerns the whole household of whom it names, or only that person. */
  concernsHousehold: boolean
}

/** Somebody in the household of one tenancy, now or until a day. */
export type Tenant = {
  household: string
  identity: string
  isPartner: boolean
  until: string | undefined
  place: string | undefined
}

/** One key for a home; the postcode alone where a source gives no more. `undefined` where it says neither. */
export function placeOf(address: Address | undefined): string | undefined {
  if (address === undefined) return undefined
  const { line, postcode, uprn } = address
  return placeKey(line, postcode, line === undefined ? uprn : undefined) ?? normalisePostcode(postcode)
}

/** The causes of a protective hold that a source identity's records state: notices of domestic abuse and episodes of care. */
export function causesOf({ identity, records }: LiveIdentity): RecordedCause[] {
  return records.flatMap(({ content }): RecordedCause[] => {
    const notice = content['police-notices']
    const plan = content['care-plans']
    const about = { identity, place: placeOf(content.address), concernsHousehold: true }
    if (notice?.type === 'domestic abuse' && notice.from !== undefined)
      return [{ ...about, kind: 'domestic abuse', day: notice.from }]
    if (plan?.type === 'looked after' && plan.from !== undefined)
      return [{ ...about, kind: 'care', day: plan.from }]
    return []
  })
}

/** The tenancies in which a source identity stands. */
export function tenanciesOf({ identity, records }: LiveIdentity): Tenant[] {
  return records.flatMap(({ object, content }) =>
    object === undefined || content.housing === undefined ? [] : [tenantOf(identity, object, content)],
  )
}

function tenantOf(identity: string, household: string, { relationships, housing, address }: Content): Tenant {
  const isPartner = relationships?.type === 'tenant' || relationships?.type === 'partner'
  const until = housing?.status === 'historic' ? housing.to : undefined
  return { household, identity, isPartner, until, place: placeOf(address) }
}

/**
 * A household has split when a tenant or the tenant's partner has left and somebody else has stayed: a grown-up child who
 * leaves home splits none. It concerns each of them; where they lived together stays known.
 */
export function splitsOf(tenants: readonly Tenant[]): RecordedCause[] {
  const households = Map.groupBy(tenants, tenant => tenant.household)
  return [...households.values()].flatMap(members => {
    const left = members.filter(({ isPartner, until }) => isPartner && until !== undefined)
    if (left.length === 0 || members.every(({ until }) => until !== undefined)) return []
    return left.flatMap(({ until = '', place }) =>
      members.map(
        ({ identity }): RecordedCause => ({
          identity,
          kind: 'household split',
          day: until,
          place,
          concernsHousehold: false,
        }),
      ),
    )
  })
}
