/** One threshold, changed with a reason. */

import type { RuleLine, ThresholdsView } from '../../access/feed-thresholds.ts'
import { type Html, html } from '../../kit/html.ts'
import { feedPath, SECTION } from '../feeds/words.ts'
import { button, input, radios, textarea } from '../form-components.ts'
import { csrfField, type PageParts } from '../layout.ts'
import { amount } from './words.ts'

export type Settable = RuleLine & {
  threshold: NonNullable<RuleLine['threshold']>
  standing: NonNullable<RuleLine['standing']>
}

export type ThresholdForm = {
  how: 'number' | 'back'
  value: string
  where: 'feed' | 'kind'
  reason: string
  error?: { field: string; text: string } | undefined
}

export const EMPTY: ThresholdForm = { how: 'number', value: '', where: 'feed', reason: '' }

export function thresholdPage(
  view: ThresholdsView,
  rule: Settable,
  form: ThresholdForm,
  csrfToken: string,
): PageParts {
  const { name, title: ruleTitle, says, threshold, standing } = rule
  const title = `Change: ${ruleTitle.charAt(0).toLowerCase()}${ruleTitle.slice(1)}`
  const here = `${feedPath(view)}/holding`
  const errorOf = (field: string) => (form.error?.field === field ? form.error.text : undefined)
  const now = amount(standing.value, threshold.unit)
  const body = html`<h1 class="govuk-heading-l"><span class="govuk-caption-l">${view.partnerName}: ${view.feedName}</span>${title}</h1>
<p class="govuk-body">${says}</p>
<p class="govuk-body">${threshold.says}. It is ${now} now.</p>
<form method="post" action="${here}/${name}" novalidate>${csrfField(csrfToken)}
${howField(rule, form, errorOf('value'))}
${radios({
  name: 'where',
  label: 'For which feeds?',
  value: form.where,
  choices: [
    { value: 'feed', text: `Only this feed of ${view.partnerName}` },
    { value: 'kind', text: `Every feed of this kind that has no number of its own: ${view.feedName}` },
  ],
})}
${textarea({ name: 'reason', label: 'Why?', hint: 'The partner can read it. Write no names and nothing about a family.', rows: 3, value: form.reason, error: errorOf('reason') })}
${button('Change')}
</form>`
  const errors = form.error ? [form.error] : []
  return { title, section: SECTION, body, errors, backTo: { href: here, text: 'Back to the rules' } }
}

function howField({ threshold, standing }: Settable, form: ThresholdForm, error: string | undefined): Html {
  return radios({
    name: 'how',
    label: 'What should stand?',
    value: form.how,
    choices: [
      {
        value: 'number',
        text: 'A number of its own',
        detail: input({
          name: 'value',
          label: `From ${threshold.least} to ${threshold.most.toLocaleString('en-GB')} (${amount(2, threshold.unit).slice(2)})`,
          value: form.value === '' ? String(standing.value) : form.value,
          error,
          inputmode: 'numeric',
          classes: 'govuk-input--width-5',
        }),
      },
      {
        value: 'back',
        text: 'Nothing of its own: go back to what stood before',
      },
    ],
  })
}
