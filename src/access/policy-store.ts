import type { Queryable } from '../kit/database.ts'
import type { GatewaySubject, Tier } from './facts.ts'

export type PolicyRow = {
  roleName: string
  frontDoor: boolean
  rollIsRelationship: boolean
  searchBreadth: 'wide' | 'narrow' | 'none'
  purpose: {
    name: string
    kind: 'own-work' | 'front-door' | 'oversight'
    wholeFamily: boolean
    needsChildReason: boolean
    roleMayUse: boolean
  } | null
}

/** The role and the purpose, and whether the one may use the other. */
export async function findPolicy(
  client: Queryable,
  roleId: string,
  purposeId: string | undefined,
): Promise<PolicyRow | undefined> {
  const { rows } = await client.query<PolicyRow>(
    `select r.name as "roleName", r.front_door as "frontDoor", r.roll_is_relationship as "rollIsRelationship",
            r.search_breadth as "searchBreadth",
            (select jsonb_build_object('name', p.name, 'kind', p.kind, 'wholeFamily', p.whole_family,
               'needsChildReason', p.needs_child_reason,
               'roleMayUse', exists (select from registers.role_purpose rp
                                     where rp.role_id = r.role_id and rp.purpose_id = p.purpose_id))
             from registers.purpose p
             where p.purpose_id = $2 and p.valid @> registers.london_today()) as purpose
     from registers.role r where r.role_id = $1 and r.valid @> registers.london_today()`,
    [roleId, purposeId ?? null],
  )
  return rows[0]
}

/**
 * Tells the database whose eyes these are in this transaction and which conditions of records they meet: row-level security
 * goes by it, and sees nobody where it is not told.
 */
export async function setReader(
  client: Queryable,
  partnerId: string,
  conditions: readonly string[],
): Promise<void> {
  await client.query(
    `select set_config('family_hub.partner', $1, true), set_config('family_hub.conditions_met', $2, true)`,
    [partnerId, conditions.join(',')],
  )
}

export type CategoryRow = {
  id: string
  name: string
  sensitive: boolean
  serviceKind: string | null
  coverageSays: string
  ageFrom: number | null
  ageTo: number | null
  staleAfterDays: number | null
  asked: boolean
  roleTier: Tier | null
}

/** All data categories, with what the purpose asks and how far the role may see. */
export async function findCategories(
  client: Queryable,
  roleId: string,
  purposeId: string | undefined,
): Promise<CategoryRow[]> {
  const { rows } = await client.query<CategoryRow>(
    `select c.category_id as id, c.name, c.sensitive, c.service_kind as "serviceKind",
            c.coverage_says as "coverageSays", c.age_from as "ageFrom", c.age_to as "ageTo",
            c.stale_after_days as "staleAfterDays", pc.purpose_id is not null as asked, rc.tier as "roleTier"
     from registers.category c
     left join registers.purpose_category pc on pc.category_id = c.category_id and pc.purpose_id = $2
     left join registers.role_category rc on rc.category_id = c.category_id and rc.role_id = $1
     where c.valid @> registers.london_today()
     order by c.position`,
    [roleId, purposeId ?? null],
  )
  return rows
}

export type GrantRow = {
  agreementId: string
  version: number
  title: string
  endsBefore: string | null
  tier: Tier
  categories: string[]
  disclosers: string[]
  gatewayId: string
  statute: string
  section: string
  gatewayTier: Tier
  subjects: GatewaySubject[]
  categoriesAllow: string[]
  categoriesDeny: string[]
}

/**
 * The agreement rows that stand now and let partners disclose to this organisation for this purpose. A gateway that
 * says who may rely on it, to whom, or for what, narrows its rows here.
 */
export async function findGrants(
  client: Queryable,
  partnerId: string,
  purposeId: string,
): Promise<GrantRow[]> {
  const { rows } = await client.query<GrantRow>(
    `select g.agreement_id as "agreementId", g.version, g.title, g.ends_before as "endsBefore", g.tier, g.categories,
            array_agg(distinct g.discloser order by g.discloser) as disclosers, w.gateway_id as "gatewayId",
            w.statute, w.section, w.tier as "gatewayTier", w.subjects, w.categories_allow as "categoriesAllow",
            w.categories_deny as "categoriesDeny"
     from registers.live_grant g join registers.gateway w using (gateway_id)
     where g.recipient = $1 and $2 = any (g.purposes)
       and (w.purposes = '{}' or $2 = any (w.purposes))
       and (w.disclosers = '{}' or g.discloser_kind = any (w.disclosers))
       and (w.recipients = '{}' or g.recipient_kind = any (w.recipients))
     group by g.agreement_id, g.version, g.title, g.ends_before, g.tier, g.categories, w.gateway_id
     order by g.agreement_id, g.version, g.tier, w.gateway_id`,
    [partnerId, purposeId],
  )
  return rows
}
