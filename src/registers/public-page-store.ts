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
  /** Kinds of partner that share, and that receive, something under it today. */
  disclosers: string[]
  recipients: string[]
  categories: string[]
  partners: number
}

/** Who shares what with whom under each agreement that opens something today. */
export async function listAgreementParties(client: Queryable): Promise<AgreementParties[]> {
  const found = await client.query<AgreementParties>(
    `with live as (
       select agreement_id, version, discloser, recipient, discloser_kind, recipient_kind, categories
       from registers.live_grant)
     select l.agreement_id as id, l.version,
       array_agg(distinct l.discloser_kind) as disclosers, array_agg(distinct l.recipient_kind) as recipients,
       (select array_agg(distinct c.name) from live o, unnest(o.categories) as held(id)
        join registers.category c on c.category_id = held.id
        where (o.agreement_id, o.version) = (l.agreement_id, l.version)) as categories,
       (select count(distinct party) from live o, unnest(array[o.discloser, o.recipient]) as party
        where (o.agreement_id, o.version) = (l.agreement_id, l.version)) as partners
     from live l group by l.agreement_id, l.version`,
  )
  return found.rows
}
