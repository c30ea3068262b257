import type { Queryable } from '../kit/database.ts'
import type { Coverage, FeedDay } from './feed-status.ts'

/**
 * For each of these partners and its feeds the newest instant that is shown, as a day in London; and where a newer file waits
 * for a data steward, its day. A part of a list says nothing of those whom it leaves out, so it makes no feed newer. What
 * waits for its own sender has not been handed in yet.
 */
const FEED_DAYS = `
  select partner_id, contract, (shown at time zone 'Europe/London')::date as day,
         case when shown is null or held > shown then (held at time zone 'Europe/London')::date end as "heldDay"
  from (select partner_id, split_part(contract, '/', 1) as contract,
          max(as_of) filter (where state in ('published', 'linked') and mode <> 'part') as shown,
          max(as_of) filter (where state = 'held' and awaits is distinct from 'sender') as held
        from feeds.delivery where state in ('published', 'linked', 'held') group by 1, 2) feed`

/** The feeds of some partners. */
export async function findFeedDays(
  client: Queryable,
  partnerIds: readonly string[],
): Promise<(FeedDay & { partnerId: string })[]> {
  const { rows } = await client.query<FeedDay & { partnerId: string }>(
    `select partner_id as "partnerId", contract, day, "heldDay" from (${FEED_DAYS}) feed
     where partner_id = any ($1)`,
    [partnerIds],
  )
  return rows
}

/** Feeds of a category as `key` calls it: of all who disclose to an organisation under one of `terms`. */
export type AskedFeeds = {
  key: string
  serviceKind: string
  contracts: string[]
  terms: { agreementId: string; version: number; term: number }[]
}

/**
 * The feeds of all who may share, counted where they stand alike: thousands of schools deliver on some few days. `ofKind`
 * are those of whom one might expect the category.
 */
export async function countFeedDays(
  client: Queryable,
  recipient: string,
  asked: readonly AskedFeeds[],
): Promise<(Coverage & { key: string; ofKind: number })[]> {
  type Row = { key: string; feeds: (string | null)[]; partners: number; ofKind: number }
  const { rows } = await client.query<Row>({
    name: 'count-feed-days',
    text: `with terms as materialized (
       select a.key, a."serviceKind", a.contracts, t.*, w.disclosers, k.kind
       from jsonb_to_recordset($2::jsonb) as a (key text, "serviceKind" text, contracts text[], terms jsonb)
       cross join lateral jsonb_to_recordset(a.terms) as m ("agreementId" text, version integer, term integer)
       join registers.live_term t on t.recipient = $1
         and t.agreement_id = m."agreementId" and t.version = m.version and t.term = m.term
       join registers.gateway w using (gateway_id)
       -- One row a kind, so that thousands who have signed are found by kind and not each compared with all kinds.
       cross join lateral unnest(t.discloser_kinds) as k (kind)
     ), may as (
       select distinct t.key, t."serviceKind", t.contracts, d.partner_id, d.kind
       from terms t join registers.live_signature d using (agreement_id, version, kind)
       where (d.partner_id = t.recipient or not t.own_partner_only)
         and (t.disclosers = '{}' or d.kind = any (t.disclosers))
     ), known as (
       select may.key, may.kind = may."serviceKind" as "isOfKind",
              array_agg(f.contract || ' ' || coalesce(f.day::text, '') || ' ' || coalesce(f."heldDay"::text, '')
                        order by f.contract) as feeds
       from may left join (${FEED_DAYS}) f on f.partner_id = may.partner_id and f.contract = any (may.contracts)
       group by may.key, may.partner_id, 2
     )
     select key, feeds, count(*)::integer as partners, (count(*) filter (where "isOfKind"))::integer as "ofKind"
     from known group by key, feeds`,
    values: [recipient, JSON.stringify(asked)],
  })
  return rows.map(({ feeds, ...row }) => ({ ...row, feeds: feeds.flatMap(feedDayOf) }))
}

/** A feed's days as text, which thousands of rows are grouped by faster than by JSON; nothing where a partner has no feed. */
function feedDayOf(text: string | null): FeedDay[] {
  const [contract, day, heldDay] = text?.split(' ') ?? []
  return contract === undefined ? [] : [{ contract, day: day || null, heldDay: heldDay || null }]
}

/** The partners named, with whom to ring; and for schools their safeguarding leads. */
export async function findPartners(
  client: Queryable,
  partnerIds: readonly string[],
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
     from registers.partner p where p.partner_id = any ($1)`,
    [[...new Set(partnerIds)]],
  )
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

/** How many partners there are of each kind; of the only one of its kind also whom to ring. */
export async function countPartnersByKind(
  client: Queryable,
): Promise<Map<string, { partners: number; name: string; phone: string | null }>> {
  const { rows } = await client.query(
    `select kind, count(*)::integer as partners, min(name) as name, min(phone) as phone
     from registers.partner group by kind`,
  )
  return new Map(rows.map(({ kind, ...row }) => [kind, row]))
}
