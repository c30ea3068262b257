/** Addresses that the service holds back by itself, and the word of a person that one of them is safe to show. */

import type { FastifyRequest } from 'fastify'
import { clearHold, type HeldPerson, heldPersons } from '../../access/clear-hold.ts'
import { showDay } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { roleMayNotPage } from '../boundary-pages.ts'
import { count } from '../feeds/words.ts'
import { button, textarea } from '../form-components.ts'
import { csrfField, type PageParts } from '../layout.ts'
import { insetText, notificationBanner, type PageError, summaryList } from '../page-components.ts'
import { askerOf, sentText } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'

type Said = { done?: boolean; wrong?: { personId: string; text: string } | undefined }

const CAUSES: Record<string, string> = {
  'domestic abuse': 'A police notice of domestic abuse',
  'household split': 'Somebody left a home in which others stayed',
  care: 'The child came into care',
}

/** GET /holds */
export function showHolds(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> =>
    await answer(database, context, { done: (request.query as { done?: string }).done === '1' })
}

/** POST /holds/:person: somebody has found the address safe to show; how goes into the audit log. */
export function clearHeldAddress(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const { person = '' } = request.params as { person?: string }
    const personId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(person) ? person : NOBODY
    const acted = await clearHold(database, askerOf(context), personId, sentText(request, 'how'))
    if (acted.outcome === 'changed') return { redirectTo: '/holds?done=1' }
    if (acted.because === 'not your role') return await refuse(context)
    return await answer(database, context, {
      wrong: { personId, text: 'Write how you know that it is safe' },
    })
  }
}

const NOBODY = '00000000-0000-4000-8000-000000000000'

async function answer(database: Database, context: SignedInContext, said: Said): Promise<Answer> {
  const held = await heldPersons(database, askerOf(context))
  if (held.outcome === 'refused') return await refuse(context)
  return { status: said.wrong ? 422 : 200, page: holdsPage(held, context.csrfToken, said) }
}

async function refuse(context: SignedInContext): Promise<Answer> {
  return { status: 403, page: roleMayNotPage(context.practitioner.roleName, await context.numbers()) }
}

type Held = { people: readonly HeldPerson[]; mayOpen: boolean }

export function holdsPage({ people, mayOpen }: Held, csrfToken: string, said: Said = {}): PageParts {
  const title = 'Held addresses'
  const { wrong } = said
  const errors: PageError[] = wrong ? [{ field: fieldOf(wrong.personId), text: wrong.text }] : []
  const body = html`${said.done ? notificationBanner('The address is shown again.', { success: true }) : ''}
<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">Each of these people has an address that is new since their family was in danger. Nobody sees it but social workers and the protected-records desk.</p>
${insetText('Ring somebody who knows the family, on a number that you had before. Ask whether the person from whom they are kept safe knows the new address, or may know it. If you are not sure, leave it held.')}
${people.length === 0 ? html`<p class="govuk-body">No address is held.</p>` : people.map((one, at) => personCard(one, at, csrfToken, { mayOpen, wrong }))}
<p class="govuk-body">Looking at this page is recorded.</p>`
  return { title, section: 'Protected records', body, errors }
}

function fieldOf(personId: string): string {
  return `how-${personId}`
}

function personCard(
  { personId, cause, since }: HeldPerson,
  at: number,
  csrfToken: string,
  { mayOpen, wrong }: { mayOpen: boolean; wrong: Said['wrong'] },
): Html {
  const name = `Address ${count(at + 1)}`
  const error = wrong?.personId === personId ? wrong.text : undefined
  return html`<section class="hub-card" aria-labelledby="hold-${personId}">
<div class="hub-card__head"><h2 class="govuk-heading-m hub-card__title" id="hold-${personId}">${name}</h2></div>
<div class="hub-card__body">
${summaryList(
  [
    { key: 'Why it is held', value: CAUSES[cause] ?? 'It is new, and is being looked at' },
    { key: 'Since', value: showDay(since) },
    {
      key: 'Record',
      value: mayOpen
        ? html`<a class="govuk-link" href="/child/${personId}">Open the record<span class="govuk-visually-hidden"> of ${name}</span></a>`
        : 'Ask the protected-records desk, which may open it',
    },
  ],
  { classes: 'govuk-summary-list--no-border' },
)}
<form method="post" action="/holds/${personId}" novalidate>${csrfField(csrfToken)}
${textarea({
  name: 'how',
  id: fieldOf(personId),
  label: 'How do you know that it is safe to show?',
  hint: 'Write no address and no new name.',
  rows: 2,
  error,
})}
${button(html`Show it again<span class="govuk-visually-hidden">: ${name}</span>`)}
</form>
</div>
</section>`
}
