/** What can be done with a delivery that is held: by its sender, or by a data steward. */

import type { DeliveryView } from '../../access/feeds-view.ts'
import { type Html, html } from '../../kit/html.ts'
import { count, rows } from '../feeds/words.ts'
import { button, textarea } from '../form-components.ts'
import { csrfField } from '../layout.ts'
import { insetText, warningText } from '../page-components.ts'

export type Typed = { error?: string | undefined; reason?: string | undefined }

export function decisionSection(view: DeliveryView, csrfToken: string, typed: Typed): Html {
  const { delivery, mayApprove, mayRelease, mayReturn } = view
  if (delivery.state !== 'held') return html``
  if (delivery.awaits === 'sender') return mayApprove ? approvalForm(view, csrfToken, typed) : html``
  return mayRelease || mayReturn ? stewardForm(view, csrfToken, typed) : html``
}

/** Why the rules hold it, each in a sentence of its own; and what it was compared with. */
export function reasonsList({ delivery: { holding, awaits } }: DeliveryView): Html {
  if (holding === null) return html``
  const compared =
    holding.compared === 0
      ? 'This is the first delivery of its kind here, so there is nothing to compare it with.'
      : `It was compared with ${holding.compared === 1 ? 'the delivery' : `the ${count(holding.compared)} deliveries`} before it.`
  if (holding.reasons.length === 0) {
    return html`<p class="govuk-body">Nothing about it is unusual. ${compared}</p>`
  }
  const items = holding.reasons.map(({ says }) => html`<li>${says}</li>`)
  const then =
    awaits === 'sender' ? 'If you approve it, a data steward looks at it before anyone sees it.' : ''
  return html`<p class="govuk-body">${compared} ${then}</p>
<ul class="govuk-list govuk-list--bullet">${items}</ul>`
}

function approvalForm(view: DeliveryView, csrfToken: string, { error }: Typed): Html {
  const { delivery } = view
  const unusual = (delivery.holding?.reasons.length ?? 0) > 0
  const lost =
    delivery.rowsRejected > 0
      ? html`<p class="govuk-body">${rows(delivery.rowsRejected)} would be left out. You can mend the file and send it again instead: withdraw this one first.</p>`
      : ''
  return html`<h2 class="govuk-heading-m" id="decide">Is this as it should be?</h2>
${error ? warningText(error) : ''}
${lost}
<form method="post" action="/feeds/${delivery.deliveryId}" novalidate>${csrfField(csrfToken)}
<div class="govuk-button-group">
${button(unusual ? 'Approve, and send to a data steward' : 'Approve and publish', { name: 'decision', value: 'approve' })}
${button('Withdraw', { name: 'decision', value: 'withdraw', kind: 'secondary' })}
</div></form>
${insetText('Until you approve it nobody else sees any of it. It waits for you, also over a restart of the service.')}`
}

function stewardForm(
  { delivery, mayRelease, mayReturn }: DeliveryView,
  csrfToken: string,
  said: Typed,
): Html {
  const release = mayRelease ? button('Release it', { name: 'decision', value: 'release' }) : ''
  const giveBack = mayReturn
    ? button('Return it to the partner', { name: 'decision', value: 'return', kind: 'secondary' })
    : ''
  return html`<h2 class="govuk-heading-m" id="decide">Release or return</h2>
<p class="govuk-body">Ask the partner whether the delivery is meant to be like this. The partner can read your reason.</p>
<form method="post" action="/feeds/${delivery.deliveryId}" novalidate>${csrfField(csrfToken)}
${textarea({ name: 'reason', label: 'Why?', hint: 'Write no names and nothing about a family.', rows: 3, value: said.reason, error: said.error })}
<div class="govuk-button-group">${release}${giveBack}</div>
</form>`
}
