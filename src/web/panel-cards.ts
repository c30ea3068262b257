/** What each service says of a person, one card each: the state in words, how fresh, and who to ring. */

import type { PersonHelping } from '../access/involvements.ts'
import type { PanelState } from '../access/panels.ts'
import type { Panel } from '../access/person-view.ts'
import type { NoticeLine, PlanLine } from '../access/plans-and-notices.ts'
import { showDay } from '../kit/clock.ts'
import { type Html, html } from '../kit/html.ts'
import { telephone } from './layout.ts'
import { type TagColour, tag } from './page-components.ts'
import { countOf } from './person-words.ts'

/** The words of each state. The colour is only an aid: two states may share one. */
const STATES: Record<PanelState, { text: string; colour: TagColour }> = {
  'not permitted': { text: 'Not permitted', colour: 'purple' },
  'not asked': { text: 'Not asked', colour: 'blue' },
  'not covered': { text: 'Not covered', colour: 'grey' },
  'stale or unavailable': { text: 'Out of date or missing', colour: 'orange' },
  involved: { text: 'Involved', colour: 'green' },
  'possible record, not confirmed': { text: 'Possible record, not confirmed', colour: 'yellow' },
  'no record matched': { text: 'No record matched', colour: 'grey' },
}

/** A panel as an item of a list: its name, its state in words and what it says. */
export function panelItem(panel: Panel): Html {
  const { name, says, state } = panel
  const covers = state === 'involved' ? 'Covers: ' : ''
  const notices = panel.notices.map(notice => html`<p class="govuk-body-s">${noticeWords(notice)}</p>`)
  return html`<li><strong>${name}:</strong> ${tagWords(panel).text.toLowerCase()}. ${covers}${withNumbers(says)}${notices}</li>`
}

const NUMBER = /(\b0\d{3,4} ?\d{3} ?\d{3,4}\b)/

/** A sentence in which each telephone number can be rung. */
export function withNumbers(sentence: string): Html {
  return html`${sentence.split(NUMBER).map((part, i) => (i % 2 === 1 ? telephone(part) : part))}`
}

/** What can be acted on comes first; what this role is not shown comes last. */
const ORDER: readonly PanelState[] = [
  'involved',
  'possible record, not confirmed',
  'stale or unavailable',
  'no record matched',
  'not covered',
  'not asked',
  'not permitted',
]

/** All panels, in the order in which they help; within a state they keep the order of the register. */
export function panelCards(panels: readonly Panel[]): Html {
  const sorted = panels.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))
  return html`${sorted.map(panelCard)}`
}

function panelCard(panel: Panel): Html {
  const { categoryId, name, state, says, updated, helping, plans, notices } = panel
  const { text, colour } = tagWords(panel)
  const fresh = updated === undefined ? '' : html`<p class="hub-card__fresh">Updated ${showDay(updated)}</p>`
  const covers = state === 'involved' ? html`<p class="govuk-body-s">Covers: ${says}</p>` : ''
  const limit =
    panel.onlyExistence === undefined || state !== 'involved'
      ? ''
      : html`<p class="govuk-body">Only that there is a record is shown to you. ${panel.onlyExistence}</p>`
  const words = state === 'involved' ? '' : html`<p class="govuk-body">${withNumbers(says)}</p>`
  return html`<section class="hub-card" aria-labelledby="panel-${categoryId}">
<div class="hub-card__head">
<h3 class="govuk-heading-s hub-card__title" id="panel-${categoryId}">${name}</h3>
${tag(text, colour)}
${fresh}
</div>
<div class="hub-card__body">
${plans.map(plan => html`<p class="govuk-body">${planWords(plan)}</p>`)}
${notices.map(notice => html`<p class="govuk-body">${noticeWords(notice)}</p>`)}
${helping.map(one => html`<p class="govuk-body">${helperLine(one)}</p>`)}
${words}${limit}${covers}
</div>
</section>`
}

