/** The first page: what the service is, for whom, and the way in. Public, so it says nothing about anybody. */

import type { FastifyRequest } from 'fastify'
import { html } from '../../kit/html.ts'
import { button } from '../form-components.ts'
import { type EmergencyNumbers, numbersToRing, type PageParts, SERVICE_NAME } from '../layout.ts'
import { insetText } from '../page-components.ts'
import type { Answer, PublicContext } from '../route.ts'

export function startPage(numbers: EmergencyNumbers): PageParts {
  const body = html`<h1 class="govuk-heading-xl">${SERVICE_NAME}</h1>
<p class="govuk-body-l">Find out who is helping a child or a family in Lancashire, and how to reach them.</p>
<p class="govuk-body">Use this service if you work with children and families in Lancashire. It shows you:</p>
<ul class="govuk-list govuk-list--bullet">
<li>which services help each person of a family, and whom to ring</li>
<li>how fresh each service’s information is, and what it does not cover</li>
<li>why you may see it: the law, the sharing agreement and a receipt</li>
</ul>
${insetText('Case files stay where they are. This service shows who is involved and how to reach them.')}
${button('Sign in', { href: '/sign-in', start: true })}
<p class="govuk-body">Sign in as you do for your day’s work. Each page that you open is written down with your reason.</p>
<h2 class="govuk-heading-m">For families</h2>
<p class="govuk-body">Read <a class="govuk-link" href="/privacy">how we use your information</a> and <a class="govuk-link" href="/how-we-decide">how we decide what is shown</a>.</p>
${numbersToRing(numbers)}`
  return { title: 'Start', body }
}

export async function showStart(_request: FastifyRequest, context: PublicContext): Promise<Answer> {
  if (context.session !== undefined) return { redirectTo: '/home' }
  return { page: startPage(await context.numbers()) }
}
