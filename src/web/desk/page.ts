/** The protected-records desk: searches that met a child whose record is kept apart, and whom to ring back. */

import type { FastifyRequest } from 'fastify'
import { answerDesk, deskItems } from '../../access/desk.ts'
import type { DeskItem } from '../../access/desk-store.ts'
import { showInstant } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { roleMayNotPage } from '../boundary-pages.ts'
import { button, textarea } from '../form-components.ts'
import { csrfField, type PageParts, telephone } from '../layout.ts'
import { insetText, notificationBanner, type PageError, summaryList } from '../page-components.ts'
import { askerOf, sentText } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'

type Said = { done?: boolean; wrong?: { obligationId: number; text: string } | undefined }

/** GET /desk */
export function showDesk(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> =>
    await answer(database, context, { done: (request.query as { done?: string }).done === '1' })
}

/** POST /desk/:item: the call has been made; what was said goes into the audit log. */
export function answerDeskItem(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const { item } = request.params as { item?: string }
    const obligationId = /^\d{1,15}$/.test(item ?? '') ? Number(item) : 0
    const acted = await answerDesk(database, askerOf(context), obligationId, sentText(request, 'said'))
    if (acted.outcome === 'changed') return { redirectTo: '/desk?done=1' }
    if (acted.because === 'not your role') return await refuse(context)
    return await answer(database, context, { wrong: { obligationId, text: 'Write what was said' } })
  }
}

async function answer(database: Database, context: SignedInContext, said: Said): Promise<Answer> {
  const desk = await deskItems(database, askerOf(context))
  if (desk.outcome === 'refused') return await refuse(context)
  return { status: said.wrong ? 422 : 200, page: deskPage(desk.items, context.csrfToken, said) }
}

async function refuse(context: SignedInContext): Promise<Answer> {
  return { status: 403, page: roleMayNotPage(context.practitioner.roleName, await context.numbers()) }
}

export function deskPage(items: readonly DeskItem[], csrfToken: string, said: Said = {}): PageParts {
  const title = 'Protected-records desk'
  const { wrong } = said
  const errors: PageError[] = wrong ? [{ field: fieldOf(wrong.obligationId), text: wrong.text }] : []
  const body = html`${said.done ? notificationBanner('The call is recorded.', { success: true }) : ''}
<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">These searches met a child whose record is kept apart for safety. The searcher was not told. Ring back, the oldest first.</p>
${insetText('Before you say anything, make sure who is on the line. Never give an address.')}
${items.length === 0 ? html`<p class="govuk-body">Nobody waits for a call. A new search appears within five seconds: reload the page.</p>` : items.map(item => itemCard(item, csrfToken, wrong))}
<p class="govuk-body">Looking at this page is recorded.</p>`
  return { title, section: 'Protected records', body, errors }
}

function fieldOf(obligationId: number): string {
  return `said-${obligationId}`
}

function itemCard(item: DeskItem, csrfToken: string, wrong: Said['wrong']): Html {
  const { obligationId, practitionerName, roleName, partnerName, phone, personId } = item
  const error = wrong?.obligationId === obligationId ? wrong.text : undefined
  return html`<section class="hub-card" aria-labelledby="item-${obligationId}">
<div class="hub-card__head"><h2 class="govuk-heading-m hub-card__title" id="item-${obligationId}">Ring ${practitionerName}</h2></div>
<div class="hub-card__body">
${summaryList(
  [
    {
      key: 'Number',
      value: phone === null ? 'None in the register: ask the organisation' : telephone(phone),
    },
    { key: 'Who searched', value: `${roleName}, ${partnerName}` },
    { key: 'Met at', value: showInstant(item.madeAt) },
    {
      key: 'Record',
      value: html`<a class="govuk-link" href="/child/${personId}">Open the record<span class="govuk-visually-hidden"> that ${practitionerName} met</span></a>`,
    },
  ],
  { classes: 'govuk-summary-list--no-border' },
)}
<form method="post" action="/desk/${obligationId}" novalidate>${csrfField(csrfToken)}
${textarea({
  name: 'said',
  id: fieldOf(obligationId),
  label: 'What was said?',
  hint: 'Write no address and no new name.',
  rows: 2,
  error,
})}
${button(html`Record the call<span class="govuk-visually-hidden"> to ${practitionerName}</span>`)}
</form>
</div>
</section>`
}
