/** One person’s overview: who is helping, how to ring them, and what each service says or does not say. */

import type { FastifyRequest } from 'fastify'
import { discloseChild } from '../../access/child-view.ts'
import type { PersonView } from '../../access/person-view.ts'
import type { Receipt } from '../../access/receipt.ts'
import { showDay } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import type { PageParts } from '../layout.ts'
import { insetText } from '../page-components.ts'
import { helperLine, panelCards, planWords } from '../panel-cards.ts'
import { alertList, becauseLines, identityBar, personNavigation } from '../person-frame.ts'
import { answerAbout } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'

/** What to do first stands first: alerts, the open case and its lead, then each service in turn. */
export function childPage(view: PersonView, receipt: Receipt): PageParts {
  const { summary, panels, alerts, placement } = view
  const placed =
    placement === undefined
      ? ''
      : insetText(
          html`Placed at ${placement.postcode}${placement.from === undefined ? '' : `, since ${showDay(placement.from)}`}. Shown to the care team only: do not pass it on.`,
        )
  const body = html`${identityBar(summary)}
${alertList(alerts)}
${openCase(view)}
${personNavigation(summary.personId, 'child')}
${placed}
<h2 class="govuk-heading-m">What each service says</h2>
${panelCards(panels)}
<p class="govuk-body">Something wrong? <a class="govuk-link" href="/child/${summary.personId}/sources">Tell the source</a>.</p>
${becauseLines(receipt)}`
  return { title: 'Overview', section: 'Child', body }
}

/** The plan and the lead professional, where a case is open: what a caller asks for first. */
function openCase({ helping, plans }: PersonView): Html {
  const lead = helping.find(one => one.lead)
  const current = plans.filter(plan => plan.current)
  if (lead === undefined && current.length === 0) return html``
  return html`<section class="hub-case" aria-labelledby="open-case">
<h2 class="govuk-heading-m" id="open-case">A case is open</h2>
${current.map(plan => html`<p class="govuk-body">${planWords(plan)}</p>`)}
${lead === undefined ? '' : html`<p class="govuk-body">Lead: ${helperLine(lead)}</p>`}
</section>`
}

export function showChild(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> =>
    await answerAbout(
      database,
      request,
      context,
      'child',
      (who, purposeId, personId, reason) =>
        discloseChild(database, who, purposeId, personId, reason, context.clock),
      ({ view, receipt }) => ({ page: childPage(view, receipt) }),
    )
}
