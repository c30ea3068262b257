/** GET /privacy: what is held, why, who sees it, what families can do. Only what is so today. */

import type { FastifyRequest } from 'fastify'
import { html } from '../../kit/html.ts'
import { ABOUT } from '../help/page.ts'
import type { PageParts } from '../layout.ts'
import type { Answer, PublicContext } from '../route.ts'

export async function showPrivacy(_request: FastifyRequest, _context: PublicContext): Promise<Answer> {
  return { page: privacyPage() }
}

export function privacyPage(): PageParts {
  const title = 'Privacy: what happens with information about your family'
  const body = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">Schools, health visitors and council teams each keep their own records. This service shows one worker that another is helping too, and how to reach them.</p>
<h2 class="govuk-heading-m">What we hold</h2>
<ul class="govuk-list govuk-list--bullet">
<li>Names, dates of birth, addresses and official numbers, as each service has sent them.</li>
<li>Who in the family belongs together.</li>
<li>Which services help, who the worker is, and since when.</li>
<li>Plans and alerts, as a headline with dates.</li>
</ul>
<p class="govuk-body">Case notes stay where they were written. What no worker needs is dropped before it is stored.</p>
<h2 class="govuk-heading-m">Why, and by what right</h2>
<p class="govuk-body">So that help comes early and you need not tell your story again and again.</p>
<p class="govuk-body">The law gives public services the task to work together for children. Services have signed what they share with each other, under which law, and until when. <a class="govuk-link" href="/how-we-decide">All of these are listed</a>.</p>
<p class="govuk-body">We do not ask for your consent, because this rests on the law. Whether you want early help is still for you to say.</p>
<h2 class="govuk-heading-m">Who sees it</h2>
<ul class="govuk-list govuk-list--bullet">
<li>Workers who sign in, say why they are looking, and are allowed to see it.</li>
<li>Each sees only what that work needs. The rules decide anew every time.</li>
<li>Every look is written down: who, when, why, and what was shown.</li>
<li>Some addresses and records are kept apart for safety.</li>
</ul>
<p class="govuk-body">It is never used for immigration checks, debts, benefit sanctions, school places or selling. No computer gives you or your child a score.</p>
<h2 class="govuk-heading-m">How long</h2>
<p class="govuk-body">Pages show what each service last sent. When a service leaves something out of its next full list, pages stop showing it.</p>
<p class="govuk-body">What was sent before stays stored, so that a mistake can be traced. Deleting by a timetable is not built yet.</p>
<h2 class="govuk-heading-m">What you can do</h2>
<p class="govuk-body">By law you may ask to see what is held about you, have it put right, or object. You cannot do this on these pages yet.</p>
<p class="govuk-body">Ask any worker who helps you, or the service that holds the record. By law they have one month to answer.</p>
<p class="govuk-body">If you are not content with the answer, you can complain to the Information Commissioner, at ico.org.uk.</p>`
  return { title, section: ABOUT, body }
}
