/** Signing in, choosing a role, signing out. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Answer, IdentifiedContext, PublicContext, Route } from '../route.ts'
import type { Surroundings } from '../server.ts'
import {
  ATTEMPT_MINUTES,
  beginSession,
  endSession,
  newSecret,
  type Practitioner,
  type SignedInSubject,
  sha256,
  takeUpRole,
} from '../session.ts'
import { insertSignInAttempt, takeSignInAttempt } from '../session-store.ts'
import {
  chooseRolePage,
  notRegisteredPage,
  signedOutPage,
  signInFailedPage,
  signOutElsewherePage,
} from './pages.ts'
import { beginAtProvider, endSessionUrl, finishAtProvider, type RelyingParty } from './relying-party.ts'

export type SignInEvent =
  | { kind: 'signed-in' | 'role-chosen' | 'signed-out'; practitioner: Practitioner }
  | { kind: 'not-registered'; issuer: string }

/** Many people share one address at a hospital or a school, so the limit only stops a machine. */
const PER_MINUTE = 120

export function signInRoutes(around: Surroundings, relyingParty: RelyingParty): Route[] {
  return [
    {
      method: 'GET',
      path: '/sign-in',
      access: 'public',
      perMinute: PER_MINUTE,
      handler: (request, { reply }) => beginSignIn(around, relyingParty, request, reply),
    },
    {
      method: 'GET',
      path: '/sign-in/callback',
      access: 'public',
      perMinute: PER_MINUTE,
      handler: (request, context) => finishSignIn(around, relyingParty, request, context),
    },
    {
      method: 'GET',
      path: '/role',
      access: 'identified',
      handler: (_request, { practitioners, practitioner, csrfToken }) => ({
        page: chooseRolePage(practitioners, practitioner, csrfToken),
      }),
    },
    {
      method: 'POST',
      path: '/role',
      access: 'identified',
      handler: (request, context) => takeRole(around, request, context),
    },
    {
      method: 'POST',
      path: '/sign-out',
      access: 'public',
      handler: (request, context) => signOut(around, relyingParty, request, context),
    },
    {
      method: 'GET',
      path: '/signed-out',
      access: 'public',
      handler: async (_request, { numbers }) => ({ page: signedOutPage(await numbers()) }),
    },
  ]
}

async function beginSignIn(
  { clock, database, publicUrl }: Surroundings,
  relyingParty: RelyingParty,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Answer> {
  const query = request.query as Record<string, unknown>
  // The provider returns to the public address: whoever came to his own machine by another of its names would
  // lose the cookie. Behind a proxy the name that we are told may be any.
  if (publicUrl.startsWith('http:') && request.host !== new URL(publicUrl).host) {
    return { redirectTo: new URL('/sign-in', publicUrl).href }
  }
  const pending = await beginAtProvider(relyingParty, { anew: query['account'] === 'another' })
  const browser = browserSecret(request, reply, publicUrl)
  await insertSignInAttempt(database, {
    stateHash: sha256(`${browser}.${pending.state}`),
    nonce: pending.nonce,
    codeVerifier: pending.codeVerifier,
    returnTo: ownPath(query['returnTo'], publicUrl) ?? null,
    now: clock(),
  })
  return { redirectTo: pending.url.href }
}

/**
 * A secret of this browser, part of the attempt's key: an answer of the provider that was begun elsewhere (by
 * somebody who wants a victim to work under his name) does not fit. Several tabs share it.
 */
function browserSecret(request: FastifyRequest, reply: FastifyReply, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:')
  const name = attemptCookie(publicUrl)
  const known = request.cookies[name]
  const secret = known !== undefined && /^[\w-]{43}$/.test(known) ? known : newSecret()
  const maxAge = ATTEMPT_MINUTES * 60
  reply.setCookie(name, secret, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge })
  return secret
}

function attemptCookie(publicUrl: string): string {
  return `${publicUrl.startsWith('https:') ? '__Host-' : ''}family-hub-sign-in`
}

