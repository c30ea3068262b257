import type { Queryable } from '../kit/database.ts'
import type {
  ActionEntry,
  CategoryEntry,
  NumberEntry,
  PurposeEntry,
  RoleEntry,
  Tier,
} from './register-schemas.ts'

// Each statement takes a whole register as JSON, so that a start costs one round trip a table, and writes only
// rows that differ, so that recorded_at keeps saying when a row last changed.

export async function writeRoles(client: Queryable, roles: RoleEntry[]): Promise<void> {
  await client.query(
    `insert into registers.role as r (role_id, name, says, search_breadth, front_door, roll_is_relationship)
     select f.id, f.name, f.says, f."searchBreadth", f."frontDoor", f."rollIsRelationship"
     from jsonb_to_recordset($1::jsonb) as f(id text, name text, says text, "searchBreadth" text,
       "frontDoor" boolean, "rollIsRelationship" boolean)
     on conflict (role_id) do update set name = excluded.name, says = excluded.says,
       search_breadth = excluded.search_breadth, front_door = excluded.front_door,
       roll_is_relationship = excluded.roll_is_relationship, recorded_at = clock_timestamp()
     where (r.name, r.says, r.search_breadth, r.front_door, r.roll_is_relationship) is distinct from
       (excluded.name, excluded.says, excluded.search_breadth, excluded.front_door, excluded.roll_is_relationship)`,
    [JSON.stringify(roles)],
  )
}

/** What each role may do is exactly what the file says: a line taken out of the file takes the right away. */
export async function writeRoleActions(client: Queryable, actions: ActionEntry[]): Promise<void> {
  const rows = actions.flatMap(action =>
    action.roles.map(role => ({ role, action: action.id, second: action.secondApprover })),
  )
  await client.query(
    `with wanted as (
       select role, action, second from jsonb_to_recordset($1::jsonb) as f(role text, action text, second boolean)
     ), gone as (
       delete from registers.role_action a
       where not exists (select from wanted w where w.role = a.role_id and w.action = a.action_id)
     )
     insert into registers.role_action as a (role_id, action_id, second_approver)
     select role, action, second from wanted
     on conflict (role_id, action_id) do update
       set second_approver = excluded.second_approver, recorded_at = clock_timestamp()
     where a.second_approver <> excluded.second_approver`,
    [JSON.stringify(rows)],
  )
}

export async function writePurposes(client: Queryable, purposes: PurposeEntry[]): Promise<void> {
  const rows = purposes.map((purpose, at) => ({ ...purpose, position: at + 1 }))
  await client.query(
    `insert into registers.purpose as p (purpose_id, name, says, position, kind, whole_family, needs_child_reason)
     select f.id, f.name, f.says, f.position, f.kind, f."wholeFamily", f."needsChildReason"
     from jsonb_to_recordset($1::jsonb) as f(id text, name text, says text, position integer, kind text,
       "wholeFamily" boolean, "needsChildReason" boolean)
     on conflict (purpose_id) do update set name = excluded.name, says = excluded.says,
       position = excluded.position, kind = excluded.kind, whole_family = excluded.whole_family,
       needs_child_reason = excluded.needs_child_reason, recorded_at = clock_timestamp()
     where (p.name, p.says, p.position, p.kind, p.whole_family, p.needs_child_reason) is distinct from
       (excluded.name, excluded.says, excluded.position, excluded.kind, excluded.whole_family,
        excluded.needs_child_reason)`,
    [JSON.stringify(rows)],
  )
}

export async function writeCategories(client: Queryable, categories: CategoryEntry[]): Promise<void> {
  const rows = categories.map((category, at) => ({ ...category, position: at + 1 }))
  await client.query(
    `insert into registers.category as c (category_id, name, says, position, sensitive, service_kind,
       coverage_says, age_from, age_to, stale_after_days)
     select f.id, f.name, f.says, f.position, f.sensitive, f."serviceKind", f."coverageSays", f."ageFrom",
       f."ageTo", f."staleAfterDays"
     from jsonb_to_recordset($1::jsonb) as f(id text, name text, says text, position integer, sensitive boolean,
       "serviceKind" text, "coverageSays" text, "ageFrom" integer, "ageTo" integer, "staleAfterDays" integer)
     on conflict (category_id) do update set name = excluded.name, says = excluded.says,
       position = excluded.position, sensitive = excluded.sensitive, service_kind = excluded.service_kind,
       coverage_says = excluded.coverage_says, age_from = excluded.age_from, age_to = excluded.age_to,
       stale_after_days = excluded.stale_after_days, recorded_at = clock_timestamp()
     where (c.name, c.says, c.position, c.sensitive, c.service_kind, c.coverage_says, c.age_from, c.age_to,
       c.stale_after_days) is distinct from (excluded.name, excluded.says, excluded.position, excluded.sensitive,
       excluded.service_kind, excluded.coverage_says, excluded.age_from, excluded.age_to,
       excluded.stale_after_days)`,
    [JSON.stringify(rows)],
  )
}

