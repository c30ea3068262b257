/** Why are you looking: asked where a page about a person is opened before a reason was chosen. */

import type { FastifyRequest } from 'fastify'
import type { Database } from '../../kit/database.ts'
import { html } from '../../kit/html.ts'
import { listPurposesFor, type Purpose } from '../../registers/role-store.ts'
import { button, radios } from '../form-components.ts'
import { csrfField, type EmergencyNumbers, numbersToRing, type PageParts } from '../layout.ts'
import type { Answer, SignedInContext } from '../route.ts'
import { rememberPurpose } from '../session-store.ts'

export type WhyView = {
  purposes: readonly Purpose[]
  /** The page to go on to. */
  next: string
  csrfToken: string
  error?: string | undefined
}

const ASK = 'Why are you looking?'

/** One question, remembered for the task. */
export function whyPage({ purposes, next, csrfToken, error }: WhyView, numbers: EmergencyNumbers): PageParts {
  const choices = purposes.map(({ purpose, name, says }) => ({ value: purpose, text: name, hint: says }))
  const form = html`<form method="post" action="/why" novalidate>
${csrfField(csrfToken)}
<input type="hidden" name="next" value="${next}">
${radios({ name: 'purpose', label: ASK, isPageHeading: true, hint: 'It is written on the receipt with what you see.', choices, error })}
${button('Continue')}
</form>`
  const none = html`<h1 class="govuk-heading-l">Your role does not look at families</h1>
<p class="govuk-body"><a class="govuk-link" href="/home">Go to home</a> to see what your role can do.</p>`
  const body = html`${purposes.length === 0 ? none : form}${numbersToRing(numbers)}`
  const errors = error === undefined ? [] : [{ field: 'purpose', text: error }]
  return {
    title: purposes.length === 0 ? 'Your role does not look at families' : ASK,
    section: 'Find',
    body,
    errors,
  }
}

const PAGE_ABOUT_A_PERSON = /^\/(?:family|child)\/[\da-f-]{36}(?:\/(?:people|sources))?$/

/** Remembers the reason and goes on to the page that wanted it, never to anywhere else. */
export function chooseWhy(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const { purpose, next } = (request.body ?? {}) as { purpose?: unknown; next?: unknown }
    const purposes = await listPurposesFor(database.reader, context.practitioner.role)
    const chosen = purposes.find(one => one.purpose === purpose)
    const wanted = typeof next === 'string' && PAGE_ABOUT_A_PERSON.test(next) ? next : '/home'
    if (chosen === undefined) {
      const { csrfToken } = context
      const view = { purposes, next: wanted, csrfToken, error: 'Choose why you are looking' }
      return { status: 400, page: whyPage(view, await context.numbers()) }
    }
    await rememberPurpose(database.reader, context.session.sessionHash, chosen.purpose)
    return { redirectTo: wanted }
  }
}
