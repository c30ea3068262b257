/** Opening a search again, as often as wanted: each time a disclosure of its own, by today’s permissions. */

import type { FastifyRequest } from 'fastify'
import { type FindView, type FoundPerson, find } from '../../access/find.ts'
import type { Receipt } from '../../access/receipt.ts'
import { findSearch, type KeptSearch } from '../../access/search-store.ts'
import type { Database } from '../../kit/database.ts'
import { html } from '../../kit/html.ts'
import { findPurpose } from '../../registers/role-store.ts'
import { notFoundPage } from '../boundary-pages.ts'
import { closingWords, type EmergencyNumbers, type PageParts } from '../layout.ts'
import { nothingToShowPage } from '../nothing-to-show/page.ts'
import { warningText } from '../page-components.ts'
import { askerOf, personIdIn } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'
import { rememberPurpose } from '../session-store.ts'
import { nearTwinWords, openLinks, resultsPage, whoIsIt } from './page.ts'

export function showResults(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> =>
    await answerSearch(database, request, context, async (kept, result, { receiptId }) => {
      const { searchId, query, purposeId } = kept
      const purpose = await findPurpose(database.reader, purposeId)
      const view = { searchId, query, purposeName: purpose?.name ?? '', result, receiptId }
      return { page: resultsPage(view, await context.numbers()) }
    })
}

/** Two people who are easily taken for each other stand side by side before either is opened. */
export function showCheck(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> =>
    await answerSearch(database, request, context, async ({ searchId }, { found }) => {
      const personId = personIdIn(request)
      const wanted = found.find(person => person.personId === personId && person.isNearTwin)
      if (wanted === undefined) return { redirectTo: `/find/${searchId}` }
      const alike = found.filter(person => person.isNearTwin && person.birthDate === wanted.birthDate)
      return { page: checkPage(searchId, alike, await context.numbers()) }
    })
}

/** The interruption: both, what tells them apart, and no way on that does not name which. */
export function checkPage(
  searchId: string,
  alike: readonly FoundPerson[],
  numbers: EmergencyNumbers,
): PageParts {
  const body = html`<h1 class="govuk-heading-l">Check which child you mean</h1>
${warningText(nearTwinWords(alike))}
<ul class="hub-results">${alike.map(
    person => html`<li>
<h2 class="govuk-heading-m hub-results__name">${person.name}</h2>
<p class="govuk-body">${whoIsIt(person)}</p>
<p class="govuk-body hub-actions">${openLinks(person)}</p>
</li>`,
  )}</ul>
${closingWords(numbers)}`
  const backTo = { href: `/find/${searchId}`, text: 'Back to the results' }
  return { title: 'Check which child', section: 'Find', body, backTo }
}

type Show = (kept: KeptSearch, result: FindView, receipt: Receipt) => Promise<Answer>

/** A search of another session, or none at all, is answered by the same page as any unknown address. */
async function answerSearch(
  database: Database,
  request: FastifyRequest,
  context: SignedInContext,
  show: Show,
): Promise<Answer> {
  const { search } = request.params as { search: string }
  const { session } = context
  const kept = await findSearch(database.reader, session.sessionHash, search)
  if (kept === undefined) return { status: 404, page: notFoundPage(await context.numbers()) }
  // Whoever goes back to an earlier search takes up its reason again: its links open under that one.
  if (session.purposeId !== kept.purposeId) {
    await rememberPurpose(database.reader, session.sessionHash, kept.purposeId)
  }
  const found = await find(database, askerOf(context), kept.purposeId, kept.query, context.clock)
  if (found.outcome === 'disclosed') return await show(kept, found.view, found.receipt)
  const receiptId = found.outcome === 'refused' ? found.receipt.receiptId : ''
  const refusal = found.outcome === 'refused' ? found.refusal : undefined
  return { status: 404, page: nothingToShowPage(refusal, receiptId, await context.numbers()) }
}
