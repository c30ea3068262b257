/**
 * GET /feeds/mend-a-file: what can be wrong with a file, how that mostly comes about, and what to do. It is made from the
 * checks, the rules that hold and the sentences that refuse, so it tells of every one of them and of no other.
 */

import type { FastifyRequest } from 'fastify'
import { FIELD_RULES, ROW_RULES } from '../../feeds/checks/all.ts'
import type { Rule } from '../../feeds/checks/check.ts'
import { HOLDING_RULES } from '../../feeds/holding/rules.ts'
import { REFUSALS } from '../../feeds/refusals.ts'
import { type Html, html } from '../../kit/html.ts'
import { SECTION } from '../feeds/words.ts'
import type { PageParts } from '../layout.ts'
import { stackedTable } from '../page-components.ts'
import type { Answer, SignedInContext } from '../route.ts'

export async function showMendAFile(_request: FastifyRequest, _context: SignedInContext): Promise<Answer> {
  return { page: mendPage() }
}

export const MEND_A_FILE = '/feeds/mend-a-file'

const TOLD: ReadonlySet<string> = new Set([...FIELD_RULES, ...ROW_RULES].map(({ rule }) => rule))

/** Where a rule is told of; `undefined` for one of an earlier version of the service. */
export function mendHref(rule: string): string | undefined {
  return TOLD.has(rule) ? `${MEND_A_FILE}#${rule}` : undefined
}

export function mendPage(): PageParts {
  const title = 'Mend a file'
  const body = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">For whoever sends an organisation’s files and is told that something in them is wrong.</p>
<ul class="govuk-list">
<li><a class="govuk-link" href="#refused">The delivery was refused</a></li>
<li><a class="govuk-link" href="#held">The delivery is held</a></li>
<li><a class="govuk-link" href="#fields">Fields were rejected</a></li>
<li><a class="govuk-link" href="#rows">Rows were rejected</a></li>
</ul>
<p class="govuk-body">Always mend it in your own system, and export again. A file that is changed by hand is right once, and wrong again next week. You can send the same file as often as you like: what has not changed changes nothing.</p>
<p class="govuk-body">Let the mended file say a later day or time than the one before it. Of two that are true of the same instant only one can count, and it may be the other. The page of the delivery tells you if it is.</p>
<h2 class="govuk-heading-m" id="refused">The delivery was refused</h2>
<p class="govuk-body">Nothing of it was taken, and what you sent before still stands. One sentence on its page says why. Mend that one thing and send the files again.</p>
${stackedTable({
  caption: 'What comes up most, with made-up names of files',
  captionClasses: 'govuk-table__caption--s',
  columns: ['What it says', 'What it mostly is'],
  rows: REFUSALS.map(({ says, mostly }) => [says, mostly]),
})}
<h2 class="govuk-heading-m" id="held">The delivery is held</h2>
<p class="govuk-body">Nothing is wrong with the file as a whole, but somebody should look at it before anyone sees it. Its page says what was noticed, in numbers.</p>
<p class="govuk-body">If that is as it should be, for example because a year group has left, tell the data steward, who releases it. If not, mend it and send it again; the steward returns the one that is held.</p>
${stackedTable({
  caption: 'What holds a delivery',
  captionClasses: 'govuk-table__caption--s',
  columns: ['What was noticed', 'What that means'],
  rows: HOLDING_RULES.map(({ title: noticed, says }) => [noticed, says]),
})}
<h2 class="govuk-heading-m" id="fields">Fields were rejected</h2>
<p class="govuk-body">Everything else was taken. The delivery’s page lists each row and column. Values are not shown, because they are about people: look them up in your file by their row. Row 1 is the row of column names; in an XML file row 3 is the third pupil or child.</p>
${told(FIELD_RULES)}
<h2 class="govuk-heading-m" id="rows">Rows were rejected</h2>
${told(ROW_RULES)}`
  return { title, section: SECTION, body, backTo: { href: '/feeds', text: 'Back to feeds' } }
}

/** Two rules of one name, such as too few and too many cells, stand one behind the other under it. */
function told(rules: readonly Rule[]): Html {
  return html`${rules.map(({ rule, says, mostly, remedy }, at) => {
    const isFirst = rules.findIndex(one => one.rule === rule) === at
    return html`<h3 class="govuk-heading-s"${isFirst ? html` id="${rule}"` : ''}>${says}</h3>
<p class="govuk-body">${remedy}</p>
<p class="govuk-body"><strong>Mostly:</strong> ${mostly}</p>`
  })}`
}
