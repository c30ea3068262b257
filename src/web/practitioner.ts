/** What every page of a practitioner needs to ask with: who asks, why, about whom. */

import type { FastifyRequest } from 'fastify'
import { type ChildTask, findChildReason } from '../access/child-reason-store.ts'
import type { Disclosure } from '../access/disclose.ts'
import type { Receipt } from '../access/receipt.ts'
import type { Who } from '../access/request.ts'
import { findLatestSearchId } from '../access/search-store.ts'
import { whoOf } from '../access/who.ts'
import type { Database } from '../kit/database.ts'
import { listPurposesFor, type Purpose } from '../registers/role-store.ts'
import { nothingToShowPage } from './nothing-to-show/page.ts'
import type { Link } from './page-components.ts'
import { type PersonPage, personPath } from './person-path.ts'
import type { Answer, SignedInContext } from './route.ts'
import { whyPage } from './why/page.ts'

/** Stands for whatever is no id at all, so that a malformed address is answered like an unknown one. */
const NOBODY = '00000000-0000-4000-8000-000000000000'
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/

/** The id in an address, as the database can read it. */
export function personIdIn(request: FastifyRequest): string {
  const { person } = request.params as { person?: string }
  const id = (person ?? '').toLowerCase()
  return UUID.test(id) ? id : NOBODY
}

/** A field of a form as text; `''` where it was not sent. */
export function sentText(request: FastifyRequest, name: string): string {
  const value = (request.body as Record<string, unknown> | null | undefined)?.[name]
  return typeof value === 'string' ? value.trim() : ''
}

export function askerOf(context: SignedInContext): Who {
  const { team = null, ...practitioner } = context.practitioner
  return whoOf({ ...practitioner, team })
}

/** Why the practitioner is looking, as chosen for the task at hand. */
export function purposeOf({ session }: SignedInContext): string | undefined {
  return session.purposeId ?? undefined
}

/** The purposes of the practitioner’s role, from the register. */
export async function purposesOf(database: Database, context: SignedInContext): Promise<Purpose[]> {
  return await listPurposesFor(database.reader, context.practitioner.role)
}

type Asked<View> = (
  who: Who,
  purposeId: string | undefined,
  personId: string,
  reason: string | undefined,
) => Promise<Disclosure<View>>

/** Words of the receipt, and the numbers, that a page about a person shows. */
export type Shown<View> = { view: View; receipt: Receipt; context: SignedInContext }

/**
 * Asks about the person in the address and answers: with the page where something is disclosed, with the question
 * for a reason where the purpose needs one, and otherwise with the one page that says nothing about anybody.
 */
export async function answerAbout<View>(
  database: Database,
  request: FastifyRequest,
  context: SignedInContext,
  page: PersonPage,
  ask: Asked<View>,
  show: (shown: Shown<View>) => Answer,
): Promise<Answer> {
  const personId = personIdIn(request)
  const purposeId = purposeOf(context)
  if (purposeId === undefined) return await askWhy(database, context, personPath(page, personId))
  const reason = await findChildReason(database.reader, taskOf(context, personId, purposeId))
  const disclosure = await ask(askerOf(context), purposeId, personId, reason)
  switch (disclosure.outcome) {
    case 'disclosed': {
      const answer = show({ view: disclosure.view, receipt: disclosure.receipt, context })
      return 'page' in answer
        ? { ...answer, page: { ...answer.page, backTo: await wayBack(database, context) } }
        : answer
    }
    case 'reason needed':
      return { redirectTo: `/reason/${personId}?to=${page}` }
    case 'refused':
      return {
        status: 404,
        page: nothingToShowPage(disclosure.refusal, disclosure.receipt.receiptId, await context.numbers()),
      }
  }
}

/** Back to the results of the session’s last search, or to one’s own families. */
async function wayBack(database: Database, { session }: SignedInContext): Promise<Link> {
  const searchId = await findLatestSearchId(database.reader, session.sessionHash)
  return searchId === undefined
    ? { href: '/home', text: 'Back to home' }
    : { href: `/find/${searchId}`, text: 'Back to results' }
}

async function askWhy(database: Database, context: SignedInContext, next: string): Promise<Answer> {
  const purposes = await purposesOf(database, context)
  return { page: whyPage({ purposes, next, csrfToken: context.csrfToken }, await context.numbers()) }
}

export function taskOf(context: SignedInContext, personId: string, purposeId: string): ChildTask {
  const { session, practitioner } = context
  return {
    sessionHash: session.sessionHash,
    practitionerId: practitioner.practitionerId,
    personId,
    purposeId,
  }
}