export async function writePurposeCategories(client: Queryable, purposes: PurposeEntry[]): Promise<void> {
  const rows = purposes.flatMap(purpose =>
    purpose.asksFor.map(category => ({ purpose: purpose.id, category })),
  )
  await client.query(
    `with wanted as (
       select purpose, category from jsonb_to_recordset($1::jsonb) as f(purpose text, category text)
     ), gone as (
       delete from registers.purpose_category p
       where not exists (select from wanted w where w.purpose = p.purpose_id and w.category = p.category_id)
     )
     insert into registers.purpose_category (purpose_id, category_id)
     select purpose, category from wanted on conflict do nothing`,
    [JSON.stringify(rows)],
  )
}

export async function writeRolePurposes(client: Queryable, roles: RoleEntry[]): Promise<void> {
  const rows = roles.flatMap(role => role.purposes.map(purpose => ({ role: role.id, purpose })))
  await client.query(
    `with wanted as (
       select role, purpose from jsonb_to_recordset($1::jsonb) as f(role text, purpose text)
     ), gone as (
       delete from registers.role_purpose p
       where not exists (select from wanted w where w.role = p.role_id and w.purpose = p.purpose_id)
     )
     insert into registers.role_purpose (role_id, purpose_id)
     select role, purpose from wanted on conflict do nothing`,
    [JSON.stringify(rows)],
  )
}

export async function writeRoleCategories(client: Queryable, roles: RoleEntry[]): Promise<void> {
  const rows = roles.flatMap(role =>
    (Object.entries(role.sees) as [Tier, string[]][]).flatMap(([tier, categories]) =>
      categories.map(category => ({ role: role.id, category, tier })),
    ),
  )
  await client.query(
    `with wanted as (
       select role, category, tier from jsonb_to_recordset($1::jsonb) as f(role text, category text, tier text)
     ), gone as (
       delete from registers.role_category c
       where not exists (select from wanted w where w.role = c.role_id and w.category = c.category_id)
     )
     insert into registers.role_category as c (role_id, category_id, tier)
     select role, category, tier from wanted
     on conflict (role_id, category_id) do update set tier = excluded.tier where c.tier <> excluded.tier`,
    [JSON.stringify(rows)],
  )
}

export async function writeNumbers(client: Queryable, numbers: NumberEntry[]): Promise<void> {
  const rows = numbers.map((number, at) => ({ ...number, position: at + 1 }))
  await client.query(
    `with wanted as (
       select id, position, label, phone, "from", "to", "weekdaysOnly", "isDesk"
       from jsonb_to_recordset($1::jsonb) as f(id text, position integer, label text, phone text, "from" time,
         "to" time, "weekdaysOnly" boolean, "isDesk" boolean)
     ), gone as (
       delete from registers.emergency_number n where not exists (select from wanted w where w.id = n.number_id)
     )
     insert into registers.emergency_number as n (number_id, position, label, phone, from_time, to_time,
       weekdays_only, is_desk)
     select id, position, label, phone, "from", "to", "weekdaysOnly", "isDesk" from wanted
     on conflict (number_id) do update set position = excluded.position, label = excluded.label,
       phone = excluded.phone, from_time = excluded.from_time, to_time = excluded.to_time,
       weekdays_only = excluded.weekdays_only, is_desk = excluded.is_desk, recorded_at = clock_timestamp()
     where (n.position, n.label, n.phone, n.from_time, n.to_time, n.weekdays_only, n.is_desk) is distinct from
       (excluded.position, excluded.label, excluded.phone, excluded.from_time, excluded.to_time,
        excluded.weekdays_only, excluded.is_desk)`,
    [JSON.stringify(rows)],
  )
}
