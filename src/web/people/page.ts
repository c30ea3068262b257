/** People helping: by organisation, how to ring each, and what to copy when a meeting is called. */

import type { FastifyRequest } from 'fastify'
import { discloseChild } from '../../access/child-view.ts'
import type { PersonHelping } from '../../access/involvements.ts'
import type { PersonView } from '../../access/person-view.ts'
import type { Receipt } from '../../access/receipt.ts'
import { showDay } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { button } from '../form-components.ts'
import { type PageParts, telephone } from '../layout.ts'
import { copyBlock, inviteLines, meetingFile } from '../meeting.ts'
import { insetText, stackedTable, tag, type Words } from '../page-components.ts'
import { helperName, panelItem, periodWords } from '../panel-cards.ts'
import { becauseLines, identityBar, personNavigation } from '../person-frame.ts'
import { answerAbout } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'

export function peoplePage({ summary, helping, panels }: PersonView, receipt: Receipt): PageParts {
  const current = helping.filter(one => one.current)
  const earlier = helping.filter(one => !one.current)
  const silent = panels.filter(panel => panel.state !== 'involved')
  const body = html`${identityBar(summary)}
${personNavigation(summary.personId, 'people')}
${current.length === 0 ? insetText('Nobody helping now was found in the data that we may show. Ring the services below before you rely on this.') : currentTable(current)}
${current.length === 0 ? '' : meetingSection(summary.personId, current)}
${earlier.length === 0 ? '' : earlierTable(earlier)}
<h2 class="govuk-heading-m">Services that show nobody here</h2>
<ul class="govuk-list govuk-list--bullet">${silent.map(panelItem)}</ul>
${becauseLines(receipt)}`
  return { title: 'People helping', section: 'Child', body }
}

function currentTable(helping: readonly PersonHelping[]): Html {
  return stackedTable({
    caption: 'People helping now',
    columns: ['Organisation', 'Who', 'Ring', 'Out of hours', 'Since', 'Last contact'],
    firstCellIsHeader: true,
    rows: byOrganisation(helping).map(one => [
      one.organisation,
      whoCell(one),
      phoneCell(one.phone),
      phoneCell(one.outOfHoursPhone),
      dayWords(one.from),
      lastContact(one),
    ]),
  })
}

function earlierTable(helping: readonly PersonHelping[]): Html {
  return stackedTable({
    caption: 'Help that has ended',
    columns: ['Organisation', 'Who', 'When'],
    firstCellIsHeader: true,
    rows: byOrganisation(helping).map(one => [
      one.organisation,
      helperName(one),
      periodWords(one.from, one.to) || 'Dates not recorded',
    ]),
  })
}

function meetingSection(personId: string, helping: readonly PersonHelping[]): Html {
  return html`<h2 class="govuk-heading-m">Invite them to a meeting</h2>
${copyBlock('Everyone helping now, to copy', inviteLines(helping))}
${button('Download a calendar file', { href: `/child/${personId}/people/meeting.ics`, kind: 'secondary' })}
<p class="govuk-body">The file names the people to invite and not the child. Set the day and time in your own calendar.</p>`
}

/** One organisation’s people stand together, in the order in which the organisations first appear. */
function byOrganisation(helping: readonly PersonHelping[]): PersonHelping[] {
  return [...Map.groupBy(helping, one => one.organisation).values()].flat()
}

function whoCell(one: PersonHelping): Words {
  const lead = one.lead ? html` ${tag('Lead', 'blue')}` : ''
  const team = one.workerName === undefined || one.team === undefined ? '' : html`<br>${one.team}`
  return html`${helperName(one)}${lead}${team}`
}

function phoneCell(phone: string | undefined): Words {
  return phone === undefined ? 'Not recorded' : telephone(phone)
}

function dayWords(day: string | undefined): string {
  return day === undefined ? 'Not recorded' : showDay(day)
}

/** A contact long ago, or none recorded, is flagged in words: the number or the person may have changed. */
export function lastContact({ lastContact, contactIsOld }: PersonHelping): Words {
  const day = dayWords(lastContact)
  if (!contactIsOld) return day
  const words = lastContact === undefined ? 'Check before you rely on it' : 'More than 90 days ago: check'
  return html`${day}<br>${tag(words, 'orange')}`
}

export function showPeople(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> =>
    await answerAbout(
      database,
      request,
      context,
      'people',
      asker(database, context),
      ({ view, receipt }) => ({
        page: peoplePage(view, receipt),
      }),
    )
}

/** The same people as a calendar entry: a disclosure of its own, never kept in a cache. */
export function downloadMeeting(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> =>
    await answerAbout(database, request, context, 'people', asker(database, context), ({ view }) => ({
      body: meetingFile(inviteLines(view.helping.filter(one => one.current)), context.clock()),
      type: 'text/calendar; charset=utf-8',
      fileName: 'meeting.ics',
    }))
}

function asker(database: Database, context: SignedInContext) {
  return (...[who, purposeId, personId, reason]: Parameters<Parameters<typeof answerAbout<PersonView>>[4]>) =>
    discloseChild(database, who, purposeId, personId, reason, context.clock)
}