/** A service that has stopped, a plan, or a notice is a state of its own records too: the words say which. */
function tagWords({ state, categoryId, helping, plans, notices }: Panel): {
  text: string
  colour: TagColour
} {
  if (state !== 'involved') return STATES[state]
  if (notices.length > 0) return { text: countOf(notices.length, 'notice'), colour: 'green' }
  if (![...helping, ...plans].some(one => one.current))
    return { text: 'Involved before, now ended', colour: 'grey' }
  return categoryId === 'care-plans' ? { text: 'Plan in place', colour: 'green' } : STATES[state]
}

/** `Child in need since 4 October 2026`, or with both ends when it has ended. */
export function planWords({ type, from, to, detail, current, partnerName }: PlanLine): Html {
  const name = type.charAt(0).toUpperCase() + type.slice(1)
  const more = detail === undefined ? '' : `, ${detail}`
  const period = current ? sinceWords(from) : periodWords(from, to)
  return html`<strong>${name}</strong>${more}${period === '' ? '' : `, ${period}`} (${partnerName})`
}

/** `Domestic abuse, 18 November 2026`, what the police say of it, whom to ring, and on what conditions it is shown. */
export function noticeWords({ type, day, detail, contact, conditions, partnerName }: NoticeLine): Html {
  const name = type.charAt(0).toUpperCase() + type.slice(1)
  const when = day === undefined ? '' : `, ${showDay(day)}`
  const said = detail === undefined ? '' : `: ${detail.replace(/\.$/, '')}`
  const reach =
    contact === undefined
      ? ''
      : html` Ring or write: <span class="govuk-!-text-break-word">${withNumbers(contact)}</span>.`
  const asks =
    conditions.length === 0 ? '' : html`<br><strong>The police ask:</strong> ${conditions.join(' ')}`
  return html`<strong>${name}</strong>${when}${said} (${partnerName}).${reach}${asks}`
}

/** One helper in a line: who, the number to ring, then of what and since when. */
export function helperLine(one: PersonHelping): Html {
  const period = one.current
    ? sinceWords(one.from)
    : `ended: ${periodWords(one.from, one.to) || 'date not recorded'}`
  return html`<strong>${helperName(one)}</strong>. ${ringWords(one)}. ${placeOf(one)}${period === '' ? '' : `, ${period}`}.`
}

/** The person who helps, or the team where the source names nobody. */
export function helperName({ workerName, workerRole, team, service }: PersonHelping): string {
  if (workerName === undefined) return team ?? service
  return workerRole === undefined ? workerName : `${workerName}, ${lowerFirst(workerRole)}`
}

function placeOf({ organisation, team, workerName }: PersonHelping): string {
  return workerName === undefined || team === undefined || team === organisation
    ? organisation
    : `${team}, ${organisation}`
}

/** The number to ring now, and the one for the night where the partner has one. */
export function ringWords({ phone, outOfHoursPhone }: PersonHelping): Html {
  if (phone === undefined && outOfHoursPhone === undefined)
    return html`No number recorded: ask the organisation`
  const day = phone === undefined ? '' : html`Ring ${telephone(phone)}`
  const night =
    outOfHoursPhone === undefined || outOfHoursPhone === phone
      ? ''
      : html`${phone === undefined ? 'Out of hours ring ' : ' (out of hours '}${telephone(outOfHoursPhone)}${phone === undefined ? '' : ')'}`
  return html`${day}${night}`
}

export function sinceWords(from: string | undefined): string {
  return from === undefined ? '' : `since ${showDay(from)}`
}

export function periodWords(from: string | undefined, to: string | undefined): string {
  const parts = [
    from === undefined ? '' : `from ${showDay(from)}`,
    to === undefined ? '' : `to ${showDay(to)}`,
  ]
  return parts.filter(Boolean).join(' ')
}

/** A role in the middle of a line; a name such as `NHS` keeps its capitals. */
export function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
