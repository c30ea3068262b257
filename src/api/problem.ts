/** What the interface says when it does not do what was asked (RFC 9457): a fixed list, never a personal value. */

import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

const CATALOGUE = {
  'bad-request': [400, 'The request cannot be understood', 'See /api/openapi.json for what it must be.'],
  'bad-digest': [
    400,
    'The Content-Digest header cannot be understood',
    'Write it as RFC 9530 says: sha-256=:…:',
  ],
  'digest-differs': [
    400,
    'The bytes that came are not those that were sent',
    'They differ from Content-Digest. Nothing was taken: send the request again.',
  ],
  interrupted: [400, 'The request broke off', 'Nothing was taken: send the request again.'],
  unauthorised: [401, 'The access token is missing, wrong, or has ended', 'Ask for a new one at /api/token.'],
  'not-permitted': [403, 'This system may not do this', 'Ask the host which credential is meant for it.'],
  'not-found': [404, 'There is nothing here that this system may see', 'Check the address.'],
  'wrong-method': [
    405,
    'This address does not take this method',
    'The Allow header names those that it takes.',
  ],
  'not-acceptable': [
    406,
    'There is no answer in the form asked for',
    'Ask for application/json or text/csv.',
  ],
  'too-large': [
    413,
    'The delivery is larger than 2 GB',
    'Send it as several deliveries, or packed as a zip.',
  ],
  'unsupported-type': [
    415,
    'The body is of a kind that is not taken',
    'Send CSV, XML, zip, gzip, or multipart/form-data with files, and say which in Content-Type.',
  ],
  'unsuitable-files': [
    422,
    'The files cannot be told apart',
    'Give each file a name of its own in plain letters, and send a zip by itself.',
  ],
  'delivery-refused': [422, 'The delivery was refused', ''],
  'key-reused': [
    422,
    'This Idempotency-Key came before with other bytes',
    'Give each delivery a key of its own. Nothing was taken.',
  ],
  'too-many': [429, 'Too many requests', 'Wait for as long as Retry-After says, in seconds.'],
  'our-fault': [500, 'Something went wrong here', 'Nothing was taken. Tell the host the traceId.'],
  outage: [503, 'The service is not available at the moment', 'Send the request again later.'],
  'no-room': [
    507,
    'There is no room for the files at the moment',
    'Nothing was taken. Tell the host; send it later.',
  ],
} as const satisfies Record<string, [status: number, title: string, detail: string]>

export type ProblemId = keyof typeof CATALOGUE

export const problemBody = z.object({
  type: z.string().meta({ description: 'A name that stays: urn:family-hub:problem:…' }),
  title: z.string().meta({ description: 'What is wrong' }),
  status: z.int(),
  detail: z.string().meta({ description: 'What to do' }),
  traceId: z.string().meta({ description: 'Give it to the host where something is to be looked into' }),
  deliveryId: z.int().optional().meta({ description: 'Where the refusal is kept with the deliveries' }),
})

export type Problem = { problem: ProblemId; detail?: string; deliveryId?: number | undefined }

export function statusOf(problem: ProblemId): number {
  return CATALOGUE[problem][0]
}

export function titleOf(problem: ProblemId): string {
  return CATALOGUE[problem][1]
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, given: Problem): FastifyReply {
  const [status, title, toDo] = CATALOGUE[given.problem]
  const body = problemBody.parse({
    type: `urn:family-hub:problem:${given.problem}`,
    title,
    status,
    detail: given.detail ?? toDo,
    traceId: traceIdOf(request),
    deliveryId: given.deliveryId,
  })
  if (given.problem === 'unauthorised') reply.header('www-authenticate', 'Bearer error="invalid_token"')
  if (given.problem === 'outage' || given.problem === 'no-room') reply.header('retry-after', '60')
  // Whoever asks too often is told how long to wait by what counts the requests; whoever sends too much at once, here.
  if (given.problem === 'too-many' && !reply.hasHeader('retry-after')) reply.header('retry-after', '10')
  return reply.status(status).type('application/problem+json').send(JSON.stringify(body))
}

const traceIds = new WeakMap<FastifyRequest, string>()

/** The caller's own where it sends one (W3C Trace Context), so that both logs can be laid side by side. */
export function traceIdOf(request: FastifyRequest): string {
  const known = traceIds.get(request)
  if (known !== undefined) return known
  const sent = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(
    String(request.headers['traceparent']),
  )?.[1]
  const traceId = sent ?? randomBytes(16).toString('hex')
  traceIds.set(request, traceId)
  return traceId
}
