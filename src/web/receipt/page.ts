/** A receipt: why something was shown or not, in plain words, for the one to whom it was given. */

import type { FastifyRequest } from 'fastify'
import type { Receipt } from '../../access/receipt.ts'
import { findOwnReceipt } from '../../access/receipt-store.ts'
import { showInstant } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { listCategories } from '../../registers/role-store.ts'
import { notFoundPage } from '../boundary-pages.ts'
import { type EmergencyNumbers, numbersToRing, type PageParts } from '../layout.ts'
import { stackedTable, summaryList } from '../page-components.ts'
import type { Answer, SignedInContext } from '../route.ts'

/** `categoryNames` are the register’s words for the kinds of information, by id. */
export function receiptPage(
  receipt: Receipt,
  categoryNames: ReadonlyMap<string, string>,
  numbers: EmergencyNumbers,
): PageParts {
  const { receiptId, decidedAt, who, roleName, partnerName, purposeName, because, policyVersion } = receipt
  const body = html`<h1 class="govuk-heading-l">Receipt ${receiptId}</h1>
<p class="govuk-body">It says why something was shown or not. It holds no name of anyone in a family and nothing that was shown.</p>
${summaryList([
  { key: 'When', value: showInstant(decidedAt) },
  { key: 'Who asked', value: `${who}, ${roleName}, ${partnerName}` },
  { key: 'Why', value: purposeName ?? 'No reason had been chosen' },
  { key: 'Law and agreement', value: becauseList(because) },
  { key: 'Version of the rules', value: policyVersion },
])}
<h2 class="govuk-heading-m">What was shown</h2>
${shownList(receipt.fields, categoryNames)}
<h2 class="govuk-heading-m">What was not shown, and what you can do</h2>
${notShownTable(receipt)}
${conditionsList(receipt.conditions)}
<p class="govuk-body">You can always ask the service by telephone. What you may be told in law is a separate question from what this service can show.</p>
${numbersToRing(numbers)}`
  return { title: 'Receipt', section: 'Why you see this', body }
}

function becauseList(because: readonly string[]): Html {
  if (because.length === 0) return html`Nothing was let through.`
  return html`<ul class="govuk-list">${because.map(line => html`<li>${line}</li>`)}</ul>`
}

/** `identity.givenName` under its category’s own words, as `given name`. */
function shownList(fields: readonly string[], categoryNames: ReadonlyMap<string, string>): Html {
  if (fields.length === 0) return html`<p class="govuk-body">Nothing.</p>`
  const byCategory = Map.groupBy(fields, field => field.split('.')[0] ?? field)
  const line = ([category, names]: [string, string[]]) =>
    html`<li><strong>${categoryNames.get(category) ?? category}:</strong> ${names.map(fieldWords).join(', ')}</li>`
  return html`<ul class="govuk-list govuk-list--bullet">${[...byCategory].map(line)}</ul>`
}

/** What the police, as the owner of a notice, ask of whoever has seen it. */
function conditionsList(conditions: readonly string[]): Html {
  if (conditions.length === 0) return html``
  return html`<h2 class="govuk-heading-m">Conditions of the police on what was shown</h2>
<ul class="govuk-list govuk-list--bullet">${conditions.map(condition => html`<li>${condition}</li>`)}</ul>`
}

/** Names of fields that mean nothing to a reader by themselves. */
const FIELD_WORDS: Record<string, string> = {
  from: 'since when',
  to: 'until when',
  line: 'street and number',
  workerId: 'worker’s number',
  uprn: 'property number (UPRN)',
  upn: 'unique pupil number',
  uln: 'unique learner number',
  nhsNumber: 'NHS number',
  handling: 'conditions of the police',
  basis: 'why it may be told',
  harmTestRef: 'harm test',
}

function fieldWords(field: string): string {
  const name = field.slice(field.indexOf('.') + 1)
  return FIELD_WORDS[name] ?? name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
}

function notShownTable({ notShown, because }: Receipt): Html {
  if (notShown.length === 0) {
    const words =
      because.length === 0
        ? 'There was nothing that we could show. This says nothing about whether there is a record.'
        : 'Everything that was asked for was permitted.'
    return html`<p class="govuk-body">${words}</p>`
  }
  return stackedTable({
    caption: 'Not shown',
    columns: ['Kind of information', 'Why', 'What you can do'],
    firstCellIsHeader: true,
    rows: notShown.map(({ category, because: why, remedy }) => [category, why, remedy]),
  })
}

/** A receipt of another practitioner is answered like one that never was. */
export function showReceipt(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const { receipt: receiptId } = request.params as { receipt: string }
    const { practitionerId } = context.practitioner
    const receipt = await findOwnReceipt(database.reader, practitionerId, receiptId)
    const numbers = await context.numbers()
    if (receipt === undefined) return { status: 404, page: notFoundPage(numbers) }
    const categories = await listCategories(database.reader)
    const names = new Map(categories.map(({ category, name }) => [category, name]))
    return { page: receiptPage(receipt, names, numbers) }
  }
}
