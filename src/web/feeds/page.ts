/** The feeds of partners: what came last, what became of it, and what waits for a person. */

import type { FastifyRequest } from 'fastify'
import { type Feed, type FeedsQuery, type FeedsView, feedsView } from '../../access/feeds-list.ts'
import { londonDay, showDay, showInstant } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { button, input, radios } from '../form-components.ts'
import type { PageParts } from '../layout.ts'
import { MEND_A_FILE } from '../mend-a-file/page.ts'
import { details, insetText, pagination, stackedTable, tag, type Words } from '../page-components.ts'
import { askerOf } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'
import { count, droppedWords, feedPath, isUnread, percent, SECTION, stateTag } from './words.ts'

/** GET /feeds */
export function showFeeds(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => ({
    page: feedsPage(await feedsView(database, askerOf(context), queryIn(request), context.clock())),
  })
}

function queryIn(request: FastifyRequest): FeedsQuery {
  const { partner, show, page } = request.query as Record<string, unknown>
  const number = Number(page ?? 1)
  return {
    partner: typeof partner === 'string' ? partner.trim().slice(0, 80) : '',
    show: show === 'attention' ? 'attention' : 'all',
    page: Number.isSafeInteger(number) && number > 0 ? number : 1,
  }
}

const COLUMNS = ['Feed', 'State', 'Last received', 'Rows', 'Fields not taken']
/** With fewer feeds nobody needs to search. */
const WORTH_A_SEARCH = 6

