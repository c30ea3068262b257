import type { Queryable } from '../kit/database.ts'

/** What feeds read of the registers, and the two registers that the host fills by file. */

export type PartnerRow = { partnerId: string; kind: string }

/** A partner that stands in the register today. */
export async function findPartner(client: Queryable, partnerId: string): Promise<PartnerRow | undefined> {
  const found = await client.query<{ partner_id: string; kind: string }>(
    `select partner_id, kind from registers.partner
     where partner_id = $1 and valid @> registers.london_today()`,
    [partnerId],
  )
  const row = found.rows[0]
  return row && { partnerId: row.partner_id, kind: row.kind }
}

/** Children's social care of a local authority, by its three digits; and the partner named, with its own. */
export async function findAuthority(
  client: Queryable,
  laCode: string,
  partnerId: string | undefined,
): Promise<{ partnerId: string; laCode: string | undefined }[]> {
  const { rows } = await client.query<{ partner_id: string; la_code: string | null }>(
    `select partner_id, la_code from registers.partner
     where (la_code = $1 and kind = 'childrens-social-care' or partner_id = $2)
       and valid @> registers.london_today()`,
    [laCode, partnerId ?? null],
  )
  return rows.map(row => ({ partnerId: row.partner_id, laCode: row.la_code ?? undefined }))
}

export async function hostIsKnown(client: Queryable): Promise<boolean> {
  const found = await client.query(`select from registers.partner where kind = 'host' limit 1`)
  return found.rowCount === 1
}

/** An agreement under which the partner discloses any of these categories today; held until the transaction ends. */
export async function holdAgreement(
  client: Queryable,
  partnerId: string,
  categories: string[],
): Promise<{ agreementId: string; version: number } | undefined> {
  const found = await client.query<{ agreement_id: string; version: number }>(
    'select agreement_id, version from registers.hold_agreements_of($1, $2)',
    [partnerId, categories],
  )
  const row = found.rows[0]
  return row && { agreementId: row.agreement_id, version: row.version }
}

/** Brings the register of partners to what its latest published snapshot says. */
export async function upsertPartners(client: Queryable, partnerId: string, contract: string): Promise<void> {
  await client.query(
    `insert into registers.partner
       (partner_id, name, kind, district, phone, out_of_hours_phone, controller_role, la_code)
     select source_ref, p ->> 'name', p ->> 'kind', p ->> 'district', p ->> 'phone', p ->> 'outOfHoursPhone',
            p ->> 'controllerRole', p ->> 'laCode'
     from (select source_ref, content -> 'partner' as p from feeds.live_record
           where partner_id = $1 and contract = $2 and scope = 'partners') listed
     on conflict (partner_id) do update
     set name = excluded.name, kind = excluded.kind, district = excluded.district, phone = excluded.phone,
         out_of_hours_phone = excluded.out_of_hours_phone, controller_role = excluded.controller_role, la_code = excluded.la_code,
         valid = '(,)', recorded_at = clock_timestamp()`,
    [partnerId, contract],
  )
}

/** Brings the register of practitioners to what its latest published snapshot says. */
export async function upsertPractitioners(
  client: Queryable,
  partnerId: string,
  contract: string,
): Promise<void> {
  await client.query(
    `insert into registers.practitioner
       (practitioner_id, partner_id, worker_id, name, email, role_id, team, phone, training_valid_to, valid)
     select source_ref, w ->> 'partnerId', w ->> 'workerId', w ->> 'name', w ->> 'email', w ->> 'role',
            w ->> 'teamName', w ->> 'phone', (w ->> 'trainingValidTo')::date, valid
     from (select source_ref, content -> 'worker' as w, valid from feeds.live_record
           where partner_id = $1 and contract = $2 and scope = 'practitioners') listed
     where exists (select from registers.partner p where p.partner_id = w ->> 'partnerId')
     on conflict (practitioner_id) do update
     set name = excluded.name, email = excluded.email, role_id = excluded.role_id, team = excluded.team,
         phone = excluded.phone, training_valid_to = excluded.training_valid_to, valid = excluded.valid,
         recorded_at = clock_timestamp()`,
    [partnerId, contract],
  )
}

/** Ends partners that a register file once named and its latest no longer does. Those entered otherwise stay. */
export async function endAbsentPartners(
  client: Queryable,
  partnerId: string,
  contract: string,
): Promise<void> {
  await client.query(
    `update registers.partner p
     set valid = daterange(lower(p.valid), registers.london_today()), recorded_at = clock_timestamp()
     where p.valid @> registers.london_today() and p.kind <> 'host'
       and p.partner_id in (
         select r.source_ref from feeds.published_record r
         where r.partner_id = $1 and r.contract = $2 and r.scope = 'partners' and r.subject is null)
       and p.partner_id not in (
         select l.source_ref from feeds.live_record l
         where l.partner_id = $1 and l.contract = $2 and l.scope = 'partners' and l.subject is null)`,
    [partnerId, contract],
  )
}

/** Ends practitioners that a register file once named and its latest no longer does: a leaver's access ends. */
export async function endAbsentPractitioners(
  client: Queryable,
  partnerId: string,
  contract: string,
): Promise<void> {
  await client.query(
    `update registers.practitioner p
     set valid = case when lower(p.valid) >= registers.london_today() then 'empty'
                      else daterange(lower(p.valid), registers.london_today()) end,
         recorded_at = clock_timestamp()
     where p.valid @> registers.london_today()
       and p.practitioner_id in (
         select r.source_ref from feeds.published_record r
         where r.partner_id = $1 and r.contract = $2 and r.scope = 'practitioners' and r.subject is null)
       and p.practitioner_id not in (
         select l.source_ref from feeds.live_record l
         where l.partner_id = $1 and l.contract = $2 and l.scope = 'practitioners' and l.subject is null)`,
    [partnerId, contract],
  )
}
