/** How one feed does: on time, complete, valid, matched, held; and how that has gone over its last deliveries. */

import type { FastifyRequest } from 'fastify'
import { type CardDelivery, type FeedCard, type FeedId, feedCard } from '../../access/feed-card.ts'
import { londonDay, showDay, showInstant } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { notFoundPage } from '../boundary-pages.ts'
import { trendChart } from '../charts/trend-chart.ts'
import { count, feedPath, percent, SECTION, stateTag } from '../feeds/words.ts'
import type { PageParts } from '../layout.ts'
import { details, insetText, stackedTable, summaryList, tag, type Words } from '../page-components.ts'
import { askerOf } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'
import { rowsMessage, sharesMessage } from './messages.ts'

/** GET /feeds/of/:partner/:contract/:version */
export function showFeedCard(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const card = await feedCard(database, askerOf(context), feedIdIn(request), context.clock())
    if (card === undefined) return { status: 404, page: notFoundPage(await context.numbers()) }
    return { page: feedCardPage(card) }
  }
}

/** The feed that an address names; one that cannot be is no feed. */
export function feedIdIn(request: FastifyRequest): FeedId {
  const { partner = '', contract = '', version = '' } = request.params as Record<string, string | undefined>
  return { partnerId: partner.slice(0, 100), contract: `${contract}/${version}`.slice(0, 100) }
}

export function feedCardPage(card: FeedCard): PageParts {
  const title = `Feed of ${card.partnerName}`
  const body = html`<h1 class="govuk-heading-l"><span class="govuk-caption-l">${card.feedName}</span>${title}</h1>
${measures(card)}
<p class="govuk-body"><a class="govuk-link" href="${feedPath(card)}/holding">When its deliveries are held for a data steward</a></p>
${trend(card)}
${fieldsTable(card)}`
  return { title, section: SECTION, body, backTo: { href: '/feeds', text: 'Back to feeds' } }
}

/** The last delivery whose figure is known, and the figure before it. */
function latest(deliveries: readonly CardDelivery[], of: (one: CardDelivery) => number | undefined) {
  const known = deliveries.flatMap(one => of(one) ?? [])
  return { now: known.at(-1), before: known.at(-2) }
}

function measures(card: FeedCard): Html {
  const { deliveries } = card
  const share = (of: (one: CardDelivery) => number | undefined, says: string): Words => {
    const { now, before } = latest(deliveries, of)
    if (now === undefined) return 'Not measured yet'
    const was = before === undefined ? '' : ` It was ${percent(before)} in the delivery before.`
    return html`<strong>${percent(now)}</strong> ${says}${was}`
  }
  return summaryList([
    { key: 'On time', value: timeWords(card) },
    { key: 'Complete', value: share(one => one.completeness, 'of the fields that we read are filled.') },
    { key: 'Valid', value: share(one => one.validity, 'of the rows were taken.') },
    ...(card.isAboutPeople ? [{ key: 'Matched', value: matchWords(deliveries, share) }] : []),
    { key: 'Held', value: heldWords(deliveries) },
    ...(card.coverage
      ? [
          {
            key: 'Covers',
            value: `${card.coverage.who}, ages ${card.coverage.ages[0]} to ${card.coverage.ages[1]}, ${card.coverage.area}`,
          },
        ]
      : []),
  ])
}

function timeWords({ deliveries, everyDays, shownAsOf, due, lateByDays }: FeedCard): Words {
  const last = deliveries.at(-1)
  const received = last === undefined ? '' : `Last received ${showInstant(last.receivedAt)}.`
  if (shownAsOf === undefined) return `${received} Nothing of this feed is shown yet.`
  const shown = `Pages show its data of ${showDay(londonDay(shownAsOf))}.`
  if (due === undefined) return `${received} ${shown}`
  const every = `Its data is expected at least every ${everyDays} days`
  if (lateByDays === 0) return html`${received} ${shown} ${every}: the next by ${showDay(due)}.`
  const days = lateByDays === 1 ? '1 day' : `${count(lateByDays)} days`
  return html`${tag(`Late by ${days}`, 'red')} ${received} ${shown} ${every}, so it was due by ${showDay(due)}. Pages say that it is out of date.`
}

