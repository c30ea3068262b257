/** The family: who they are, who helps whom, how to reach them, and where two services might speak to each other. */

import type { FastifyRequest } from 'fastify'
import { discloseFamily, type FamilyLine, type FamilyView } from '../../access/family-view.ts'
import type { PersonHelping } from '../../access/involvements.ts'
import type { Receipt } from '../../access/receipt.ts'
import { ON_ROLL_CATEGORIES } from '../../feeds/sections.ts'
import { londonDay, showDay } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { type PageParts, telephone } from '../layout.ts'
import { copyBlock, inviteLines } from '../meeting.ts'
import { details, stackedTable, type Words } from '../page-components.ts'
import { helperLine, helperName, panelItem, planWords, ringWords, withNumbers } from '../panel-cards.ts'
import { lastContact } from '../people/page.ts'
import { alertList, becauseLines, personNavigation } from '../person-frame.ts'
import { personPath } from '../person-path.ts'
import { addressWords, ageWords } from '../person-words.ts'
import { answerAbout } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'

/** Whoever may not be shown is not here at all: no line, no gap, no count. */
export function familyPage(view: FamilyView, receipt: Receipt): PageParts {
  const { child, members } = view
  const lines = [child, ...members]
  const body = html`<div class="hub-identity">
<h1 class="govuk-heading-l">Family of ${child.summary.name}</h1>
<p class="govuk-body">${addressWords(child.summary)}</p>
</div>
${alertList(lines.flatMap(line => line.alerts))}
${openCases(lines)}
${personNavigation(child.summary.personId, 'family')}
${helpTable(lines)}
${sentences('Overlaps', view.overlaps)}
${sentences('Gaps', view.gaps)}
${whatServicesSay(lines)}
${listToRing(lines)}
${becauseLines(receipt)}`
  return { title: 'Family', section: 'Child', body }
}

/** The one thing to know before anything else: somebody already leads, and here is the number. Each lead once. */
function openCases(lines: readonly FamilyLine[]): Html {
  const cases = lines.flatMap(({ helping, plans, summary }) => {
    const lead = helping.find(one => one.lead)
    const current = plans.filter(plan => plan.current)
    return lead === undefined && current.length === 0 ? [] : [{ name: summary.name, lead, plans: current }]
  })
  if (cases.length === 0) return html``
  const byLead = Map.groupBy(cases, ({ name, lead }) => lead?.workerName ?? name)
  return html`<section class="hub-case" aria-labelledby="open-case">
<h2 class="govuk-heading-m" id="open-case">A case is open</h2>
<ul class="govuk-list">${[...byLead.values()].map(caseOf)}</ul>
</section>`
}

type OpenCase = { name: string; lead: PersonHelping | undefined; plans: FamilyLine['plans'] }

function caseOf(cases: readonly OpenCase[]): Html {
  const lead = cases.find(one => one.lead !== undefined)?.lead
  const child = ({ name, plans }: OpenCase) =>
    plans.length === 0
      ? html`<p class="govuk-body"><strong>${name}</strong></p>`
      : plans.map(plan => html`<p class="govuk-body"><strong>${name}:</strong> ${planWords(plan)}</p>`)
  return html`<li>${cases.map(child)}
${lead === undefined ? '' : html`<p class="govuk-body">${helperLine(lead)}</p>`}</li>`
}

function helpTable(lines: readonly FamilyLine[]): Html {
  return stackedTable({
    caption: 'Who helps whom',
    columns: ['Who', 'Helped by', 'How to reach', 'Last contact'],
    firstCellIsHeader: true,
    classes: 'hub-family',
    rows: lines.flatMap(rowsOf),
  })
}

const NOTHING = 'None to show'

/** One row a helper, so that a name and a number always stand side by side. */
function rowsOf(line: FamilyLine): Words[][] {
  const helpers = line.helping.filter(one => one.current).map(helperCells)
  // One record in doubt can stand behind several services of a partner: whom to ring is said once.
  const possible = line.panels.filter(panel => panel.state === 'possible record, not confirmed')
  const doubts = [...Map.groupBy(possible, panel => panel.says)].map(([says, panels]): Words[] => [
    `Possible record with ${panels.map(({ name }) => name.toLowerCase()).join(' or ')}, not confirmed`,
    withNumbers(says),
    NOTHING,
  ])
  const found = [...helpers, ...doubts]
  const rows =
    found.length === 0 ? [[nobodyFound(line), 'See what each service says, below', NOTHING]] : found
  return rows.map((cells, i) => [
    i === 0 ? whoCell(line) : html`<span class="hub-family__again">${line.summary.name}</span>`,
    ...cells,
  ])
}

function helperCells(one: PersonHelping): Words[] {
  const lead = one.lead ? ' (lead)' : ''
  const where = one.organisation === helperName(one) ? '' : html`<br>${one.organisation}`
  return [html`${helperName(one)}${lead}${where}`, ringWords(one), contactWords(one)]
}

/** A school or nursery sees its children daily, and its file has no date of contact. */
function contactWords(one: PersonHelping): Words {
  return ON_ROLL_CATEGORIES.includes(one.category) && one.lastContact === undefined
    ? `On roll on ${showDay(londonDay(one.asOf))}`
    : lastContact(one)
}

function nobodyFound({ panels }: FamilyLine): string {
  const days = panels
    .filter(panel => panel.state === 'no record matched')
    .flatMap(panel => panel.updated ?? [])
  const [oldest] = days.toSorted()
  return oldest === undefined ? 'Nobody that we may show' : `No record matched in data to ${showDay(oldest)}`
}

function whoCell({ summary, isTheChild, ties }: FamilyLine): Html {
  const { personId, name, phone } = summary
  const tie = isTheChild
    ? ''
    : ties
        .map(({ says, responsibility }) => (responsibility ? `${says} (parental responsibility)` : says))
        .join('; ')
  const reach = phone === undefined ? '' : html`<br>${telephone(phone)}`
  return html`<a class="govuk-link" href="${personPath('child', personId)}">${name}</a><br><span class="hub-family__else">${ageWords(summary)}${tie === '' ? '' : html`<br>${tie}`}${reach}</span>`
}

function sentences(heading: string, lines: readonly string[]): Html {
  if (lines.length === 0) return html``
  return html`<h2 class="govuk-heading-m">${heading}</h2>
<ul class="govuk-list govuk-list--bullet">${lines.map(line => html`<li>${line}</li>`)}</ul>`
}

/** For each person what every service says or does not say, closed at first: silence must not read as "nobody". */
function whatServicesSay(lines: readonly FamilyLine[]): Html {
  return html`<h2 class="govuk-heading-m">What each service says</h2>
${lines.map(({ summary, panels }) => details(summary.name, html`<ul class="govuk-list govuk-list--bullet">${panels.map(panelItem)}</ul>`))}`
}

function listToRing(lines: readonly FamilyLine[]): Html {
  const helping = lines.flatMap(line => line.helping.filter(one => one.current))
  if (helping.length === 0) return html``
  return html`<h2 class="govuk-heading-m">List to ring or invite</h2>
${copyBlock('Everyone helping this family now, to copy', inviteLines(helping))}`
}

export function showFamily(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> =>
    await answerAbout(
      database,
      request,
      context,
      'family',
      (who, purposeId, personId, reason) =>
        discloseFamily(database, who, purposeId, personId, reason, context.clock),
      ({ view, receipt }) => ({ page: familyPage(view, receipt) }),
    )
}
