/** The interface for partners' systems, put beside the pages: its routes, its one boundary, its description. */

import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Clock } from '../kit/clock.ts'
import type { Database } from '../kit/database.ts'
import { isOutage } from '../kit/faults.ts'
import type { UploadPlace } from '../kit/upload-place.ts'
import { handInRoute } from './deliveries/hand-in.ts'
import { deliveryRoute, rejectionsRoute } from './deliveries/read.ts'
import { describeInterface } from './openapi.ts'
import { type Problem, sendProblem, traceIdOf } from './problem.ts'
import type { ApiRoute } from './route.ts'
import { registerRoutes } from './routing.ts'
import { metadataOf, systemOfBearer, tokenRoute } from './token/issue.ts'

export type InterfaceOptions = {
  database: Database
  clock: Clock
  publicUrl: string
  version: string
  uploads: UploadPlace
  /** Lets as many deliveries be read at once as the machine bears. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>
  /** Takes kind and place of an error and never its message. */
  log: Pick<Logger, 'error'>
}

/**
 * Registers the interface below `/api`. The server around it counts requests, sets headers and reads multipart bodies;
 * sessions, cookies and form tokens are the pages' own and mean nothing here.
 */
export async function registerInterface(app: FastifyInstance, options: InterfaceOptions): Promise<void> {
  const { database, publicUrl, log } = options
  const routes: ApiRoute[] = [
    tokenRoute(options),
    handInRoute({ ...options, onError: (error, says) => log.error({ error }, says) }),
    deliveryRoute(database),
    rejectionsRoute(database),
  ]
  const description = JSON.stringify(describeInterface(routes, publicUrl, options.version))
  await app.register(
    async api => {
      // Files pass as they come; only a form is read before its handler.
      api.removeContentTypeParser(['application/json', 'text/plain'])
      api.addContentTypeParser('*', (_request, _body, done) => done(null))
      addBoundary(api, log)
      registerRoutes(api, routes, request => systemOfBearer(options, request.headers.authorization))
      api.get('/openapi.json', async (_request, reply) => reply.type('application/json').send(description))
    },
    { prefix: '/api' },
  )
  app.get('/.well-known/oauth-authorization-server', async () => metadataOf(publicUrl))
}

function addBoundary(api: FastifyInstance, log: InterfaceOptions['log']): void {
  api.setNotFoundHandler(async (request, reply) => sendProblem(request, reply, { problem: 'not-found' }))
  api.setErrorHandler(async (error, request, reply) => {
    const given = explain(error)
    if (given.problem === 'our-fault' || given.problem === 'outage')
      log.error({ error, traceId: traceIdOf(request) }, 'a request of a partner’s system failed')
    return sendProblem(request, reply, given)
  })
}

function explain(error: unknown): Problem {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 429) return { problem: 'too-many' }
  if (status === 413) return { problem: 'too-large' }
  if (status === 415) return { problem: 'unsupported-type' }
  if (status >= 400 && status < 500) return { problem: 'bad-request' }
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return { problem: 'no-room' }
  return { problem: isOutage(error) ? 'outage' : 'our-fault' }
}
