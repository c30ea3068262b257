/** The registers as the public reads them: laws, agreements, purposes, and what can never be a purpose. */

import { showDay } from '../../kit/clock.ts'
import { type Html, html } from '../../kit/html.ts'
import type { LiveAgreement } from '../../registers/agreement-store.ts'
import { NEVER_PURPOSES } from '../../registers/never-purposes.ts'
import type { AgreementParties } from '../../registers/public-page-store.ts'
import { type GatewayEntry, PARTNER_KINDS } from '../../registers/register-schemas.ts'
import type { Purpose } from '../../registers/role-store.ts'
import { detailsAbout } from '../details-about.ts'
import { insetText, summaryList } from '../page-components.ts'

const GATEWAY_KINDS: Record<GatewayEntry['kind'], string> = {
  duty: 'A duty: must',
  power: 'A power: may',
  implied: 'Implied by a task',
  aim: 'An aim to keep in mind',
  bar: 'A bar: forbids',
}

const GROUPS: readonly { heading: string; fits: (gateway: GatewayEntry) => boolean }[] = [
  { heading: 'Laws that an agreement can rest on', fits: gateway => groupOf(gateway) === 'main' },
  { heading: 'Laws that only support another one', fits: gateway => groupOf(gateway) === 'supporting' },
  { heading: 'Laws that are not in force', fits: gateway => groupOf(gateway) === 'not in force' },
  { heading: 'Laws that forbid sharing', fits: gateway => groupOf(gateway) === 'bar' },
]

export function gatewaysPart(gateways: readonly GatewayEntry[]): Html {
  const unchecked = gateways.filter(gateway => !gateway.checked).length
  const note =
    unchecked === 0
      ? ''
      : insetText(
          `“To be verified” means that a named lawyer must still confirm the entry. Until then it opens nothing outside a demonstration. That is so for ${unchecked} of ${gateways.length}.`,
        )
  return html`<h2 class="govuk-heading-l" id="laws">The laws that sharing can rest on</h2>
<p class="govuk-body">We call each of these a legal gateway. None is enough by itself: sharing must also be necessary, fair and in confidence.</p>
${note}
${GROUPS.map(({ heading, fits }) => groupPart(heading, gateways.filter(fits)))}`
}

function groupOf({ kind, status, supportingOnly }: GatewayEntry) {
  if (kind === 'bar') return 'bar'
  if (status !== 'in force') return 'not in force'
  return supportingOnly ? 'supporting' : 'main'
}

function groupPart(heading: string, gateways: readonly GatewayEntry[]): Html {
  if (gateways.length === 0) return html``
  return html`<h3 class="govuk-heading-m">${heading} (${gateways.length})</h3>
<ul class="govuk-list govuk-list--spaced">${gateways.map(gatewayItem)}</ul>`
}

function gatewayItem(gateway: GatewayEntry): Html {
  const { statute, section, source, kind, says } = gateway
  const law = `${statute} ${section}`
  const text = html`<p class="govuk-body">${says}</p><p class="govuk-body"><a class="govuk-link" href="${source}">Read the law<span class="govuk-visually-hidden">: ${law}</span></a></p>`
  return html`<li><strong>${law}</strong><br>
${GATEWAY_KINDS[kind]} · ${stateOf(gateway)} · ${checkedWords(gateway)}
${detailsAbout('What it says', law, text)}</li>`
}

function stateOf({ status, inForceFrom, inForceTo }: GatewayEntry): string {
  if (status === 'enacted, not commenced') return 'Passed, but not in force yet'
  if (status === 'repealed') return `Repealed${inForceTo === null ? '' : ` on ${showDay(inForceTo)}`}`
  const since = inForceFrom === null ? '' : ` since ${showDay(inForceFrom)}`
  return `In force${since}${inForceTo === null ? '' : ` until ${showDay(inForceTo)}`}`
}

function checkedWords({ checked, checkedBy, checkedOn }: GatewayEntry): Html {
  if (!checked) return html`<strong>To be verified</strong>`
  const by = checkedBy === null ? ', by whom is not recorded' : ` by ${checkedBy}`
  return html`Checked${checkedOn === null ? '' : ` on ${showDay(checkedOn)}`}${by}`
}

export function agreementsPart(
  agreements: readonly LiveAgreement[],
  parties: readonly AgreementParties[],
): Html {
  const cards = agreements.map(agreement => {
    const who = parties.find(one => one.id === agreement.id && one.version === agreement.version)
    return summaryList(agreementRows(agreement, who), {
      card: `${agreement.title}, version ${agreement.version}`,
    })
  })
  return html`<h2 class="govuk-heading-l" id="agreements">The sharing agreements that stand today</h2>
<p class="govuk-body">Partners sign what they share. When an agreement ends or is revoked, sharing stops at the next page.</p>
${agreements.length === 0 ? insetText('No sharing agreement stands today, so nothing is shared.') : cards}`
}

function agreementRows(agreement: LiveAgreement, who: AgreementParties | undefined) {
  const { startsOn, endsOn, reviewOn, statute, section } = agreement
  const from = startsOn === null ? 'No first day' : showDay(startsOn)
  const to = endsOn === null ? 'no last day' : showDay(endsOn)
  const parties =
    who === undefined
      ? []
      : [
          { key: 'From', value: kinds(who.disclosers) },
          { key: 'To', value: kinds(who.recipients) },
          { key: 'What', value: who.categories.join(', ') },
          { key: 'Signed by', value: who.signatures === 1 ? '1 partner' : `${who.signatures} partners` },
        ]
  return [
    { key: 'Law', value: `${statute} ${section}` },
    ...parties,
    { key: 'Stands', value: `${from} to ${to}` },
    ...(reviewOn === null ? [] : [{ key: 'Review by', value: showDay(reviewOn) }]),
  ]
}

function kinds(ids: readonly string[]): string {
  const words: Record<string, string> = PARTNER_KINDS
  const names = ids.map(id => words[id] ?? id).toSorted()
  const text = names.join(', ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export function purposesPart(purposes: readonly Purpose[]): Html {
  return html`<h2 class="govuk-heading-l" id="purposes">What the service may be used for</h2>
<p class="govuk-body">A worker says why before anything is shown. A reason opens only what it needs.</p>
${summaryList(purposes.map(({ name, says }) => ({ key: name, value: says })))}
<h2 class="govuk-heading-l" id="never">What it can never be used for</h2>
<p class="govuk-body">No agreement can switch these on. They are written into the service itself.</p>
${summaryList(NEVER_PURPOSES.map(({ name, says }) => ({ key: name, value: says })))}`
}
