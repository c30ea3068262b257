/** Something folded away that stands on a page many times, told apart for those who hear it. */

import { type Html, html } from '../kit/html.ts'

/** `about` is heard and not seen: it says of which row or heading this is the detail. */
export function detailsAbout(summary: string, about: string, content: Html): Html {
  return html`<details class="govuk-details govuk-!-margin-bottom-0"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${summary}<span class="govuk-visually-hidden">: ${about}</span></span></summary>
<div class="govuk-details__text">${content}</div></details>`
}
