/** GET /how-we-decide: the rules, the laws and the agreements, printed from what the service itself runs on. */

import type { FastifyRequest } from 'fastify'
import type { Rule } from '../../access/rule.ts'
import { rules } from '../../access/rules.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { type LiveAgreement, listLiveAgreements } from '../../registers/agreement-store.ts'
import { listGateways } from '../../registers/gateway-store.ts'
import {
  type AgreementParties,
  listAgreementParties,
  listAllPurposes,
} from '../../registers/public-page-store.ts'
import type { GatewayEntry } from '../../registers/register-schemas.ts'
import type { Purpose } from '../../registers/role-store.ts'
import { detailsAbout } from '../details-about.ts'
import { ABOUT } from '../help/page.ts'
import type { PageParts } from '../layout.ts'
import type { Answer, PublicContext } from '../route.ts'
import { NINE_RULES } from './nine-rules.ts'
import { agreementsPart, gatewaysPart, purposesPart } from './registers.ts'

export type HowWeDecide = {
  rules: readonly Rule[]
  gateways: readonly GatewayEntry[]
  agreements: readonly LiveAgreement[]
  parties: readonly AgreementParties[]
  purposes: readonly Purpose[]
}

export function showHowWeDecide(database: Database) {
  return async (_request: FastifyRequest, _context: PublicContext): Promise<Answer> => {
    const { reader } = database
    const [gateways, agreements, parties, purposes] = await Promise.all([
      listGateways(reader),
      listLiveAgreements(reader),
      listAgreementParties(reader),
      listAllPurposes(reader),
    ])
    return { page: howWeDecidePage({ rules, gateways, agreements, parties, purposes }) }
  }
}

const CONTENTS = [
  ['nine', 'Nine rules that we never break'],
  ['rules', 'The rules that each answer is tested by'],
  ['laws', 'The laws that sharing can rest on'],
  ['agreements', 'The sharing agreements that stand today'],
  ['purposes', 'What the service may be used for'],
  ['never', 'What it can never be used for'],
] as const

export function howWeDecidePage(view: HowWeDecide): PageParts {
  const title = 'How we decide what to show'
  const contents = CONTENTS.map(
    ([id, text]) => html`<li><a class="govuk-link" href="#${id}">${text}</a></li>`,
  )
  const body = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">A worker asks about one child, for one reason. The service tests each kind of information by the rules below. It shows what a signed agreement allows and no rule refuses.</p>
<p class="govuk-body">This page is printed from the rules and registers that the service runs on. It is not legal advice.</p>
<nav aria-label="Contents"><h2 class="govuk-heading-s">On this page</h2><ol class="govuk-list govuk-list--number">${contents}</ol></nav>
${ninePart()}
${rulesPart(view.rules)}
${gatewaysPart(view.gateways)}
${agreementsPart(view.agreements, view.parties)}
${purposesPart(view.purposes)}`
  return { title, section: ABOUT, body }
}

function ninePart(): Html {
  const items = NINE_RULES.map(({ rule, says }) => html`<li><strong>${rule}.</strong> ${says}</li>`)
  return html`<h2 class="govuk-heading-l" id="nine">Nine rules that we never break</h2>
<ol class="govuk-list govuk-list--number govuk-list--spaced">${items}</ol>`
}

function rulesPart(rules: readonly Rule[]): Html {
  return html`<h2 class="govuk-heading-l" id="rules">The rules that each answer is tested by</h2>
<p class="govuk-body">A rule can only refuse. If a fact that it needs is missing, it refuses.</p>
${rules.map(rulePart)}`
}

function rulePart(rule: Rule): Html {
  const examples = rule.examples.map(
    ({ given, refuses }) => html`<li>${given}: <strong>${refuses ? 'refused' : 'not refused'}</strong></li>`,
  )
  return html`<h3 class="govuk-heading-s" id="rule-${rule.name}">${rule.says}</h3>
<p class="govuk-body">It keeps: ${rule.source}.</p>
<div class="govuk-!-margin-bottom-6">${detailsAbout('Examples', rule.says, html`<ul class="govuk-list govuk-list--bullet">${examples}</ul><p class="govuk-body">What a worker can do: ${rule.remedy}</p>`)}</div>`
}
