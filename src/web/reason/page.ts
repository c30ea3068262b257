/** Why this child: asked once for a child, a purpose and a session, where the purpose needs it. */

import type { FastifyRequest } from 'fastify'
import { findChildReason, keepChildReason } from '../../access/child-reason-store.ts'
import type { Database } from '../../kit/database.ts'
import { html } from '../../kit/html.ts'
import { findPurpose } from '../../registers/role-store.ts'
import { button, textarea } from '../form-components.ts'
import { csrfField, type EmergencyNumbers, numbersToRing, type PageParts } from '../layout.ts'
import { PERSON_PAGES, type PersonPage, personPath } from '../person-path.ts'
import { personIdIn, purposeOf, sentText, taskOf } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'

export type ReasonView = {
  personId: string
  to: PersonPage
  purposeName: string
  csrfToken: string
  value?: string | undefined
  error?: string | undefined
}

/** More than this is a case note, which belongs in the practitioner’s own system. */
const LONGEST_REASON = 500

/** It names nobody, because nothing has been decided yet: the same page for any id. */
export function reasonPage(view: ReasonView, numbers: EmergencyNumbers): PageParts {
  const { personId, to, purposeName, csrfToken, value, error } = view
  const label = 'Why do you need to see this child or person?'
  const hint = 'One or two sentences about this child only. Others may read them when use is checked.'
  const body = html`<form method="post" action="/reason/${personId}" novalidate>
${csrfField(csrfToken)}
<input type="hidden" name="to" value="${to}">
<span class="govuk-caption-l">${purposeName}</span>
${textarea({ name: 'reason', label, isPageHeading: true, hint, value, error, rows: 4 })}
${button('Continue')}
</form>
<p class="govuk-body">You are asked once for each child while you are signed in. If someone is in danger now, ring first.</p>
${numbersToRing(numbers)}`
  const errors = error === undefined ? [] : [{ field: 'reason', text: error }]
  return { title: 'Why this child', section: 'Find', body, errors }
}

export function askReason(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const purposeId = purposeOf(context)
    if (purposeId === undefined) return { redirectTo: '/find' }
    const personId = personIdIn(request)
    const to = pageIn((request.query as { to?: unknown }).to)
    const value = await findChildReason(database.reader, taskOf(context, personId, purposeId))
    return {
      page: reasonPage(
        await viewOf(database, context, { personId, to, purposeId, value }),
        await context.numbers(),
      ),
    }
  }
}

export function giveReason(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const purposeId = purposeOf(context)
    if (purposeId === undefined) return { redirectTo: '/find' }
    const personId = personIdIn(request)
    const to = pageIn(sentText(request, 'to'))
    const value = sentText(request, 'reason')
    const error = errorIn(value)
    if (error !== undefined) {
      const view = await viewOf(database, context, { personId, to, purposeId, value })
      return { status: 400, page: reasonPage({ ...view, error }, await context.numbers()) }
    }
    await keepChildReason(database.reader, taskOf(context, personId, purposeId), value)
    return { redirectTo: personPath(to, personId) }
  }
}

function errorIn(reason: string): string | undefined {
  if (reason === '') return 'Write why you need to see this child or person'
  if (reason.length > LONGEST_REASON) return `Write no more than ${LONGEST_REASON} characters`
  return undefined
}

function pageIn(sent: unknown): PersonPage {
  return PERSON_PAGES.find(page => page === sent) ?? 'child'
}

async function viewOf(
  database: Database,
  { csrfToken }: SignedInContext,
  { purposeId, ...asked }: { personId: string; to: PersonPage; purposeId: string; value: string | undefined },
): Promise<ReasonView> {
  const purpose = await findPurpose(database.reader, purposeId)
  return { ...asked, purposeName: purpose?.name ?? 'Your reason for looking', csrfToken }
}
