/** What a partner sends, feed by feed, as its contract reads it; with a file to begin from. */

import type { FastifyRequest } from 'fastify'
import { contractsToSend } from '../../access/what-to-send.ts'
import type { Contract } from '../../feeds/contract.ts'
import { type TemplateField, type TemplateTable, templateOf, templateTables } from '../../feeds/template.ts'
import { showDay } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { notFoundPage } from '../boundary-pages.ts'
import { count, SECTION } from '../feeds/words.ts'
import type { PageParts } from '../layout.ts'
import { insetText, stackedTable, summaryList } from '../page-components.ts'
import { askerOf } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'

/** GET /feeds/what-to-send */
export function showWhatToSend(database: Database) {
  return async (_request: FastifyRequest, context: SignedInContext): Promise<Answer> => ({
    page: listPage(await contractsToSend(database, askerOf(context))),
  })
}

/** GET /feeds/what-to-send/:contract/:version */
export function showContract(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const contract = await contractIn(database, request, context)
    if (contract === undefined) return { status: 404, page: notFoundPage(await context.numbers()) }
    return { page: contractPage(contract) }
  }
}

/** GET /feeds/what-to-send/:contract/:version/:part: the file to begin from. */
export function downloadTemplate(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const contract = await contractIn(database, request, context)
    const { part = '' } = request.params as { part?: string }
    const template = contract && (await templateOf(contract, part))
    if (template === undefined) return { status: 404, page: notFoundPage(await context.numbers()) }
    const { text, type, fileName } = template
    return { body: text, type: `${type}; charset=utf-8`, fileName }
  }
}

async function contractIn(
  database: Database,
  request: FastifyRequest,
  context: SignedInContext,
): Promise<Contract | undefined> {
  const { contract = '', version = '' } = request.params as { contract?: string; version?: string }
  const all = await contractsToSend(database, askerOf(context))
  return all.find(one => one.id === `${contract}/${version}`)
}

export function listPage(contracts: readonly Contract[]): PageParts {
  const title = 'What to send'
  const items = contracts.map(
    ({ id, name, coverage }) =>
      html`<li><a class="govuk-link" href="/feeds/what-to-send/${id}">${name}</a><br><span class="govuk-body-s">${coverage.who}</span></li>`,
  )
  const none = insetText(
    'Your organisation has not signed to share anything that is sent as a file. Ask your information-governance officer.',
  )
  const body = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">Each kind of file has a page that says what it holds, and a template to begin from.</p>
${contracts.length === 0 ? none : html`<ul class="govuk-list govuk-list--spaced">${items}</ul>`}`
  return { title, section: SECTION, body, backTo: { href: '/feeds', text: 'Back to feeds' } }
}

export function contractPage(contract: Contract): PageParts {
  const title = contract.name
  const tables = templateTables(contract)
  const body = html`<h1 class="govuk-heading-l"><span class="govuk-caption-l">What to send</span>${title}</h1>
${facts(contract)}
<p class="govuk-body">Columns and elements that are not named here are not taken. They are counted, so that you can leave them out.</p>
${'document' in contract ? documentPart(contract) : tables.map(table => tablePart(contract, table))}`
  return {
    title,
    section: SECTION,
    body,
    backTo: { href: '/feeds/what-to-send', text: 'Back to what to send' },
  }
}

function facts({ coverage, encoding, key, mode, asOf }: Contract): Html {
  const whole = 'The whole list each time. What is left out has ended.'
  const changes = 'What has changed, or the whole list. What is left out stands.'
  return summaryList([
    {
      key: 'Covers',
      value: `${coverage.who}, ages ${coverage.ages[0]} to ${coverage.ages[1]}, ${coverage.area}, since ${showDay(coverage.since)}`,
    },
    { key: 'Send', value: mode === 'snapshot' ? whole : changes },
    {
      key: 'How often',
      value: `At least every ${coverage.staleAfterDays} days: then its data counts as out of date`,
    },
    { key: 'Written as', value: encoding },
    { key: 'Known again by', value: key },
    { key: 'Of which day', value: asOf },
  ])
}

function documentPart(contract: Contract & { document: unknown }): Html {
  return html`<h2 class="govuk-heading-m">The file</h2>
<p class="govuk-body"><a class="govuk-link" href="/feeds/what-to-send/${contract.id}/document">Download a made-up file to begin from (XML)</a></p>`
}

function tablePart(contract: Contract, { scope, required, fields }: TemplateTable): Html {
  return html`<h2 class="govuk-heading-m">${scope}.csv</h2>
<p class="govuk-body">${required ? 'Needed in every delivery. ' : ''}<a class="govuk-link" href="/feeds/what-to-send/${contract.id}/${scope}">Download the template<span class="govuk-visually-hidden"> of ${scope}.csv</span> (CSV with a made-up row)</a></p>
${stackedTable({
  caption: `${count(fields.length)} ${fields.length === 1 ? 'column' : 'columns'} of ${scope}.csv, in any order`,
  captionClasses: 'govuk-table__caption--s',
  columns: ['Column', 'Needed', 'What it must be like'],
  rows: fields.map(field => [field.name, NEEDS[field.needs], field.says.join(' ') || 'Text as you have it.']),
  firstCellIsHeader: true,
})}`
}

const NEEDS: Record<TemplateField['needs'], string> = {
  filled: 'Filled in every row',
  present: 'The column must be there',
  nothing: 'May be left out',
}
