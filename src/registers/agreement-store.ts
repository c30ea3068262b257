import type { Queryable } from '../kit/database.ts'
import type { AgreementEntry } from './register-schemas.ts'

/** Adds an agreement unless that version of it stands already. Says whether it was added. */
export async function addAgreement(client: Queryable, agreement: AgreementEntry): Promise<boolean> {
  const added = await client.query(
    `insert into registers.agreement (agreement_id, version, title, gateway_id, supporting_gateways, valid,
       review_on, revoked_at, revoked_by, revoked_reason)
     values ($1, $2, $3, $4, $5, daterange($6::date, $7::date, '[]'), $8, $9, $10, $11)
     on conflict do nothing`,
    [
      agreement.id,
      agreement.version,
      agreement.title,
      agreement.gateway,
      agreement.supporting,
      agreement.validFrom,
      agreement.validTo,
      agreement.reviewOn,
      agreement.revoked?.at ?? null,
      agreement.revoked?.by ?? null,
      agreement.revoked?.reason ?? null,
    ],
  )
  return added.rowCount === 1
}

export async function addAgreementTerms(client: Queryable, agreement: AgreementEntry): Promise<void> {
  const rows = agreement.terms.map((term, at) => ({ ...term, term: at + 1 }))
  await client.query(
    `insert into registers.agreement_term (agreement_id, version, term, discloser_kinds, recipient_kinds, categories,
       purposes, tier, own_partner_only)
     select $1, $2, f.term, f.disclosers, f.recipients, f.categories, f.purposes, f.tier, f."ownPartnerOnly"
     from jsonb_to_recordset($3::jsonb) as f(term integer, disclosers text[], recipients text[], categories text[],
       purposes text[], tier text, "ownPartnerOnly" boolean)`,
    [agreement.id, agreement.version, JSON.stringify(rows)],
  )
}

/** Whether an agreement still stands as it was written: nobody has revoked it or changed its dates or gateway. */
export async function standsAsWritten(client: Queryable, agreement: AgreementEntry): Promise<boolean> {
  const found = await client.query(
    `select from registers.agreement
     where agreement_id = $1 and version = $2 and revoked_at is null and gateway_id = $3
       and valid = daterange($4::date, $5::date, '[]')`,
    [agreement.id, agreement.version, agreement.gateway, agreement.validFrom, agreement.validTo],
  )
  return found.rowCount === 1
}

/** The partners that a demonstration agreement's parties stand for, with their signatures. */
export async function findPartiesToSign(
  client: Queryable,
  parties: AgreementEntry['parties'],
): Promise<{ partnerId: string; signedBy: string | null; signedOn: string | null }[]> {
  const found = await client.query<{ partnerId: string; signedBy: string | null; signedOn: string | null }>(
    `select distinct on (p.partner_id) p.partner_id as "partnerId", f."signedBy", f."signedOn"
     from jsonb_to_recordset($1::jsonb) as f(kind text, partner text, "signedBy" text, "signedOn" date)
     join registers.partner p on p.partner_id = f.partner or p.kind = f.kind
     order by p.partner_id, f.partner nulls last`,
    [JSON.stringify(parties)],
  )
  return found.rows
}

/** Adds signatures that are not there yet; one that is there, signed or not, is left as it is. */
export async function addSignatures(
  client: Queryable,
  agreement: AgreementEntry,
  signatures: { partnerId: string; signedBy: string | null; signedOn: string | null }[],
): Promise<void> {
  await client.query(
    `insert into registers.agreement_signature (agreement_id, version, partner_id, signed_by, signed_on)
     select $1, $2, f."partnerId", f."signedBy", f."signedOn"
     from jsonb_to_recordset($3::jsonb) as f("partnerId" text, "signedBy" text, "signedOn" date)
     on conflict do nothing`,
    [agreement.id, agreement.version, JSON.stringify(signatures)],
  )
}

/** An agreement that stands today, as pages list it. `endsOn` is its last day. */
export type LiveAgreement = {
  id: string
  version: number
  title: string
  gateway: string
  statute: string
  section: string
  startsOn: string | null
  endsOn: string | null
  reviewOn: string | null
}

const LIVE_AGREEMENT = `
  select a.agreement_id as id, a.version, a.title, a.gateway_id as gateway, g.statute, g.section,
    lower(a.valid) as "startsOn", upper(a.valid) - 1 as "endsOn", a.review_on as "reviewOn"
  from registers.agreement a join registers.gateway g using (gateway_id)`

/** Agreements that open something today: to anyone, or as discloser or recipient to `partner` where it is given. */
export async function listLiveAgreements(client: Queryable, partner?: string): Promise<LiveAgreement[]> {
  const found = await client.query<LiveAgreement>(
    `${LIVE_AGREEMENT}
     where exists (
       select from registers.live_grant l
       where l.agreement_id = a.agreement_id and l.version = a.version and $1::text is null)
     or exists (
       select from registers.live_grant l
       where l.agreement_id = a.agreement_id and l.version = a.version and l.discloser = $1)
     or exists (
       select from registers.live_grant l
       where l.agreement_id = a.agreement_id and l.version = a.version and l.recipient = $1)
     order by a.title, a.version`,
    [partner ?? null],
  )
  return found.rows
}

/** Live agreements whose last day or review day comes within so many days: nothing should stop unawares. */
export async function agreementsEndingSoon(client: Queryable, withinDays = 60): Promise<LiveAgreement[]> {
  const found = await client.query<LiveAgreement>(
    `${LIVE_AGREEMENT}
     where exists (
       select from registers.live_grant l where l.agreement_id = a.agreement_id and l.version = a.version)
       and least(upper(a.valid) - 1, a.review_on) <= registers.london_today() + $1::integer
     order by least(upper(a.valid) - 1, a.review_on), a.title`,
    [withinDays],
  )
  return found.rows
}
