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
 * goes by it, and sees nobody where it is not told. Statements that have a name are planned once a connection: with the
 * fence in each, planning takes longer than looking up some persons does.
 */
export async function setReader(
  client: Queryable,
  partnerId: string,
  conditions: readonly string[],
): Promise<void> {
  await client.query(
    `select set_config('family_hub.partner', $1, true), set_config('family_hub.conditions_met', $2, true),
            set_config('plan_cache_mode', 'force_generic_plan', true)`,
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
  /** Which terms of the agreement these are. */
  terms: number[]
  /** Whether those who disclose are the organisation itself and nobody else. */
  isOwn: boolean
  gatewayId: string
  statute: string
  section: string
  gatewayTier: Tier
  subjects: GatewaySubject[]
  categoriesAllow: string[]
  categoriesDeny: string[]
}

/**
 * Who discloses (`d`) under a term (`t`) and its gateway (`w`): those of its kinds who have signed; a gateway that says who
 * may rely on it leaves out others.
 */
const DISCLOSES = `
  d.agreement_id = t.agreement_id and d.version = t.version and d.kind = any (t.discloser_kinds)
  and (d.partner_id = t.recipient or not t.own_partner_only)
  and (w.disclosers = '{}' or d.kind = any (w.disclosers))`

/**
 * The agreement rows that stand now and let anyone disclose to this organisation for this purpose. A gateway that says
 * who may rely on it, to whom, or for what, narrows its rows here. Who discloses under them is asked by name:
 * `findDisclosers`.
 */
export async function findGrants(
  client: Queryable,
  partnerId: string,
  purposeId: string,
): Promise<GrantRow[]> {
  const { rows } = await client.query<GrantRow>({
    name: 'find-grants',
    text: `select t.agreement_id as "agreementId", t.version, t.title, t.ends_before as "endsBefore", t.tier, t.categories,
            array_agg(t.term order by t.term) as terms,
            bool_and(not exists (select from registers.live_signature d
                                 where ${DISCLOSES} and d.partner_id <> t.recipient)) as "isOwn",
            w.gateway_id as "gatewayId", w.statute, w.section, w.tier as "gatewayTier", w.subjects,
            w.categories_allow as "categoriesAllow", w.categories_deny as "categoriesDeny"
     from registers.live_term t join registers.gateway w using (gateway_id)
     where t.recipient = $1 and $2 = any (t.purposes)
       and (w.purposes = '{}' or $2 = any (w.purposes))
       and (w.recipients = '{}' or t.recipient_kind = any (w.recipients))
       -- Stops at the first: PostgreSQL would make a join of "exists", and read all who have signed.
       and (select true from registers.live_signature d where ${DISCLOSES} limit 1)
     group by t.agreement_id, t.version, t.title, t.ends_before, t.tier, t.categories, w.gateway_id
     order by t.agreement_id, t.version, t.tier, w.gateway_id`,
    values: [partnerId, purposeId],
  })
  return rows
}

/** One term of an agreement under which a partner discloses. */
export type DisclosingTerm = { discloser: string; agreementId: string; version: number; term: number }

/** Under which terms that stand now these partners disclose to this organisation, whatever for. */
export async function findDisclosers(
  client: Queryable,
  partnerId: string,
  among: readonly string[],
): Promise<DisclosingTerm[]> {
  const { rows } = await client.query<DisclosingTerm>({
    name: 'find-disclosers',
    text: `select g.discloser, g.agreement_id as "agreementId", g.version, g.term
     from registers.live_grant g join registers.gateway w using (gateway_id)
     where g.recipient = $1 and g.discloser = any ($2) and (w.disclosers = '{}' or g.discloser_kind = any (w.disclosers))`,
    values: [partnerId, among],
  })
  return rows
}
