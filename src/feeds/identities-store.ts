import type { Queryable } from '../kit/database.ts'
import type { Address, ContactDetails, Identifiers, Identity } from './sections.ts'

/** What linkage reads of live records: one row a record, sorted by the identity that it is about. */
export type IdentityRow = {
  subject: string
  partner_id: string
  contract: string
  scope: string
  source_ref: string
  as_of: Date
  identity: Identity | null
  identifiers: Identifiers | null
  address: Address | null
  contact_details: ContactDetails | null
  seal_group: string | null
}

const LIVE_IDENTITIES = `
  select r.subject, r.partner_id, r.contract, r.scope, r.source_ref, r.as_of,
         r.content -> 'identity' as identity, r.content -> 'identifiers' as identifiers,
         r.content -> 'address' as address, r.content -> 'contact-details' as contact_details,
         seal.seal_group
  from feeds.live_record r
  left join lateral (
    select min(p.seal_group) as seal_group from registers.protection p
    where p.subject = r.subject and p.kind = 'sealed-identity' and p.valid @> registers.london_today()
  ) seal on true
  where r.subject is not null
    and r.content ?| array['identity', 'identifiers', 'address', 'contact-details']`

const IN_ORDER = ' order by r.subject, r.as_of desc, r.scope, r.source_ref'

/** The records of these identities that say who they are. */
export async function findIdentityRows(
  client: Queryable,
  subjects: readonly string[],
): Promise<IdentityRow[]> {
  const found = await client.query<IdentityRow>(
    `${LIVE_IDENTITIES} and r.subject = any ($1::uuid[])${IN_ORDER}`,
    [subjects],
  )
  return found.rows
}

/** Begins to read the records of all identities; needs a transaction, which may last: it writes nothing. */
export async function declareIdentityRows(client: Queryable): Promise<void> {
  await client.query(`declare live_identities no scroll cursor for ${LIVE_IDENTITIES}${IN_ORDER}`)
}

export async function fetchIdentityRows(client: Queryable): Promise<IdentityRow[]> {
  const found = await client.query<IdentityRow>('fetch 5000 from live_identities')
  return found.rows
}

export async function closeIdentityRows(client: Queryable): Promise<void> {
  await client.query('close live_identities')
}

/**
 * Identities of which a delivery brought something new, changed or ended something. A snapshot is compared with the
 * one before it in time, table by table; records that both contain changed nothing.
 */
export async function findSubjectsChangedBy(client: Queryable, deliveryId: number): Promise<string[]> {
  const found = await client.query<{ subject: string }>(
    `with this as (
       select delivery_id, partner_id, contract, mode, as_of from feeds.delivery where delivery_id = $1
     ), before as (
       select distinct on (f.scope) f.scope, d.delivery_id
       from this
       join feeds.delivery_file f on f.delivery_id = this.delivery_id and this.mode = 'snapshot'
       join feeds.delivery_file earlier on earlier.scope = f.scope and earlier.delivery_id <> this.delivery_id
       join feeds.delivery d on d.delivery_id = earlier.delivery_id
         and d.partner_id = this.partner_id and d.contract = this.contract
         and d.state in ('published', 'linked')
         and (d.as_of, d.delivery_id) < (this.as_of, this.delivery_id)
       order by f.scope, d.as_of desc, d.delivery_id desc
     ), was as (
       select s.record_id
       from before b
       join feeds.sighting s on s.delivery_id = b.delivery_id
       join feeds.source_record r on r.record_id = s.record_id and r.scope = b.scope
     ), is_now as (
       select record_id from feeds.sighting where delivery_id = $1
     ), changed as (
       (select record_id from is_now except select record_id from was)
       union
       (select record_id from was except select record_id from is_now)
     )
     select distinct r.subject
     from changed join feeds.source_record r using (record_id)
     where r.subject is not null
     order by r.subject`,
    [deliveryId],
  )
  return found.rows.map(row => row.subject)
}