function matchWords(
  deliveries: readonly CardDelivery[],
  share: (of: (one: CardDelivery) => number | undefined, says: string) => Words,
): Words {
  const { now } = latest(deliveries, one => one.matchRate)
  const newest = deliveries.at(-1)
  const estimate =
    newest?.matchRate === undefined && newest?.matchEstimate !== undefined
      ? ` Before publication, ${percent(newest.matchEstimate)} of a sample of the newest delivery seem to be.`
      : ''
  if (now === undefined)
    return `Not measured yet. It is told of 50 people or more, so that it tells of none of them.${estimate}`
  return html`${share(one => one.matchRate, 'of its people, where a date of birth or a number is known, are in another partner’s records too.')}${estimate}`
}

function heldWords(deliveries: readonly CardDelivery[]): Words {
  const held = deliveries.filter(one => one.reasons.length > 0)
  const now = deliveries.filter(one => one.state === 'held')
  const past = pastWords(held.length, deliveries.length)
  if (now.length === 0) return past
  const links = now.map(
    one =>
      html`<li>${stateTag(one)} <a class="govuk-link" href="/feeds/${one.deliveryId}">received ${showInstant(one.receivedAt)}</a></li>`,
  )
  const says = now.length === 1 ? 'One waits now:' : `${count(now.length)} wait now:`
  return html`${past} ${says}<ul class="govuk-list govuk-!-margin-bottom-0">${links}</ul>`
}

function pastWords(held: number, of: number): string {
  if (of === 1)
    return held === 0 ? 'Its one delivery had nothing unusual.' : 'Its one delivery had something unusual.'
  if (held === 0) return `None of its last ${count(of)} deliveries had anything unusual.`
  return `${count(held)} of its last ${count(of)} deliveries had something unusual.`
}

function trend(card: FeedCard): Html {
  const read = card.deliveries.filter(one => one.rowsRead > 0)
  if (read.length < 2) {
    return insetText('There is no trend yet: fewer than two deliveries have been read.')
  }
  const labels = read.map(one => showDay(londonDay(one.receivedAt)))
  const shares = [
    { name: 'Complete', values: read.map(one => one.completeness) },
    { name: 'Valid', values: read.map(one => one.validity) },
    ...(card.isAboutPeople ? [{ name: 'Matched', values: read.map(one => one.matchRate) }] : []),
  ]
  const rows = [{ name: 'Rows', values: read.map(one => one.rowsRead) }]
  return html`<h2 class="govuk-heading-m">Trend over the last ${count(read.length)} deliveries</h2>
<div class="hub-charts">
${trendChart({ id: 'shares', title: sharesMessage(shares), labels, series: shares, top: 1, format: percent })}
${trendChart({ id: 'rows', title: rowsMessage(read.map(one => one.rowsRead)), labels, series: rows, format: count })}
</div>
${trendTable(card)}
<p class="govuk-body"><a class="govuk-link" href="${feedPath(card)}/deliveries.csv">Download these figures as a spreadsheet file (CSV)</a></p>`
}

function trendTable({ deliveries }: FeedCard): Html {
  const share = (value: number | undefined) => (value === undefined ? 'Not measured' : percent(value))
  return stackedTable({
    caption: 'The figures of the charts, the newest first',
    columns: ['Received', 'State', 'True as of', 'Rows', 'Complete', 'Valid', 'Matched'],
    rows: deliveries
      .toReversed()
      .map(one => [
        html`<a class="govuk-link" href="/feeds/${one.deliveryId}">${showInstant(one.receivedAt)}</a>`,
        html`${stateTag(one)}${one.reasons.length > 0 ? html`<br><span class="govuk-body-s">${one.reasons.length === 1 ? '1 unusual thing' : `${count(one.reasons.length)} unusual things`}</span>` : ''}`,
        showDay(londonDay(one.asOf)),
        count(one.rowsRead),
        share(one.completeness),
        share(one.validity),
        share(one.matchRate),
      ]),
  })
}

function fieldsTable({ fields }: FeedCard): Html {
  if (fields.length === 0) return html``
  const tables = new Set(fields.map(field => field.table)).size
  const rows = fields.map(({ table, field, filled, before }) => [
    ...(tables > 1 ? [table] : []),
    field,
    percent(filled),
    before === undefined ? 'Not measured' : percent(before),
  ])
  return details(
    `How often each of ${count(fields.length)} fields is filled`,
    stackedTable({
      caption: 'Fields that lost most first, then the least filled',
      captionClasses: 'govuk-table__caption--s',
      columns: [
        ...(tables > 1 ? ['Table'] : []),
        'Field',
        'Filled in the newest delivery',
        'In the one before',
      ],
      rows,
    }),
  )
}
