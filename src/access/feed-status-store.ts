import type { Queryable } from '../kit/database.ts'

/** For each partner and feed that has published: the newest instant it vouched for, as a day in London. */
export async function findFeedDays(
  client: Queryable,
): Promise<{ partnerId: string; contract: string; day: string }[]> {
  const { rows } = await client.query(
    `select partner_id as "partnerId", split_part(contract, '/', 1) as contract,
            (max(as_of) at time zone 'Europe/London')::date as day
     from feeds.delivery where state in ('published', 'linked') group by 1, 2`,
  )
  return rows
}

/** The partners named, with whom to ring; and for schools their safeguarding leads. */
export async function findPartners(
  client: Queryable,
): Promise<
  Map<
    string,
    { name: string; kind: string; phone: string | null; outOfHours: string | null; lead: string | null }
  >
> {
  const { rows } = await client.query(
    `select p.partner_id as id, p.name, p.kind, p.phone, p.out_of_hours_phone as "outOfHours",
            (select min(w.name) from registers.practitioner w
             where w.partner_id = p.partner_id and w.role_id = 'school-safeguarding-lead'
               and w.valid @> registers.london_today()) as lead
     from registers.partner p`,
  )
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}
