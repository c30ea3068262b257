import type { Content } from '../feeds/sections.ts'
import type { Queryable } from '../kit/database.ts'

/** All that one source says of one person now, the newest last. */
export type LiveIdentity = {
  identity: string
  partnerId: string
  contract: string
  sourceRef: string
  sealGroup: string | undefined
  records: {
    recordId: string
    object: string | undefined
    scope: string
    content: Content
    validFrom: string | null
    validTo: string | null
  }[]
}

/** The next `size` source identities after one, in order of id, with their live records. */
export async function readIdentitiesAfter(
  client: Queryable,
  last: string,
  size: number,
): Promise<LiveIdentity[]> {
  const { rows } = await client.query<Row>(
    `with page as (
       select distinct subject from feeds.source_record where subject > $1 order by subject limit $2
     )
     select r.subject as identity, r.record_id as "recordId", r.partner_id as "partnerId", r.contract, r.scope,
            r.source_ref as "sourceRef", r.object, r.content, lower(r.valid) as "validFrom", upper(r.valid) as "validTo",
            (select p.seal_group from registers.protection p
             where p.subject = r.subject and p.kind = 'sealed-identity' and p.valid @> registers.london_today()
             order by p.seal_group limit 1) as "sealGroup"
     from feeds.live_record r
     where r.subject = any (array(select subject from page))
     order by r.subject, r.as_of, r.record_id`,
    [last, size],
  )
  return group(rows)
}

/** The id after which to go on: the last of a page, live or not. `undefined` where the page is empty. */
export async function lastIdentityOfPage(
  client: Queryable,
  after: string,
  size: number,
): Promise<string | undefined> {
  const { rows } = await client.query<{ last: string | null }>(
    `select (array_agg(subject order by subject desc))[1] as last
     from (select distinct subject from feeds.source_record where subject > $1 order by subject limit $2) page`,
    [after, size],
  )
  return rows[0]?.last ?? undefined
}

type Row = {
  identity: string
  partnerId: string
  contract: string
  sourceRef: string
  sealGroup: string | null
  recordId: string
  scope: string
  object: string | null
  content: Content
  validFrom: string | null
  validTo: string | null
}

function group(rows: Row[]): LiveIdentity[] {
  const byId = new Map<string, LiveIdentity>()
  for (const { recordId, scope, object, content, validFrom, validTo, ...row } of rows) {
    const found = byId.get(row.identity) ?? { ...row, sealGroup: row.sealGroup ?? undefined, records: [] }
    found.records.push({ recordId, object: object ?? undefined, scope, content, validFrom, validTo })
    byId.set(row.identity, found)
  }
  return [...byId.values()]
}
