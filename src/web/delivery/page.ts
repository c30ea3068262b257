/** One delivery: what became of it, what to mend, and for a data steward what to do while it is held. */

import type { FastifyRequest } from 'fastify'
import { decideOwnDelivery } from '../../access/approve-delivery.ts'
import { type DeliveryView, deliveryView, REJECTIONS_PER_PAGE } from '../../access/feeds-view.ts'
import { decideHeldDelivery } from '../../access/held-delivery.ts'
import { linkSoon } from '../../access/link-soon.ts'
import type { Who } from '../../access/request.ts'
import { londonDay, showDay, showInstant } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { notFoundPage, roleMayNotPage } from '../boundary-pages.ts'
import { count, droppedWords, feedPath, isUnread, SECTION, stateSays, stateTag } from '../feeds/words.ts'
import type { PageParts } from '../layout.ts'
import { describeError } from '../log.ts'
import { MEND_A_FILE, mendHref } from '../mend-a-file/page.ts'
import {
  notificationBanner,
  type PageError,
  pagination,
  stackedTable,
  summaryList,
} from '../page-components.ts'
import { askerOf, sentText } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'
import { decisionSection, reasonsList, type Typed } from './decision.ts'
import { previewSection } from './preview.ts'

/** What has just happened to the delivery, as the address says it. */
const NEWS = {
  taken: 'The files were taken in.',
  again: 'These files came before, so nothing was changed. This is what became of them then.',
  refused: 'The files were refused. Nothing of them was taken.',
  waiting:
    'The files were read, and nothing is wrong with them as a whole. Look at what would change, then approve or withdraw.',
  approved: 'The delivery was published. Pages show it from now on.',
  withdrawn: 'The delivery was withdrawn. Nobody saw any of it.',
  held: 'The files were read and are held. A data steward looks at them before anyone sees them.',
  released: 'The delivery was released. Pages show it from now on.',
  returned: 'The delivery was returned to the partner. Nobody will see any of it.',
} as const
export type News = keyof typeof NEWS
const GOOD: ReadonlySet<News> = new Set(['taken', 'approved', 'released'])

type Said = Typed & { news?: News | undefined }

/** GET /feeds/:delivery */
export function showDelivery(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const { page, news } = request.query as { page?: string; news?: string }
    const number = Number(page ?? 1)
    const said = { news: isNews(news) ? news : undefined }
    return await answer(
      database,
      request,
      context,
      Number.isSafeInteger(number) && number > 0 ? number : 1,
      said,
    )
  }
}

/** POST /feeds/:delivery: its sender approves or withdraws it, or a data steward releases or returns it. */
export function decideDelivery(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const deliveryId = deliveryIdIn(request)
    const reason = sentText(request, 'reason')
    const who = askerOf(context)
    const decided = await decide(database, who, deliveryId, sentText(request, 'decision'), reason)
    if (decided.outcome === 'refused') {
      if (decided.because === 'not your role') {
        return { status: 403, page: roleMayNotPage(who.roleName, await context.numbers()) }
      }
      return await answer(database, request, context, 1, { error: decided.says, reason })
    }
    if (decided.outcome === 'released' || decided.outcome === 'published') {
      linkSoon(database).catch(error => request.log.error(describeError(error), 'linking did not end'))
    }
    const news = decided.outcome === 'published' ? 'approved' : decided.outcome
    return { redirectTo: `/feeds/${deliveryId}?news=${news}` }
  }
}

async function decide(database: Database, who: Who, deliveryId: number, decision: string, reason: string) {
  if (decision === 'approve' || decision === 'withdraw')
    return await decideOwnDelivery(database, who, { deliveryId, decision })
  const held = decision === 'release' ? 'release' : 'return'
  return await decideHeldDelivery(database, who, { deliveryId, decision: held, reason })
}

async function answer(
  database: Database,
  request: FastifyRequest,
  context: SignedInContext,
  page: number,
  said: Said,
): Promise<Answer> {
  const view = await deliveryView(database, askerOf(context), deliveryIdIn(request), page)
  if (view === undefined) return { status: 404, page: notFoundPage(await context.numbers()) }
  return { status: said.error ? 422 : 200, page: deliveryPage(view, context.csrfToken, said) }
}

/** A number that the database can read; anything else is no delivery. */
export function deliveryIdIn(request: FastifyRequest): number {
  const { delivery } = request.params as { delivery?: string }
  return /^\d{1,15}$/.test(delivery ?? '') ? Number(delivery) : 0
}

function isNews(text: string | undefined): text is News {
  return text !== undefined && Object.hasOwn(NEWS, text)
}

export function deliveryPage(view: DeliveryView, csrfToken: string, said: Said = {}): PageParts {
  const { delivery } = view
  const title = `Delivery from ${delivery.partnerName}`
  const field = delivery.awaits === 'sender' ? 'decide' : 'reason'
  const errors: PageError[] = said.error ? [{ field, text: said.error }] : []
  const good = said.news !== undefined && GOOD.has(said.news)
  const body = html`${said.news ? notificationBanner(NEWS[said.news], { success: good }) : ''}
<h1 class="govuk-heading-l"><span class="govuk-caption-l">${delivery.feedName}</span>${title}</h1>
${facts(view)}
${whatNow(view)}
${delivery.state === 'held' ? html`<h2 class="govuk-heading-m">${delivery.awaits === 'sender' ? 'What the checks found' : 'Why it is held'}</h2>${reasonsList(view)}` : ''}
${view.preview === undefined ? '' : previewSection(view.preview)}
${decisionSection(view, csrfToken, said)}
${mending(view)}
<p class="govuk-body"><a class="govuk-link" href="${feedPath(delivery)}">How this feed does: its scorecard</a></p>
${otherDeliveries(view)}`
  return { title, section: SECTION, body, errors, backTo: { href: '/feeds', text: 'Back to feeds' } }
}

