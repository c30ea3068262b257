import type { Queryable } from '../kit/database.ts'

/** A person who works for a partner in one role, registered and valid today. */
export type Practitioner = {
  practitionerId: string
  name: string
  role: string
  roleName: string
  partner: string
  partnerName: string
  partnerKind: string
  team: string | null
}

const PRACTITIONER_TODAY = `
  select p.practitioner_id as "practitionerId", p.name, r.role_id as role, r.name as "roleName",
    o.partner_id as partner, o.name as "partnerName", o.kind as "partnerKind", p.team
  from registers.practitioner p
  join registers.role r on r.role_id = p.role_id and r.valid @> registers.london_today()
  join registers.partner o on o.partner_id = p.partner_id and o.valid @> registers.london_today()
  where p.valid @> registers.london_today()`

/** Everyone that a sign-in may act as today: none for a stranger or a leaver, two where a person has two roles. */
export async function findPractitioners(
  client: Queryable,
  issuer: string,
  subject: string,
): Promise<Practitioner[]> {
  const found = await client.query<Practitioner>(
    `${PRACTITIONER_TODAY} and p.practitioner_id in (
       select s.practitioner_id from registers.practitioner_sign_in s
       where s.issuer = $1 and s.subject = $2 and s.valid @> registers.london_today())
     order by r.name, o.name, p.practitioner_id`,
    [issuer, subject],
  )
  return found.rows
}

/** A practitioner by id, or `undefined` where there is none today (a leaver, a closed partner, an ended role). */
export async function findPractitioner(
  client: Queryable,
  practitionerId: string,
): Promise<Practitioner | undefined> {
  const found = await client.query<Practitioner>(`${PRACTITIONER_TODAY} and p.practitioner_id = $1`, [
    practitionerId,
  ])
  return found.rows[0]
}

/** Adds sign-ins for those who are registered and have none of that subject yet; returns who is registered. */
export async function addSignIns(
  client: Queryable,
  issuer: string,
  people: { subject: string; practitionerId: string }[],
  boundBy: string,
): Promise<string[]> {
  const found = await client.query<{ practitionerId: string }>(
    `with wanted as (
       select f.subject, p.practitioner_id
       from jsonb_to_recordset($2::jsonb) as f(subject text, "practitionerId" text)
       join registers.practitioner p on p.practitioner_id = f."practitionerId"
     ), bound as (
       insert into registers.practitioner_sign_in (issuer, subject, practitioner_id, bound_by)
       select $1, subject, practitioner_id, $3 from wanted on conflict do nothing
     )
     select practitioner_id as "practitionerId" from wanted`,
    [issuer, JSON.stringify(people), boundBy],
  )
  return found.rows.map(row => row.practitionerId)
}
