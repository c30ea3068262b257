/** Who is at the browser: an unguessable cookie, a row in the database, and the two time limits. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../kit/clock.ts'
import type { Queryable } from '../kit/database.ts'
import {
  deleteEndedSessions,
  deleteSession,
  insertSession,
  replaceSession,
  type SessionRow,
  useLiveSession,
} from './session-store.ts'

/** A shared desk is left within minutes; a working day is the most that one sign-in may last. */
export const IDLE_MINUTES = 15
export const LONGEST_HOURS = 8
export const ATTEMPT_MINUTES = 10

const MINUTE = 60_000

/** Somebody who may act here, in one role at one partner. A person may be several. */
export type Practitioner = {
  practitionerId: string
  name: string
  role: string
  roleName: string
  partner: string
  partnerName: string
  /** Where a team shares its work. */
  team?: string | null
}

export type Session = SessionRow

/** What the identity provider vouched for. */
export type SignedInSubject = { issuer: string; subject: string; idToken: string | null }

/** Where sessions are kept and how the browser holds them. */
export type Sessions = {
  database: Queryable
  clock: Clock
  cookieName: string
  cookie: { path: '/'; httpOnly: true; sameSite: 'lax'; secure: boolean }
}

/**
 * The sessions of the service. The cookie's name begins with `__Host-` where the service is reached by https,
 * so that no neighbouring host can set it; plain http on one's own machine does not allow that prefix.
 */
export function openSessions(options: { database: Queryable; clock: Clock; publicUrl: string }): Sessions {
  const { database, clock } = options
  const secure = options.publicUrl.startsWith('https:')
  return {
    database,
    clock,
    cookieName: `${secure ? '__Host-' : ''}family-hub-session`,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure },
  }
}

/** The live session of the request; looking at it is using it. */
export async function findSession(sessions: Sessions, request: FastifyRequest): Promise<Session | undefined> {
  const sessionHash = hashOfCookie(sessions, request)
  const now = sessions.clock()
  return sessionHash && useLiveSession(sessions.database, { sessionHash, now, idleSince: idleSince(now) })
}

/** Whether the browser holds a session's cookie, alive or not: it was signed in before. */
export function hasSessionCookie(sessions: Sessions, request: FastifyRequest): boolean {
  return hashOfCookie(sessions, request) !== undefined
}

/** Begins a session under a new id; whatever id the browser brought, known or planted, ends here. */
export async function beginSession(
  sessions: Sessions,
  request: FastifyRequest,
  reply: FastifyReply,
  who: SignedInSubject & { practitionerId: string | null },
): Promise<void> {
  const { database, clock, cookieName, cookie } = sessions
  const old = hashOfCookie(sessions, request)
  if (old) await deleteSession(database, old)
  const id = newSecret()
  const now = clock()
  const endsAt = new Date(now.getTime() + LONGEST_HOURS * 60 * MINUTE)
  await insertSession(database, { ...who, sessionHash: sha256(id), csrfToken: newSecret(), now, endsAt })
  reply.setCookie(cookieName, id, cookie)
}

/** Takes up a role under a new id. */
export async function takeUpRole(
  { database, cookieName, cookie }: Sessions,
  reply: FastifyReply,
  session: Session,
  practitionerId: string,
): Promise<void> {
  const id = newSecret()
  const change = { oldHash: session.sessionHash, newHash: sha256(id), csrfToken: newSecret() }
  await replaceSession(database, { ...change, practitionerId })
  reply.setCookie(cookieName, id, cookie)
}

export async function endSession(
  { database, cookieName, cookie }: Sessions,
  reply: FastifyReply,
  session: Session,
): Promise<void> {
  await deleteSession(database, session.sessionHash)
  reply.clearCookie(cookieName, cookie)
}

/** Deletes what has timed out. */
export async function sweepSessions({ database, clock }: Sessions): Promise<void> {
  const now = clock()
  const attemptsSince = new Date(now.getTime() - ATTEMPT_MINUTES * MINUTE)
  await deleteEndedSessions(database, { now, idleSince: idleSince(now), attemptsSince })
}

function idleSince(now: Date): Date {
  return new Date(now.getTime() - IDLE_MINUTES * MINUTE)
}

function hashOfCookie({ cookieName }: Sessions, request: FastifyRequest): Buffer | undefined {
  const id = request.cookies[cookieName]
  return id === undefined || !/^[\w-]{43}$/.test(id) ? undefined : sha256(id)
}

/** 32 random bytes as 43 letters that a cookie, a form and an address can carry. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/**
 * Whether a form carries its session's token. Our own check, because `@fastify/csrf-protection` keeps its secret
 * in a cookie or in the session plug-ins that it knows, and ours lives and dies with a row in the database.
 * Hashed first, so that lengths are equal and the comparison takes the same time whatever was sent.
 */
export function hasFormToken(session: Session, sent: unknown): boolean {
  return typeof sent === 'string' && timingSafeEqual(sha256(sent), sha256(session.csrfToken))
}
