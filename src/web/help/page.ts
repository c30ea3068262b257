/** GET /help: whom to ring at this hour, and what the service’s answers mean. */

import type { FastifyRequest } from 'fastify'
import { html } from '../../kit/html.ts'
import { type EmergencyNumbers, numbersToRing, type PageParts } from '../layout.ts'
import { summaryList } from '../page-components.ts'
import type { Answer, PublicContext } from '../route.ts'

export const ABOUT = 'About this service'

export async function showHelp(_request: FastifyRequest, context: PublicContext): Promise<Answer> {
  return { page: helpPage(await context.numbers()) }
}

/** The seven states that every panel about a child knows, in the order in which they are settled. */
const STATES = [
  [
    'Not permitted',
    'The rules do not let your role see this kind of information in any family. It is the same whether or not there is a record.',
  ],
  ['Not asked', 'The reason that you chose does not need this service.'],
  ['Not covered', 'This service does not work with children of this age.'],
  ['Stale or unavailable', 'The last file is too old, or there is none. Ring the service.'],
  ['Involved', 'The service works with this child. You see who, and how to reach them.'],
  ['Possible record, not confirmed', 'A record may be about this child. Ring the service and ask.'],
  [
    'No record matched',
    'Nothing matched in the data up to the day shown. It does not mean that nobody helps.',
  ],
] as const

export function helpPage(numbers: EmergencyNumbers): PageParts {
  const title = 'Help and telephone numbers'
  const body = html`<h1 class="govuk-heading-l">${title}</h1>
${numbersToRing(numbers)}
<h2 class="govuk-heading-m govuk-!-margin-top-7">Your search found nobody</h2>
<p class="govuk-body">That never means that a child is not known to anybody. Try these:</p>
<ul class="govuk-list govuk-list--bullet">
<li>Leave out what you are not sure of. A family name and a date of birth are enough.</li>
<li>Try a former name, another spelling, or the postcode of an earlier home.</li>
<li>Some records are kept apart for safety. If you are worried, ring the ${numbers.desk.label}.</li>
<li>Ring the school, the health visitor or children’s services, and ask.</li>
</ul>
<h2 class="govuk-heading-m">What the answers on a child’s page mean</h2>
${summaryList(STATES.map(([key, value]) => ({ key, value })))}
<h2 class="govuk-heading-m">Whom to ask</h2>
<ul class="govuk-list govuk-list--bullet">
<li>Something in a record is wrong: ring the service that sent it. Its name stands beside each fact.</li>
<li>You cannot sign in, or your role is wrong: ask your organisation’s contact for this service.</li>
<li>Something that you need is not shown: read the reason on the page, then ring the service that holds it.</li>
<li>You think that somebody looked without a reason: tell your information-governance officer.</li>
</ul>
<h2 class="govuk-heading-m">May I tell somebody what I know?</h2>
<p class="govuk-body">This service decides what it shows by itself. It does not decide what you may say.</p>
<p class="govuk-body">If a child may be at risk of serious harm, tell somebody who can act. You do not need a sharing agreement or this service to do that.</p>
<p class="govuk-body"><a class="govuk-link" href="/how-we-decide">How the service decides what to show</a></p>`
  return { title, section: ABOUT, body }
}
