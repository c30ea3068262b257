/** What a route is: an address, who may open it, and a function from a request to an answer. */

import type { Readable } from 'node:stream'
import type { MultipartFile, MultipartValue } from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../kit/clock.ts'
import type { EmergencyNumbers, PageParts } from './layout.ts'
import type { Practitioner, Session } from './session.ts'

/** A page in the service's frame, a way to go on, or something that is no page (a calendar file, health). */
export type Answer =
  | { page: PageParts; status?: number | undefined }
  | { redirectTo: string }
  | {
      body: string | Buffer | Readable
      type: string
      status?: number | undefined
      fileName?: string | undefined
    }

export type Context = {
  reply: FastifyReply
  clock: Clock
  /** The telephone numbers for this hour; answers even when the database does not. */
  numbers(): Promise<EmergencyNumbers>
}

/** Signed in, a role perhaps not chosen yet. */
export type IdentifiedContext = Context & {
  session: Session
  practitioners: readonly Practitioner[]
  practitioner: Practitioner | undefined
  /** For `csrfField` in every form of the page. */
  csrfToken: string
  /** The fields and files of an upload, in the order sent, the form token taken off. Only where `upload` is set. */
  parts: AsyncIterable<MultipartFile | MultipartValue>
}

/** Signed in, in one role. */
export type SignedInContext = IdentifiedContext & { practitioner: Practitioner }

/** On a public page somebody may be signed in or not. */
export type PublicContext = Context & Partial<IdentifiedContext>

type Handler<C> = (request: FastifyRequest, context: C) => Answer | Promise<Answer>

type Place = {
  method: 'GET' | 'POST'
  /** Fastify's pattern: `/find/:searchId`. Ids in it are opaque; nothing personal stands in an address. */
  path: string
  /** A form with files: `enctype="multipart/form-data"`, its token the first field. */
  upload?: boolean
  /** The most requests a minute from one address. */
  perMinute?: number
}

/** A route says who may open it; one that does not is refused when the server is built. */
export type Route = Place &
  (
    | { access: 'public'; handler: Handler<PublicContext> }
    | { access: 'identified'; handler: Handler<IdentifiedContext> }
    | { access: 'signed-in' | { roles: readonly string[] }; handler: Handler<SignedInContext> }
  )
