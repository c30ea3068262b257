/** GET /accessibility */

import type { FastifyRequest } from 'fastify'
import { html } from '../../kit/html.ts'
import { ABOUT } from '../help/page.ts'
import type { PageParts } from '../layout.ts'
import type { Answer, PublicContext } from '../route.ts'

export async function showAccessibility(_request: FastifyRequest, _context: PublicContext): Promise<Answer> {
  return { page: accessibilityPage() }
}

export function accessibilityPage(): PageParts {
  const title = 'Accessibility'
  const body = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">We want everybody who works with families to be able to use this service.</p>
<h2 class="govuk-heading-m">What you can do</h2>
<ul class="govuk-list govuk-list--bullet">
<li>Use every page with a keyboard alone.</li>
<li>Read every page on a telephone, or enlarged, in one column.</li>
<li>Change colours and contrast. No meaning rests on a colour alone.</li>
<li>Use every page without scripts. The service sends none.</li>
<li>Print a page for a meeting, without the menus.</li>
</ul>
<h2 class="govuk-heading-m">How we checked</h2>
<p class="govuk-body">We aim at the Web Content Accessibility Guidelines, version 2.2, level AA. That is the standard for public bodies.</p>
<p class="govuk-body">An automatic check (axe) runs over the pages, and people looked at them at the width of a telephone. Such a check finds only part of what can be wrong.</p>
<h2 class="govuk-heading-m">What is not done yet</h2>
<ul class="govuk-list govuk-list--bullet">
<li>Nobody who uses a screen reader, a magnifier or voice control every day has tested the service.</li>
<li>No independent audit has been made, so we do not claim to meet the standard.</li>
<li>A page ends after 15 minutes without use. You are not warned before.</li>
</ul>
<h2 class="govuk-heading-m">If something is in your way</h2>
<p class="govuk-body">Tell your organisation’s contact for this service, or ring the service that you wanted to ask. You can always ring instead.</p>`
  return { title, section: ABOUT, body }
}
