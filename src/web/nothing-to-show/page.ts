/**
 * The one answer where nothing may be shown. It is the same for a record that is kept apart, for one that the
 * practitioner may not open, and for none at all (rule 4 of the nine): only policy, never a person, changes its words.
 */

import type { Refusal } from '../../access/decide.ts'
import { html } from '../../kit/html.ts'
import { type EmergencyNumbers, numbersToRing, type PageParts } from '../layout.ts'

/** `refusal` is a reason that policy alone gives, whoever is asked about; `undefined` where there is none. */
export function nothingToShowPage(
  refusal: Pick<Refusal, 'says' | 'remedy'> | undefined,
  receiptId: string,
  numbers: EmergencyNumbers,
): PageParts {
  const reason =
    refusal === undefined
      ? ''
      : html`<h2 class="govuk-heading-m">Why</h2>
<p class="govuk-body">${refusal.says} ${refusal.remedy}</p>`
  const title = 'There is nothing that we can show you here'
  const body = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">This does not mean that nobody helps this child or family. It does not tell you whether there is a record.</p>
${reason}
<h2 class="govuk-heading-m">What you can do</h2>
<ul class="govuk-list govuk-list--bullet">
<li>Ring the service that you want to ask. You do not need this page in order to talk to each other.</li>
<li>If you are looking for another reason, <a class="govuk-link" href="/find">choose that reason and search again</a>.</li>
<li>If you work with this family, ask your manager whether your organisation’s own record names you.</li>
</ul>
<p class="govuk-body">If you ask about this answer, give this receipt: <strong class="hub-reference">${receiptId}</strong></p>
${numbersToRing(numbers)}`
  return { title, body }
}
