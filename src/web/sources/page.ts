/** Record sources: for every attribute what was chosen and why, what others say, and whom to tell if it is wrong. */

import type { FastifyRequest } from 'fastify'
import type { Receipt } from '../../access/receipt.ts'
import {
  discloseSources,
  type RecordLine,
  type SourcedField,
  type SourcesView,
  type ValueSource,
} from '../../access/record-sources.ts'
import { londonDay, showDay } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { type PageParts, telephone } from '../layout.ts'
import { details, insetText, stackedTable, summaryList } from '../page-components.ts'
import { becauseLines, identityBar, personNavigation } from '../person-frame.ts'
import { countOf, showValue } from '../person-words.ts'
import { answerAbout } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'

export function sourcesPage(
  { summary, fields, otherNames, records, toTell }: SourcesView,
  receipt: Receipt,
): PageParts {
  const body = html`${identityBar(summary)}
${personNavigation(summary.personId, 'sources')}
<h2 class="govuk-heading-l">Record sources</h2>
${insetText('Each value below is chosen among what the sources say. Nothing that a source says is overwritten.')}
${fields.map(fieldCard)}
${
  otherNames.length === 0
    ? ''
    : summaryList(
        otherNames.map(({ shown, sources }) => ({ key: shown, value: sourceList(sources) })),
        { card: 'Earlier and other names' },
      )
}
<h2 class="govuk-heading-m" id="tell">Something wrong? Tell the source</h2>
<p class="govuk-body">The organisation that sent the value puts it right. The next file brings the correction here.</p>
<ul class="govuk-list govuk-list--bullet">${toTell.map(({ partnerName, phone }) => html`<li><strong>${partnerName}:</strong> ${phone === undefined ? 'ask your usual contact' : telephone(phone)}</li>`)}</ul>
${details(`The ${countOf(records.length, 'record')} behind this page`, recordTable(records))}
${becauseLines(receipt)}`
  return { title: 'Record sources', section: 'Child', body }
}

function fieldCard({ label, shown, rule, sources, others }: SourcedField): Html {
  const disagree =
    others.length === 0
      ? html`No source says otherwise.`
      : html`<ul class="govuk-list">${others.map(other => html`<li><strong>${showValue(other.shown)}</strong>${sourceList(other.sources)}</li>`)}</ul>`
  return summaryList(
    [
      {
        key: 'Chosen',
        value: html`<strong>${showValue(shown)}</strong>`,
        actions: [{ href: '#tell', text: 'Something wrong? Tell the source', about: `about ${label}` }],
      },
      { key: 'Why', value: rule },
      { key: 'Who says so', value: sourceList(sources) },
      { key: 'Other values', value: disagree },
    ],
    { card: label },
  )
}

/** Each source once, with the newest day for which it vouched. */
function sourceList(sources: readonly ValueSource[]): Html {
  const once = [...Map.groupBy(sources, source => source.partnerName).values()].flatMap(
    ([first]) => first ?? [],
  )
  const line = ({ partnerName, asOf, from }: ValueSource) => {
    const since = from === undefined ? '' : `, from ${showDay(from)}`
    return html`<li>${partnerName}, in data of ${showDay(londonDay(asOf))}${since}</li>`
  }
  return html`<ul class="govuk-list">${once.map(line)}</ul>`
}

function recordTable(records: readonly RecordLine[]): Html {
  return stackedTable({
    caption: 'Records that were read',
    columns: ['Source', 'Kind of file', 'Data of', 'What was read', 'Record'],
    firstCellIsHeader: true,
    rows: records.map(({ partnerName, contract, asOf, categories, recordId }) => [
      partnerName,
      contract,
      showDay(londonDay(asOf)),
      categories.join(', '),
      html`<code class="hub-id">${recordId}</code>`,
    ]),
  })
}

export function showSources(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> =>
    await answerAbout(
      database,
      request,
      context,
      'sources',
      (who, purposeId, personId, reason) =>
        discloseSources(database, who, purposeId, personId, reason, context.clock),
      ({ view, receipt }) => ({ page: sourcesPage(view, receipt) }),
    )
}
