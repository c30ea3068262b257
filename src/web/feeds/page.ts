/** The feeds of partners: what came last, what became of it, and what waits for a person. */

import type { FastifyRequest } from 'fastify'
import { type Feed, type FeedsView, feedsView } from '../../access/feeds-view.ts'
import { londonDay, showDay, showInstant } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { button } from '../form-components.ts'
import type { PageParts } from '../layout.ts'
import { details, insetText, stackedTable, type Words } from '../page-components.ts'
import { askerOf } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'
import { count, droppedWords, SECTION, stateTag } from './words.ts'

/** GET /feeds */
export function showFeeds(database: Database) {
  return async (_request: FastifyRequest, context: SignedInContext): Promise<Answer> => ({
    page: feedsPage(await feedsView(database, askerOf(context)), context.clock()),
  })
}

const COLUMNS = ['Feed', 'State', 'Last received', 'Rows', 'Fields not taken']

export function feedsPage(view: FeedsView, now: Date): PageParts {
  const title = view.of === 'all partners' ? 'Feeds from partners' : `Feeds from ${view.of.partnerName}`
  const table =
    view.feeds.length === 0
      ? insetText(emptyWords(view))
      : stackedTable({
          caption: `The last delivery of each feed (${count(view.feeds.length)})`,
          columns: COLUMNS,
          rows: view.feeds.map(feed => lineOf(feed, now)),
          firstCellIsHeader: true,
        })
  const body = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">Files that partners send, and what became of them. No page here shows what stands in a record.</p>
${waiting(view.feeds)}
${view.mayUpload ? button('Upload a delivery', { href: '/feeds/upload' }) : ''}
${table}
${details('What the states mean', meanings())}`
  return { title, section: SECTION, body }
}

function emptyWords(view: FeedsView): string {
  return view.of === 'all partners'
    ? 'No partner has sent anything yet.'
    : 'Your organisation has not sent anything to this service yet.'
}

function waiting(feeds: readonly Feed[]): Html {
  const held = feeds.filter(feed => feed.state === 'held').length
  const refused = feeds.filter(feed => feed.state === 'refused').length
  if (held + refused === 0) return html``
  const items = [
    held > 0 ? html`<li>${count(held)} held: read why, then release or return.</li>` : '',
    refused > 0 ? html`<li>${count(refused)} refused: the partner must mend and send again.</li>` : '',
  ]
  return insetText(
    html`<p class="govuk-body">Waiting for a person:</p><ul class="govuk-list govuk-list--bullet">${items}</ul>`,
  )
}

function lineOf(feed: Feed, now: Date): Words[] {
  const { deliveryId, partnerName, feedName, said } = feed
  return [
    html`<a class="govuk-link" href="/feeds/${deliveryId}">${partnerName}<span class="govuk-visually-hidden">, ${feedName}</span></a><br><span class="govuk-body-s">${feedName}</span>`,
    html`${stateTag(feed)}${said === null ? '' : html`<p class="govuk-body-s govuk-!-margin-top-1 govuk-!-margin-bottom-0">${said}</p>`}`,
    html`${showInstant(feed.receivedAt)}<br><span class="govuk-body-s">${freshness(feed, now)}</span>`,
    html`${count(feed.rowsRead)} in<br>${count(feed.rowsAccepted)} accepted<br>${count(feed.rowsRejected)} rejected`,
    droppedWords(feed.droppedFields, `${partnerName}, ${feedName}`),
  ]
}

/** Which day’s data pages show now, and whether that is older than the contract allows. */
function freshness({ shownAsOf, staleAfterDays }: Feed, now: Date): string {
  if (shownAsOf === null) return 'Nothing of this feed is shown.'
  const shown = `Shown as of ${showDay(londonDay(shownAsOf))}.`
  if (staleAfterDays === undefined) return shown
  const isStale = now.getTime() - shownAsOf.getTime() > staleAfterDays * 86_400_000
  return isStale ? `${shown} Late: older than ${staleAfterDays} days, so pages say that it is stale.` : shown
}

function meanings(): Html {
  return html`<ul class="govuk-list govuk-list--bullet">
<li>Received, checked: it is being read, and nobody can see it yet.</li>
<li>Held: something about it is unusual, so it waits for a data steward.</li>
<li>Published: pages show it. It is now being linked.</li>
<li>Linked: its records are linked to those of other partners.</li>
<li>Refused: none of it was taken, and the reason says why.</li>
<li>Interrupted: it came to no end. Send it again.</li>
</ul>`
}
