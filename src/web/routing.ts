/** From a request to an answer: who asks, whether this route is for them, what it says. */

import type { MultipartFile, MultipartValue } from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { formExpiredPage, roleMayNotPage, signInFirstPage } from './boundary-pages.ts'
import { type Frame, type PageParts, page } from './layout.ts'
import type { Answer, IdentifiedContext, Route } from './route.ts'
import type { Surroundings } from './server.ts'
import {
  endSession,
  findSession,
  hasFormToken,
  hasSessionCookie,
  type Practitioner,
  type Session,
} from './session.ts'
import { notRegisteredPage } from './sign-in/pages.ts'

type Identity = {
  session: Session
  practitioners: readonly Practitioner[]
  practitioner: Practitioner | undefined
}

type Part = MultipartFile | MultipartValue

/** Puts a route in its place. Throws where it does not say who may open it: forgetting must not open a page. */
export function registerRoute(app: FastifyInstance, around: Surroundings, route: Route): void {
  if (!saysWhoMayOpen(route.access)) {
    throw new TypeError(`${route.method} ${route.path} does not say who may open it`)
  }
  const config = route.perMinute ? { rateLimit: { max: route.perMinute, timeWindow: '1 minute' } } : {}
  app.route({
    method: route.method,
    url: route.path,
    config,
    handler: async (request, reply) => {
      const answer = await answerRequest(around, route, request, reply)
      return sendAnswer(reply, answer, around.frames.get(request) ?? around.frame)
    },
  })
}

function saysWhoMayOpen(access: unknown): boolean {
  if (access === 'public' || access === 'identified' || access === 'signed-in') return true
  const roles = typeof access === 'object' && access !== null && 'roles' in access ? access.roles : undefined
  return Array.isArray(roles) && roles.length > 0
}

async function answerRequest(
  around: Surroundings,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Answer> {
  const context = { reply, clock: around.clock, numbers: around.numbers }
  const identity = await identify(around, request)
  if (identity) around.frames.set(request, frameFor(around, identity, request))
  if (route.access === 'public' && !identity) return route.handler(request, context)
  if (!identity) return askToSignIn(around, request)
  if (identity.practitioners.length === 0) return turnAway(around, identity, reply, request)

  const parts = route.upload && request.isMultipart() ? request.parts() : noParts()
  if (route.method === 'POST' && !(await carriesToken(identity.session, route, request, parts))) {
    // What is still being sent is read and dropped, or the browser would not hear the answer.
    request.raw.unpipe().resume()
    return { status: 403, page: formExpiredPage(await around.numbers()) }
  }
  return openRoute(route, request, { ...context, ...identity, csrfToken: identity.session.csrfToken, parts })
}

async function openRoute(route: Route, request: FastifyRequest, context: IdentifiedContext): Promise<Answer> {
  if (route.access === 'public') return route.handler(request, context)
  if (route.access === 'identified') return route.handler(request, context)
  const { practitioner } = context
  if (!practitioner) return { redirectTo: '/role' }
  if (route.access !== 'signed-in' && !route.access.roles.includes(practitioner.role)) {
    return { status: 403, page: roleMayNotPage(practitioner.roleName, await context.numbers()) }
  }
  return route.handler(request, { ...context, practitioner })
}

/** Asked afresh at every request, so that somebody who has left is out at once. */
async function identify(
  { sessions, findPractitioners }: Surroundings,
  request: FastifyRequest,
): Promise<Identity | undefined> {
  const session = await findSession(sessions, request)
  if (!session) return undefined
  const practitioners = await findPractitioners(session.issuer, session.subject)
  const practitioner = practitioners.find(one => one.practitionerId === session.practitionerId)
  return { session, practitioners, practitioner }
}

function frameFor(around: Surroundings, identity: Identity, request: FastifyRequest): Frame {
  const { session, practitioner, practitioners } = identity
  const who = {
    name: (practitioner ?? practitioners[0])?.name ?? 'Not registered',
    role: practitioner?.roleName,
    organisation: practitioner?.partnerName,
    csrfToken: session.csrfToken,
    canChangeRole: practitioner !== undefined && practitioners.length > 1,
  }
  const path = request.routeOptions.url
  const links = practitioner ? around.navigation(practitioner) : []
  return { ...around.frame, who, nav: links.map(link => ({ current: link.href === path, ...link })) }
}

/** 401, and the way back only where going there again does no harm. */
async function askToSignIn({ sessions, numbers }: Surroundings, request: FastifyRequest): Promise<Answer> {
  const returnTo = request.method === 'GET' && request.url !== '/' ? request.url : undefined
  const wasSignedIn = hasSessionCookie(sessions, request)
  request.raw.resume()
  return { status: 401, page: signInFirstPage({ wasSignedIn, returnTo }, await numbers()) }
}

async function turnAway(
  { sessions, frame, frames, numbers }: Surroundings,
  { session }: Identity,
  reply: FastifyReply,
  request: FastifyRequest,
): Promise<Answer> {
  await endSession(sessions, reply, session)
  frames.set(request, frame)
  request.raw.resume()
  return { status: 403, page: notRegisteredPage(await numbers()) }
}

/** In an upload the token comes first, so that no file is read from a forged form. */
async function carriesToken(
  session: Session,
  route: Route,
  request: FastifyRequest,
  parts: AsyncIterableIterator<Part>,
): Promise<boolean> {
  if (!route.upload) return hasFormToken(session, (request.body as { csrfToken?: unknown } | null)?.csrfToken)
  const { value: first } = await parts.next()
  return first?.type === 'field' && first.fieldname === 'csrfToken' && hasFormToken(session, first.value)
}

async function* noParts(): AsyncIterableIterator<Part> {}

function sendAnswer(reply: FastifyReply, answer: Answer, frame: Frame): FastifyReply {
  if ('redirectTo' in answer) return reply.redirect(answer.redirectTo, 303)
  if ('page' in answer) return sendPage(reply, answer.status ?? 200, answer.page, frame)
  if (answer.fileName !== undefined) {
    const name = answer.fileName.replace(/[^\w.-]/g, '-')
    reply.header('content-disposition', `attachment; filename="${name}"`)
  }
  return reply
    .status(answer.status ?? 200)
    .type(answer.type)
    .send(answer.body)
}

/** A page in its frame. */
export function sendPage(reply: FastifyReply, status: number, parts: PageParts, frame: Frame): FastifyReply {
  return reply
    .status(status)
    .type('text/html; charset=utf-8')
    .send(page({ ...frame, ...parts }))
}
