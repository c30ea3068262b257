/** Who looked: the latest uses of the service, and those of one child’s records. */

import type { FastifyRequest } from 'fastify'
import { latestUses, type UsesView, whoElseLooked, whoLookedAt } from '../../access/who-looked.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { roleMayNotPage } from '../boundary-pages.ts'
import { button, input } from '../form-components.ts'
import type { PageParts } from '../layout.ts'
import { insetText, type PageError } from '../page-components.ts'
import { askerOf, personIdIn } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'
import { SECTION, usesTable } from './words.ts'

type Shown = Extract<UsesView, { outcome: 'shown' }>

/** What the address asks for. A receipt is no personal datum: its letters are drawn by lot. */
export type Filter = { receiptId?: string; before?: number; error?: string; typed?: string }

/** GET /who-looked */
export function showWhoLooked(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const filter = filterOf(request.query as { receipt?: unknown; before?: unknown })
    const { receiptId, before } = filter
    const asked = { ...(receiptId ? { receiptId } : {}), ...(before ? { before } : {}) }
    const view = await latestUses(database, askerOf(context), asked)
    if (view.outcome === 'refused') return await refuse(context)
    const isTeam = context.practitioner.role === 'team-manager'
    return { status: filter.error ? 422 : 200, page: whoLookedPage(view, filter, isTeam) }
  }
}

/** GET /child/:person/who-looked */
export function showWhoLookedAtChild(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const personId = personIdIn(request)
    const view = await whoLookedAt(database, askerOf(context), personId)
    if (view.outcome === 'refused') return await refuse(context)
    return { page: whoLookedAtOnePage(view, { href: `/child/${personId}`, text: 'Back to the child' }) }
  }
}

/** GET /who-looked/:entry */
export function showWhoElseLooked(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const { entry } = request.params as { entry: string }
    const view = await whoElseLooked(database, askerOf(context), /^\d{1,15}$/.test(entry) ? Number(entry) : 0)
    if (view.outcome === 'refused') return await refuse(context)
    return { page: whoLookedAtOnePage(view, { href: '/who-looked', text: 'Back to all uses' }) }
  }
}

async function refuse(context: SignedInContext): Promise<Answer> {
  return { status: 403, page: roleMayNotPage(context.practitioner.roleName, await context.numbers()) }
}

/** Receipts are read out over the telephone: spaces and small letters are what people type. */
export function filterOf(query: { receipt?: unknown; before?: unknown }): Filter {
  const typed = typeof query.receipt === 'string' ? query.receipt.trim() : ''
  const before =
    typeof query.before === 'string' && /^\d{1,15}$/.test(query.before) ? Number(query.before) : 0
  const older = before > 0 ? { before } : {}
  if (typed === '') return older
  const receiptId = typed.toUpperCase().replace(/[\s-]/g, '')
  if (!/^[A-Z0-9]{8}$/.test(receiptId)) {
    return { ...older, typed, error: 'A receipt has eight letters and digits, such as 7KQ2M4XR' }
  }
  return { ...older, typed: receiptId, receiptId }
}

const RECORDED = 'Looking at this page is recorded too.'

export function whoLookedPage(view: Shown, filter: Filter, isTeam = false): PageParts {
  const title = isTeam ? 'Who looked: your team' : 'Who looked'
  const { receiptId, error } = filter
  const errors: PageError[] = error ? [{ field: 'receipt', text: error }] : []
  const caption = receiptId
    ? `Uses with receipt ${receiptId}`
    : filter.before
      ? 'Earlier uses'
      : 'The latest uses'
  const body = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">Every search, every opened record and every change stands here, refusals too. ${RECORDED}</p>
<form method="get" action="/who-looked" novalidate>
${input({
  name: 'receipt',
  label: 'Find by receipt',
  hint: 'The eight letters and digits at the foot of a page that somebody was shown.',
  value: filter.typed,
  error,
  classes: 'govuk-input--width-10',
  spellcheck: false,
  autocomplete: 'off',
})}
${button('Find the receipt', { kind: 'secondary' })}
</form>
${receiptId ? html`<p class="govuk-body">Only receipt ${receiptId} is shown. <a class="govuk-link" href="/who-looked">Show all uses</a></p>` : ''}
${view.uses.length === 0 ? insetText(nothing(filter)) : usesTable(caption, view.uses)}
${pages(view, filter)}`
  return { title, section: 'Oversight', body, errors }
}

function nothing({ receiptId, before }: Filter): string {
  if (receiptId) return 'No use that you may see has this receipt.'
  return before ? 'There are no earlier uses.' : 'Nothing has been used yet.'
}

function pages({ uses, more }: Shown, { receiptId, before }: Filter): Html {
  const last = uses.at(-1)
  const kept = receiptId ? `receipt=${receiptId}&` : ''
  const newest = before
    ? html`<a class="govuk-link" href="/who-looked${receiptId ? `?receipt=${receiptId}` : ''}">Newest uses</a>`
    : ''
  const older =
    more && last
      ? html`<a class="govuk-link" href="/who-looked?${kept}before=${last.entryId}">Older uses</a>`
      : ''
  if (newest === '' && older === '') return html``
  return html`<nav class="govuk-body" aria-label="Older and newer uses">${newest}${newest !== '' && older !== '' ? ' · ' : ''}${older}</nav>`
}

export function whoLookedAtOnePage(view: Shown, backTo: { href: string; text: string }): PageParts {
  const title = 'Who looked at this person’s records'
  const only = view.more
    ? html`<p class="govuk-body">These are the latest 100. Older ones stand in the log.</p>`
    : ''
  const body = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">Every time that somebody was shown this person, or was refused, newest first. ${RECORDED}</p>
<p class="govuk-body">If you see a use that you cannot explain, ask the person’s manager and quote the receipt.</p>
${view.uses.length === 0 ? insetText('Nobody has looked, or there is no such record.') : usesTable('Uses of this person’s records', view.uses)}
${only}`
  return {
    title,
    section: SECTION,
    body,
    backTo,
  }
}
