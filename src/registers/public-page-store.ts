import type { Queryable } from '../kit/database.ts'
import type { Purpose } from './role-store.ts'

/** What the public page prints of the registers beside gateways and agreements. */

/** Every purpose for which the service may be used today, in the order of the register. */
export async function listAllPurposes(client: Queryable): Promise<Purpose[]> {
  const found = await client.query<Purpose>(
    `select purpose_id as purpose, name, says, kind, whole_family as "wholeFamily",
       needs_child_reason as "needsChildReason"
     from registers.purpose where valid @> registers.london_today() order by position`,
  )
  return found.rows
}

export type AgreementParties = {
  id: string
  version: number
  /** Kinds of partner that have signed, as those who share and as those who receive. */
  disclosers: string[]
  recipients: string[]
  /** Names of the kinds of information that are shared. */
  categories: string[]
  signatures: number
}

/**
 * Who shares what with whom under each agreement. Reads terms and signatures and not the permissions that follow from
 * them: those join every partner to every other, and this page is open to the world.
 */
export async function listAgreementParties(client: Queryable): Promise<AgreementParties[]> {
  const found = await client.query<AgreementParties>(
    `with signed as (
       select s.agreement_id, s.version, p.kind, count(*) as partners
       from registers.agreement_signature s join registers.partner p using (partner_id)
       where s.signed_on <= registers.london_today() and p.valid @> registers.london_today()
       group by s.agreement_id, s.version, p.kind)
     select a.agreement_id as id, a.version,
       array(select distinct s.kind from registers.agreement_term t join signed s using (agreement_id, version)
             where t.agreement_id = a.agreement_id and t.version = a.version and s.kind = any (t.discloser_kinds)
            ) as disclosers,
       array(select distinct s.kind from registers.agreement_term t join signed s using (agreement_id, version)
             where t.agreement_id = a.agreement_id and t.version = a.version and s.kind = any (t.recipient_kinds)
            ) as recipients,
       array(select c.name from registers.category c where exists (
               select from registers.agreement_term t
               where t.agreement_id = a.agreement_id and t.version = a.version and c.category_id = any (t.categories))
             order by c.position) as categories,
       (select coalesce(sum(s.partners), 0)::integer from signed s
        where s.agreement_id = a.agreement_id and s.version = a.version) as signatures
     from registers.agreement a`,
  )
  return found.rows
}