/** A path of this service, or nothing: a sign-in must not be the springboard to another site. */
export function ownPath(wanted: unknown, publicUrl: string): string | undefined {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || wanted.length > 500) return undefined
  const url = URL.parse(wanted, publicUrl)
  if (url?.origin !== new URL(publicUrl).origin || url.pathname.startsWith('//')) return undefined
  return url.pathname + url.search
}

async function finishSignIn(
  around: Surroundings,
  relyingParty: RelyingParty,
  request: FastifyRequest,
  context: PublicContext,
): Promise<Answer> {
  const { clock, database, publicUrl } = around
  const query = new URL(request.url, publicUrl).searchParams
  const state = query.get('state') ?? ''
  const browser = request.cookies[attemptCookie(publicUrl)] ?? ''
  const since = new Date(clock().getTime() - ATTEMPT_MINUTES * 60_000)
  const attempt = await takeSignInAttempt(database, { stateHash: sha256(`${browser}.${state}`), since })
  const subject = attempt && (await finishAtProvider(relyingParty, query, { ...attempt, state }))
  if (!subject) return { status: 401, page: signInFailedPage(await context.numbers()) }
  return welcome(around, subject, attempt.returnTo ?? '/', request, context)
}

async function welcome(
  { findPractitioners, frame, frames, noteSignIn, sessions }: Surroundings,
  subject: SignedInSubject,
  returnTo: string,
  request: FastifyRequest,
  { reply, numbers, session }: PublicContext,
): Promise<Answer> {
  const practitioners = await findPractitioners(subject.issuer, subject.subject)
  const [first] = practitioners
  if (!first) {
    await noteSignIn?.({ kind: 'not-registered', issuer: subject.issuer })
    // Whoever was signed in here before is no longer at this browser.
    if (session) await endSession(sessions, reply, session)
    frames.set(request, frame)
    return { status: 403, page: notRegisteredPage(await numbers()) }
  }
  const only = practitioners.length === 1 ? first : undefined
  // Whoever has several roles is noted with the one that is chosen next.
  if (only) await noteSignIn?.({ kind: 'signed-in', practitioner: only })
  await beginSession(sessions, request, reply, { ...subject, practitionerId: only?.practitionerId ?? null })
  return { redirectTo: only ? returnTo : '/role' }
}

async function takeRole(
  { noteSignIn, sessions }: Surroundings,
  request: FastifyRequest,
  { practitioners, session, reply, practitioner: current }: IdentifiedContext,
): Promise<Answer> {
  const wanted = (request.body as { practitionerId?: unknown }).practitionerId
  const chosen = practitioners.find(one => one.practitionerId === wanted)
  if (!chosen) return { redirectTo: '/role' }
  if (chosen.practitionerId !== current?.practitionerId) {
    await noteSignIn?.({ kind: 'role-chosen', practitioner: chosen })
    await takeUpRole(sessions, reply, session, chosen.practitionerId)
  }
  return { redirectTo: '/' }
}

/** Ours first and surely; then the provider's, where it offers that. A session that has timed out is no obstacle. */
async function signOut(
  { frame, frames, noteSignIn, publicUrl, provider, sessions }: Surroundings,
  relyingParty: RelyingParty,
  request: FastifyRequest,
  context: PublicContext,
): Promise<Answer> {
  const { session, practitioner, reply, numbers } = context
  if (!session) return { redirectTo: '/signed-out' }
  if (practitioner) await noteSignIn?.({ kind: 'signed-out', practitioner })
  await endSession(sessions, reply, session)
  frames.set(request, frame)
  const url = await endSessionUrl(relyingParty, session.idToken)
  if (!url) return { redirectTo: '/signed-out' }
  const allowed = [new URL(publicUrl).origin, 'issuer' in provider ? new URL(provider.issuer).origin : '']
  if (allowed.includes(url.origin)) return { redirectTo: url.href }
  return { page: signOutElsewherePage(url, await numbers()) }
}
