/** GET /cookies */

import type { FastifyRequest } from 'fastify'
import { html } from '../../kit/html.ts'
import { ABOUT } from '../help/page.ts'
import type { PageParts } from '../layout.ts'
import { summaryList } from '../page-components.ts'
import type { Answer, PublicContext } from '../route.ts'
import { IDLE_MINUTES, LONGEST_HOURS } from '../session.ts'

export async function showCookies(_request: FastifyRequest, _context: PublicContext): Promise<Answer> {
  return { page: cookiesPage() }
}

export function cookiesPage(): PageParts {
  const title = 'Cookies'
  const body = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">A cookie is a small note that a website leaves in your browser. This service leaves one, after you sign in.</p>
${summaryList([
  {
    key: 'Name',
    value: html`family-hub-session, with <span class="govuk-!-font-weight-bold">__Host-</span> before it on a secure address`,
  },
  { key: 'What for', value: 'So that you need not sign in for every page.' },
  { key: 'What it holds', value: 'Random letters. Nothing about you or any family.' },
  {
    key: 'How long',
    value: `Until you sign out or close the browser. It stops working after ${IDLE_MINUTES} minutes without a page, and after ${LONGEST_HOURS} hours.`,
  },
])}
<p class="govuk-body">The service cannot work without this cookie, so we do not ask whether we may use it.</p>
<p class="govuk-body">We do not count visitors, and there are no advertisements. No page loads anything from another website.</p>
<p class="govuk-body">The page on which you sign in may leave cookies of its own. It belongs to your organisation, or here to the demonstration.</p>`
  return { title, section: ABOUT, body }
}
