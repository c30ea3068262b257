/** Home: my families and what my role can do. Nobody arrives here and finds nothing to do next. */

import type { FastifyRequest } from 'fastify'
import { type CaseloadView, listCaseload } from '../../access/list.ts'
import type { PersonSummary } from '../../access/person-view.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { findRole, mayAct, type Purpose, type Role } from '../../registers/role-store.ts'
import { button } from '../form-components.ts'
import { csrfField, type EmergencyNumbers, numbersToRing, type PageParts } from '../layout.ts'
import { insetText, type Link, stackedTable } from '../page-components.ts'
import { lowerFirst } from '../panel-cards.ts'
import { personPath } from '../person-path.ts'
import { ageAndBirth, pageWord } from '../person-words.ts'
import { askerOf, purposesOf } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'

export type HomeView = {
  name: string
  role: Pick<Role, 'name' | 'says'>
  /** Left out for roles that have no families of their own. */
  families: (CaseloadView & { purpose: Pick<Purpose, 'purpose' | 'name'>; receiptId: string }) | undefined
  maySearch: boolean
  /** The other things that the role can do, each a place to go. */
  tasks: readonly (Link & { says: string })[]
  partnerName: string
  csrfToken: string
}

export function homePage(view: HomeView, numbers: EmergencyNumbers): PageParts {
  const { name, role, maySearch, tasks } = view
  const find = maySearch ? button('Find a child or family', { href: '/find' }) : ''
  const task = ({ href, text, says }: HomeView['tasks'][number]) =>
    html`<li><a class="govuk-link govuk-!-font-weight-bold" href="${href}">${text}</a><br>${says}</li>`
  const body = html`<h1 class="govuk-heading-l">Home</h1>
<p class="govuk-body">${name}, your role is: ${role.name}. ${role.says === '' ? '' : `It ${lowerFirst(role.says)}`}</p>
${find}
${families(view)}
${tasks.length === 0 ? '' : html`<h2 class="govuk-heading-m">What your role can do</h2><ul class="govuk-list govuk-list--spaced">${tasks.map(task)}</ul>`}
${numbersToRing(numbers)}`
  return { title: 'Home', body }
}

function families({ families: found, csrfToken, partnerName }: HomeView): Html {
  if (found === undefined) return html``
  const heading = html`<h2 class="govuk-heading-m">My families</h2>`
  if (found.people.length === 0) {
    return html`${heading}${insetText(`No family is recorded with you by ${partnerName}. The list comes from your organisation’s own file. If it should name you, ask your manager.`)}`
  }
  const more = found.more
    ? html`<p class="govuk-body">These are the first ${found.people.length}. Find the others by search.</p>`
    : ''
  // A form and not links: opening a family from here chooses the reason for looking.
  return html`${heading}
<form method="post" action="/why">
${csrfField(csrfToken)}
<input type="hidden" name="purpose" value="${found.purpose.purpose}">
${stackedTable({
  caption: `People recorded with you or your team. Reason for looking: ${found.purpose.name}`,
  captionClasses: 'govuk-table__caption--s',
  columns: ['Name', 'Age', 'Open'],
  firstCellIsHeader: true,
  classes: 'hub-stacked--bare',
  rows: found.people.map(person => [person.name, ageAndBirth(person), openButtons(person)]),
})}
</form>
${more}
<p class="govuk-body-s">Why you see this list: <a class="govuk-link" href="/receipt/${found.receiptId}">receipt ${found.receiptId}</a></p>`
}

function openButtons(person: PersonSummary): Html {
  const { personId, name } = person
  const open = (page: 'family' | 'child', text: string) =>
    html`<button type="submit" class="hub-link-button" name="next" value="${personPath(page, personId)}">${text}<span class="govuk-visually-hidden"> of ${name}</span></button>`
  return html`<span class="hub-actions">${open('family', 'Family')}${open('child', pageWord(person))}</span>`
}

/** What the register lets a role do, as places to go. */
const PLACES = [
  {
    action: 'answer-desk',
    href: '/desk',
    text: 'Searches to answer',
    says: 'Ring back practitioners whose search met a record that is kept apart.',
  },
  {
    action: 'see-feeds',
    href: '/feeds',
    text: 'Feeds',
    says: 'See which files came, what was rejected and why.',
  },
  {
    action: 'upload-own-delivery',
    href: '/feeds',
    text: 'Feeds',
    says: 'Send your organisation’s files, and see what became of them and what to mend.',
  },
  {
    action: 'clear-hold',
    href: '/holds',
    text: 'Held addresses',
    says: 'Find out whether a new address of a family in danger is safe to show.',
  },
  {
    action: 'see-who-looked',
    href: '/who-looked',
    text: 'Who looked',
    says: 'See who opened records, when and for what reason.',
  },
] as const

export function showHome(database: Database) {
  return async (_request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const { practitioner, csrfToken } = context
    const role = await findRole(database.reader, practitioner.role)
    const purposes = await purposesOf(database, context)
    const view: HomeView = {
      name: practitioner.name,
      role: role ?? { name: practitioner.roleName, says: '' },
      families: await familiesOf(database, context, purposes),
      maySearch: role !== undefined && role.searchBreadth !== 'none' && purposes.length > 0,
      tasks: await tasksOf(database, practitioner.role),
      partnerName: practitioner.partnerName,
      csrfToken,
    }
    return { page: homePage(view, await context.numbers()) }
  }
}

async function familiesOf(
  database: Database,
  context: SignedInContext,
  purposes: readonly Purpose[],
): Promise<HomeView['families']> {
  const purpose =
    purposes.find(one => one.purpose === 'caseload') ?? purposes.find(one => one.kind === 'own-work')
  if (purpose === undefined) return undefined
  const list = await listCaseload(database, askerOf(context), purpose.purpose, context.clock)
  if (list.outcome !== 'disclosed') return undefined
  return { ...list.view, purpose, receiptId: list.receipt.receiptId }
}

async function tasksOf(database: Database, role: string): Promise<HomeView['tasks']> {
  const allowed = await Promise.all(PLACES.map(place => mayAct(database.reader, role, place.action)))
  const own = PLACES.filter((_, i) => allowed[i] !== undefined)
  const decide = {
    href: '/how-we-decide',
    text: 'How we decide',
    says: 'Read the rules, the laws and the agreements behind every page.',
  }
  return [...own, decide]
}
