import type { Queryable } from '../kit/database.ts'
import { isNeverPurpose } from './never-purposes.ts'

export type Role = {
  role: string
  name: string
  says: string
  searchBreadth: 'wide' | 'narrow' | 'none'
  frontDoor: boolean
  rollIsRelationship: boolean
}

/** A role that stands today. */
export async function findRole(client: Queryable, role: string): Promise<Role | undefined> {
  const found = await client.query<Role>(
    `select role_id as role, name, says, search_breadth as "searchBreadth", front_door as "frontDoor",
       roll_is_relationship as "rollIsRelationship"
     from registers.role where role_id = $1 and valid @> registers.london_today()`,
    [role],
  )
  return found.rows[0]
}

/**
 * Whether a role may do something to the service's data, and whether a second person must approve it;
 * `undefined` where it may not.
 */
export async function mayAct(
  client: Queryable,
  role: string,
  action: string,
): Promise<{ secondApprover: boolean } | undefined> {
  const found = await client.query<{ secondApprover: boolean }>(
    `select a.second_approver as "secondApprover"
     from registers.role_action a join registers.role r using (role_id)
     where a.role_id = $1 and a.action_id = $2 and a.valid @> registers.london_today()
       and r.valid @> registers.london_today()`,
    [role, action],
  )
  return found.rows[0]
}

/** Whether whoever does something needs a second person, whatever their role. */
export async function needsSecondApprover(client: Queryable, action: string): Promise<boolean> {
  const found = await client.query(
    `select from registers.role_action
     where action_id = $1 and second_approver and valid @> registers.london_today() limit 1`,
    [action],
  )
  return found.rowCount === 1
}

export type Purpose = {
  purpose: string
  name: string
  says: string
  kind: 'own-work' | 'front-door' | 'oversight'
  wholeFamily: boolean
  needsChildReason: boolean
}

const PURPOSE_TODAY = `
  select p.purpose_id as purpose, p.name, p.says, p.kind, p.whole_family as "wholeFamily",
    p.needs_child_reason as "needsChildReason"
  from registers.purpose p where p.valid @> registers.london_today()`

/**
 * The purposes for which a role may use the service, in the order of the register. A purpose that can never be
 * switched on is left out, even where someone wrote it into the register by hand.
 */
export async function listPurposesFor(client: Queryable, role: string): Promise<Purpose[]> {
  const found = await client.query<Purpose>(
    `${PURPOSE_TODAY} and p.purpose_id in (
       select rp.purpose_id from registers.role_purpose rp where rp.role_id = $1)
     order by p.position`,
    [role],
  )
  return found.rows.filter(row => !isNeverPurpose(row.purpose))
}

/** A purpose that stands today; never one that no agreement can switch on. */
export async function findPurpose(client: Queryable, purpose: string): Promise<Purpose | undefined> {
  if (isNeverPurpose(purpose)) return undefined
  const found = await client.query<Purpose>(`${PURPOSE_TODAY} and p.purpose_id = $1`, [purpose])
  return found.rows[0]
}

export type DataCategory = {
  category: string
  name: string
  says: string
  sensitive: boolean
  serviceKind: string | null
  coverageSays: string
  ageFrom: number | null
  ageTo: number | null
  staleAfterDays: number | null
}

/** All data categories in the order in which pages show them. */
export async function listCategories(client: Queryable): Promise<DataCategory[]> {
  const found = await client.query<DataCategory>(
    `select category_id as category, name, says, sensitive, service_kind as "serviceKind",
       coverage_says as "coverageSays", age_from as "ageFrom", age_to as "ageTo",
       stale_after_days as "staleAfterDays"
     from registers.category where valid @> registers.london_today() order by position`,
  )
  return found.rows
}
