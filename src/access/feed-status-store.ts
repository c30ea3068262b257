import type { Queryable } from '../kit/database.ts'
import type { FeedDay } from './feed-status.ts'

/**
 * For each partner and feed the newest instant that is shown, as a day in London; and where a newer file waits for a
 * data steward, its day. A part of a list says nothing of those whom it leaves out, so it makes no feed newer. What waits for its own sender has not been handed in yet.
 */
export async function findFeedDays(client: Queryable): Promise<FeedDay[]> {
  const { rows } = await client.query<FeedDay>(
    `select "partnerId", contract, (shown at time zone 'Europe/London')::date as day,
            case when shown is null or held > shown then (held at time zone 'Europe/London')::date end as "heldDay"
     from (select partner_id as "partnerId", split_part(contract, '/', 1) as contract,
             max(as_of) filter (where state in ('published', 'linked') and mode <> 'part') as shown,
             max(as_of) filter (where state = 'held' and awaits is distinct from 'sender') as held
           from feeds.delivery where state in ('published', 'linked', 'held') group by 1, 2) feed`,
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