export function feedsPage(view: FeedsView): PageParts {
  const title = view.of === 'all partners' ? 'Feeds from partners' : `Feeds from ${view.of.partnerName}`
  const body = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">Files that ${view.of === 'all partners' ? 'partners send' : 'your organisation sends'}, and what became of them. No page here shows what stands in a record.</p>
${waiting(view)}
${view.mayUpload ? html`<div class="govuk-button-group">${button('Upload a delivery', { href: '/feeds/upload' })}<a class="govuk-link" href="/feeds/what-to-send">What to send, with templates</a><a class="govuk-link" href="${MEND_A_FILE}">Mend a file</a></div>` : ''}
${view.counts.all >= WORTH_A_SEARCH ? searchForm(view) : ''}
${view.feeds.length === 0 ? insetText(emptyWords(view)) : feedsTable(view)}
${view.pages > 1 ? pagination(view.query.page, view.pages, page => addressOf({ ...view.query, page })) : ''}
${silentPartners(view)}
${details('What the states mean', meanings())}`
  return { title, section: SECTION, body }
}

function feedsTable({ feeds, found, query, pages }: FeedsView): Html {
  const many = found === 1 ? '1 feed' : `${count(found)} feeds`
  const part = pages > 1 ? `, page ${count(query.page)} of ${count(pages)}` : ''
  return stackedTable({
    caption: `The last delivery of each feed: ${many}${part}`,
    columns: COLUMNS,
    rows: feeds.map(lineOf),
    firstCellIsHeader: true,
  })
}

function addressOf({ partner, show, page }: FeedsQuery): string {
  const query = new URLSearchParams({
    ...(partner === '' ? {} : { partner }),
    ...(show === 'all' ? {} : { show }),
    ...(page === 1 ? {} : { page: String(page) }),
  }).toString()
  return query === '' ? '/feeds' : `/feeds?${query}`
}

function searchForm({ query, counts }: FeedsView): Html {
  const isAsked = query.partner !== '' || query.show === 'attention'
  return html`<form method="get" action="/feeds" novalidate role="search" aria-label="Feeds">
${input({ name: 'partner', label: 'Name of a partner or school', value: query.partner, type: 'search', autocomplete: 'off', spellcheck: false, classes: 'govuk-input--width-20' })}
${radios({
  name: 'show',
  label: 'Which feeds?',
  value: query.show,
  choices: [
    { value: 'all', text: `All (${count(counts.all)}), those that need attention first` },
    { value: 'attention', text: `Only those that need attention (${count(counts.attention)})` },
  ],
})}
<div class="govuk-button-group">${button('Show', { kind: 'secondary' })}${isAsked ? html`<a class="govuk-link" href="/feeds">Show all again</a>` : ''}</div>
</form>`
}

function emptyWords({ of, counts }: FeedsView): string {
  if (counts.all > 0) return 'No feed is like that. Try fewer letters of the name, or show all.'
  return of === 'all partners'
    ? 'No partner has sent anything yet.'
    : 'Your organisation has not sent anything to this service yet.'
}

function waiting({ counts }: FeedsView): Html {
  const { held, refused, late, lowMatch } = counts
  if (held + refused + late + lowMatch === 0) return html``
  const items = [
    held > 0 ? html`<li>${feeds(held)} with a delivery that is held: read why, then decide.</li>` : '',
    refused > 0
      ? html`<li>${feeds(refused)} of which the last delivery was refused: the partner must mend and send again.</li>`
      : '',
    late > 0
      ? html`<li>${feeds(late)} late: ask the partner. Pages say that the data is out of date.</li>`
      : '',
    lowMatch > 0
      ? html`<li>${feeds(lowMatch)} with far fewer people matched than before: numbers or dates may be wrong.</li>`
      : '',
  ]
  return insetText(
    html`<p class="govuk-body">Waiting for a person:</p><ul class="govuk-list govuk-list--bullet">${items}</ul>`,
  )
}

function feeds(many: number): string {
  return many === 1 ? '1 feed' : `${count(many)} feeds`
}

function lineOf(feed: Feed): Words[] {
  const { deliveryId, partnerName, feedName, said } = feed
  const about = html`<span class="govuk-visually-hidden">, ${partnerName}, ${feedName}</span>`
  return [
    html`<a class="govuk-link" href="${feedPath(feed)}">${partnerName}<span class="govuk-visually-hidden">, ${feedName}</span></a><br><span class="govuk-body-s">${feedName}</span>`,
    html`${stateTag(feed)}${flags(feed)}${earlier(feed)}${said === null ? '' : html`<p class="govuk-body-s govuk-!-margin-top-1 govuk-!-margin-bottom-0">${said}</p>`}`,
    html`<a class="govuk-link" href="/feeds/${deliveryId}">${showInstant(feed.receivedAt)}${about}</a><br><span class="govuk-body-s">${freshness(feed)}</span>`,
    ...(isUnread(feed)
      ? ['Not read', 'Not read']
      : [
          html`${count(feed.rowsRead)} in<br>${count(feed.rowsAccepted)} accepted<br>${count(feed.rowsRejected)} rejected`,
          droppedWords(feed.droppedFields, `${partnerName}, ${feedName}`),
        ]),
  ]
}

function earlier({ waitingId, partnerName, feedName }: Feed): Html {
  if (waitingId === null) return html``
  return html`<br><a class="govuk-link govuk-body-s" href="/feeds/${waitingId}">An earlier one still waits<span class="govuk-visually-hidden">: ${partnerName}, ${feedName}</span></a>`
}

function flags({ lateByDays, matchRateIsLow, matchRate, usualMatchRate }: Feed): Html {
  const late = lateByDays === 1 ? 'Late by 1 day' : `Late by ${count(lateByDays)} days`
  const low = `Matched ${percent(matchRate ?? 0)}, was ${percent(usualMatchRate ?? 0)}`
  return html`${lateByDays > 0 ? html` ${tag(late, 'red')}` : ''}${matchRateIsLow ? html` ${tag(low, 'orange')}` : ''}`
}

/** Which day’s data pages show now, and whether that is older than the contract allows. */
function freshness({ shownAsOf, everyDays, lateByDays }: Feed): string {
  if (shownAsOf === null) return 'Nothing of this feed is shown.'
  const shown = `Shown as of ${showDay(londonDay(shownAsOf))}.`
  return lateByDays > 0
    ? `${shown} Late: older than ${count(everyDays ?? 0)} days, so pages say that it is out of date.`
    : shown
}

function silentPartners({ silent }: FeedsView): Html {
  if (silent.length === 0) return html``
  const summary =
    silent.length === 1
      ? '1 partner has signed to share and sent nothing yet'
      : `${count(silent.length)} partners have signed to share and sent nothing yet`
  return details(
    summary,
    html`<ul class="govuk-list govuk-list--bullet">${silent.map(name => html`<li>${name}</li>`)}</ul>`,
  )
}

function meanings(): Html {
  return html`<ul class="govuk-list govuk-list--bullet">
<li>Received, checked: it is being read, and nobody can see it yet.</li>
<li>To approve: whoever handed it in has not yet said that it is as it should be.</li>
<li>Held: something about it is unusual, so it waits for a data steward.</li>
<li>Published: pages show it. It is now being linked.</li>
<li>Linked: its records are linked to those of other partners.</li>
<li>Refused: none of it was taken, and the reason says why.</li>
<li>Interrupted: it came to no end. Send it again.</li>
</ul>`
}