/** Whoever sent it is told what to do next, where that is not said by a form below. */
function whatNow({ delivery, mayRelease, mayReturn }: DeliveryView): Html {
  const more = html`<a class="govuk-link" href="${MEND_A_FILE}#${delivery.state}">How to mend a file</a>`
  if (delivery.state === 'refused')
    return html`<p class="govuk-body">What was sent before still stands. Mend it in your own system, export it again and send it again. ${more}</p>`
  if (delivery.state !== 'held' || delivery.awaits === 'sender' || mayRelease || mayReturn) return html``
  return html`<p class="govuk-body">If it is as it should be, tell the data steward, who releases it. If not, mend it and send it again. ${more}</p>`
}

function facts({ delivery, files }: DeliveryView): Html {
  const { said, state, rowsRead, rowsAccepted, rowsRejected, recordsNew } = delivery
  const fileItems = files.map(name => html`<li>${name}</li>`)
  return summaryList([
    { key: 'State', value: html`${stateTag(delivery)} ${stateSays(delivery)}` },
    ...(said === null || hasReasons(delivery)
      ? []
      : [{ key: state === 'refused' ? 'Why it was refused' : 'Why', value: said }]),
    { key: 'Received', value: `${showInstant(delivery.receivedAt)}, from ${senderWords(delivery.sentBy)}` },
    ...(isUnread(delivery) ? [] : [{ key: 'True as of', value: showDay(londonDay(delivery.asOf)) }]),
    {
      key: 'Rows',
      value: isUnread(delivery)
        ? 'Not read'
        : `${count(rowsRead)} in: ${count(rowsAccepted)} accepted, ${count(rowsRejected)} rejected`,
    },
    ...(delivery.notes.length === 0 ? [] : [{ key: 'To know', value: delivery.notes.join(' ') }]),
    { key: 'New to us', value: recordsNew === 1 ? '1 record' : `${count(recordsNew)} records` },
    { key: 'Fields not taken', value: droppedWords(delivery.droppedFields, 'this delivery') },
    {
      key: 'Files',
      value:
        files.length === 0
          ? 'Not kept'
          : html`<ul class="govuk-list govuk-!-margin-bottom-0">${fileItems}</ul>`,
    },
  ])
}

/** A system and an operator at a console are named by what they are: see `namesOf` in access/act.ts. */
function senderWords(sentBy: string): string {
  const [, kind, name] = /^(credential|console)\/(.+)$/.exec(sentBy) ?? []
  if (kind === undefined) return sentBy
  return kind === 'credential' ? `the system ${name}` : `${name}, at a console`
}

/** What the rules found stands below, each in a line of its own. */
function hasReasons({ state, holding }: DeliveryView['delivery']): boolean {
  return state === 'held' && holding !== null
}

function mending(view: DeliveryView): Html {
  const { delivery, kinds, rejections, rejectionCount, page } = view
  if (rejectionCount === 0) {
    const none = delivery.rowsRead === 0 ? 'No row was read.' : 'Nothing was rejected.'
    return html`<h2 class="govuk-heading-m">What to mend</h2><p class="govuk-body">${none}</p>`
  }
  const last = Math.max(1, Math.ceil(rejectionCount / REJECTIONS_PER_PAGE))
  const here = `/feeds/${delivery.deliveryId}`
  const many = rejectionCount === 1 ? '1 rejection' : `${count(rejectionCount)} rejections`
  return html`<h2 class="govuk-heading-m" id="mend">What to mend</h2>
<p class="govuk-body">A field that is rejected is left out, and the rest of its row is taken. Where the whole row is left out, it says so.</p>
<p class="govuk-body">The values are not shown, because they are about people. Look them up in the file by their row.</p>
<p class="govuk-body"><a class="govuk-link" href="${here}/rejections.csv">Download ${many} as a spreadsheet file (CSV)</a></p>
${stackedTable({
  caption: 'What came up most',
  captionClasses: 'govuk-table__caption--s',
  columns: ['How often', 'Column', 'What is wrong, and what to do'],
  rows: kinds.map(kind => [count(kind.count), kind.column ?? 'The whole row', withMore(kind)]),
})}
${stackedTable({
  caption: last > 1 ? `${many}, page ${page} of ${last}` : many,
  captionClasses: 'govuk-table__caption--s',
  columns: ['File', 'Row', 'Column', 'Rule', 'What is wrong, and what to do'],
  rows: rejections.map(one => [
    one.file,
    count(one.row),
    one.column ?? 'The whole row',
    one.rule.replaceAll('-', ' '),
    one.remedy,
  ]),
})}
${last > 1 ? pagination(page, last, n => `${here}?page=${n}#mend`) : ''}`
}

function withMore({ rule, remedy }: { rule: string; remedy: string }): Html {
  const href = mendHref(rule)
  if (href === undefined) return html`${remedy}`
  const about = rule.replaceAll('-', ' ')
  return html`${remedy} <a class="govuk-link" href="${href}">How it mostly comes about<span class="govuk-visually-hidden">: ${about}</span></a>`
}

function otherDeliveries({ others }: DeliveryView): Html {
  if (others.length === 0) return html``
  return stackedTable({
    caption: 'Other deliveries of this feed',
    columns: ['Received', 'State', 'True as of', 'Rows'],
    rows: others.map(other => [
      html`<a class="govuk-link" href="/feeds/${other.deliveryId}">${showInstant(other.receivedAt)}</a>`,
      stateTag(other),
      showDay(londonDay(other.asOf)),
      `${count(other.rowsAccepted)} accepted, ${count(other.rowsRejected)} rejected`,
    ]),
  })
}
