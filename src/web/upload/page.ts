/** Handing in a partner’s files: one form, and the delivery’s own page as the answer. */

import { join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import { linkSoon } from '../../access/link-soon.ts'
import type { Who } from '../../access/request.ts'
import {
  type DeliveryOutcome,
  permitUpload,
  takeDelivery,
  type UploadRights,
  uploadRights,
} from '../../access/take-delivery.ts'
import { londonDay } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { html } from '../../kit/html.ts'
import type { UploadPlace } from '../../kit/upload-place.ts'
import { roleMayNotPage } from '../boundary-pages.ts'
import type { News } from '../delivery/page.ts'
import { SECTION } from '../feeds/words.ts'
import { button, dateInput, fileUpload, select, type TypedDate } from '../form-components.ts'
import { csrfField, type PageParts } from '../layout.ts'
import { describeError } from '../log.ts'
import { insetText, type PageError } from '../page-components.ts'
import { askerOf } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'
import { type Fields, type Received, receiveFiles } from './receive.ts'

type Form = { partner?: string | undefined; asOf?: TypedDate | undefined; errors?: readonly PageError[] }

/** GET /feeds/upload */
export function showUpload(database: Database) {
  return async (_request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const who = askerOf(context)
    const rights = await uploadRights(database, who)
    if (rights.of === 'none') return await refuse(context)
    return { page: uploadPage(rights, who, context.csrfToken) }
  }
}

/** POST /feeds/upload */
export function receiveUpload(database: Database, place: UploadPlace) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const who = askerOf(context)
    const rights = await uploadRights(database, who)
    const folder = await place.newFolder()
    try {
      let permitted = false
      const received = await receiveFiles(context.parts, folder, async fields => {
        permitted = (await permitUpload(database, who, partnerOf(rights, who, fields))).outcome === 'changed'
        return permitted
      })
      if (!permitted) return await refuse(context)
      return await hand(database, request, context, { rights, who, received, folder })
    } finally {
      await place.drop(folder)
    }
  }
}

type Handed = { rights: UploadRights; who: Who; received: Received; folder: string }

async function hand(
  database: Database,
  request: FastifyRequest,
  context: SignedInContext,
  { rights, who, received, folder }: Handed,
): Promise<Answer> {
  const { fields, names } = received
  const asOf = typedDate(fields)
  const form = { partner: fields['partner'], asOf }
  const again = (errors: PageError[]) => ({
    status: 422,
    page: uploadPage(rights, who, context.csrfToken, { ...form, errors }),
  })
  const errors = errorsOf(received, asOf, londonDay(context.clock()))
  if (errors.length > 0) return again(errors)

  const only = names.length === 1 && names[0] !== undefined && /\.zip$/i.test(names[0]) ? names[0] : undefined
  const path = only === undefined ? folder : join(folder, only)
  const outcome = await takeDelivery(database, who, {
    path,
    partnerId: partnerOf(rights, who, fields),
    asOf: dayOf(asOf),
  })
  if (outcome.outcome === 'published') {
    linkSoon(database).catch(error => request.log.error(describeError(error), 'linking did not end'))
  }
  const next = nextOf(outcome)
  return 'redirectTo' in next ? next : again([{ field: 'files', text: next.reason }])
}

function nextOf(outcome: DeliveryOutcome): { redirectTo: string } | { reason: string } {
  const to = (deliveryId: number, news: News) => ({ redirectTo: `/feeds/${deliveryId}?news=${news}` })
  switch (outcome.outcome) {
    case 'published':
      return to(outcome.deliveryId, 'taken')
    case 'held':
      return to(outcome.deliveryId, outcome.awaits === 'sender' ? 'waiting' : 'held')
    case 'alreadyReceived':
      return to(outcome.deliveryId, 'again')
    case 'refused':
      return outcome.deliveryId === undefined ? { reason: outcome.reason } : to(outcome.deliveryId, 'refused')
    case 'checked':
      throw new Error('an upload is never a rehearsal')
  }
}

function partnerOf(rights: UploadRights, who: Who, fields: Fields): string | undefined {
  return rights.of === 'any' ? fields['partner'] || undefined : who.partnerId
}

function typedDate(fields: Fields): TypedDate {
  return { day: fields['asOf-day'], month: fields['asOf-month'], year: fields['asOf-year'] }
}

/** `2026-11-20`, or `undefined` where the date is left out or is none. */
function dayOf({ day, month, year }: TypedDate): string | undefined {
  const text = `${year}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : undefined
}

function errorsOf({ names, wrongName }: Received, asOf: TypedDate, today: string): PageError[] {
  const errors: PageError[] = []
  const isEmpty = ![asOf.day, asOf.month, asOf.year].some(Boolean)
  const day = dayOf(asOf)
  if (!isEmpty && day === undefined)
    errors.push({ field: 'asOf-day', text: 'Enter a real date, such as 20 11 2026' })
  if (day !== undefined && day > today)
    errors.push({ field: 'asOf-day', text: 'The date must be today or earlier' })
  if (wrongName !== undefined)
    errors.push({
      field: 'files',
      text: `Give each file a name of its own in plain letters: “${wrongName}” was left out`,
    })
  else if (names.length === 0) errors.push({ field: 'files', text: 'Choose the files to send' })
  else if (names.length > 1 && names.some(name => /\.zip$/i.test(name)))
    errors.push({ field: 'files', text: 'Send a zip by itself, without other files' })
  return errors
}

async function refuse(context: SignedInContext): Promise<Answer> {
  return { status: 403, page: roleMayNotPage(context.practitioner.roleName, await context.numbers()) }
}

export function uploadPage(rights: UploadRights, who: Who, csrfToken: string, form: Form = {}): PageParts {
  const title = 'Upload a delivery'
  const errors = form.errors ?? []
  const errorOf = (field: string) => errors.find(error => error.field === field)?.text
  // The token comes first, so that it is checked before a file is read; then the fields, then the files.
  const body = html`<h1 class="govuk-heading-l">${title}</h1>
<form method="post" action="/feeds/upload" enctype="multipart/form-data" novalidate>${csrfField(csrfToken)}
${partnerField(rights, who, form)}
${dateInput({
  name: 'asOf',
  label: 'On which day was this data true? (optional)',
  hint: 'Leave it empty if the file or its name says so. For example, 20 11 2026.',
  value: form.asOf,
  error: errorOf('asOf-day'),
})}
${fileUpload({
  name: 'files',
  label: 'Files, or one zip',
  hint: html`Choose all files of one feed together. A large file can take some minutes: leave the page open. See <a class="govuk-link" href="/feeds/what-to-send">what to send, with templates</a>.`,
  multiple: true,
  error: errorOf('files'),
})}
${button('Send and check')}
</form>
${insetText(html`<p class="govuk-body">What happens next: the files are checked, and fields that nobody needs are left out. You see what would change, and approve or withdraw it. Nobody sees any of it before.</p><p class="govuk-body">The files themselves are deleted at once. The same files sent twice change nothing.</p>`)}`
  return { title, section: SECTION, body, errors, backTo: { href: '/feeds', text: 'Back to feeds' } }
}

function partnerField(rights: UploadRights, who: Who, form: Form) {
  if (rights.of !== 'any')
    return html`<p class="govuk-body">These are files of <strong>${who.partnerName}</strong>.</p>`
  const choices = rights.senders.map(({ partnerId, name }) => ({ value: partnerId, text: name }))
  return select({
    name: 'partner',
    label: 'Whose files are these?',
    value: form.partner ?? '',
    choices: [{ value: '', text: 'As the files say themselves' }, ...choices],
  })
}
