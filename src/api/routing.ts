/** From a request of a partner's system to an answer: who asks, whether it fits, and only what the route declares. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PartnerSystem } from '../access/request.ts'
import { type Problem, type ProblemId, sendProblem, statusOf } from './problem.ts'
import type { ApiAnswer, ApiRoute } from './route.ts'

/** Who a request speaks for; `undefined` where its token is missing, wrong or at its end. */
export type Identify = (request: FastifyRequest) => Promise<PartnerSystem | undefined>

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Puts routes in their places, and refuses the methods that an address does not take. */
export function registerRoutes(app: FastifyInstance, routes: readonly ApiRoute[], identify: Identify): void {
  const systems = new WeakMap<FastifyRequest, PartnerSystem>()
  // Before the count of requests, which is by system; whoever is no system is counted by address, and then refused.
  app.addHook('onRequest', async request => {
    const system = request.headers.authorization && (await identify(request))
    if (system) systems.set(request, system)
  })
  for (const route of routes) {
    const countedAs = (request: FastifyRequest) => systems.get(request)?.clientId ?? request.ip
    const rateLimit = { max: route.perMinute, timeWindow: '1 minute', keyGenerator: countedAs }
    app.route({
      method: route.method,
      url: route.path,
      config: { rateLimit },
      handler: async (request, reply) =>
        send(route, request, reply, await answerOf(route, request, systems.get(request))),
    })
  }
  for (const path of new Set(routes.map(route => route.path))) refuseOtherMethods(app, path, routes)
}

function refuseOtherMethods(app: FastifyInstance, path: string, routes: readonly ApiRoute[]): void {
  const taken = routes.filter(route => route.path === path).map(route => route.method as string)
  app.route({
    method: METHODS.filter(method => !taken.includes(method)),
    url: path,
    config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
    handler: async (request, reply) =>
      sendProblem(request, reply.header('allow', taken.join(', ')), { problem: 'wrong-method' }),
  })
}

async function answerOf(
  route: ApiRoute,
  raw: FastifyRequest,
  system: PartnerSystem | undefined,
): Promise<ApiAnswer> {
  if (route.access === 'system' && system === undefined) return { problem: 'unauthorised' }
  const params = route.params.safeParse(raw.params)
  if (!params.success) return { problem: 'not-found' }
  const query = route.query.safeParse(raw.query)
  if (!query.success) {
    const wrong = query.error.issues.map(issue => issue.path[0] ?? (issue as { keys?: string[] }).keys?.[0])
    return { problem: 'bad-request', detail: `Wrong in the address: ${wrong.map(String).join(', ')}.` }
  }
  // A public route never looks at who asks.
  return await route.answer({ raw, params: params.data, query: query.data, system: system as PartnerSystem })
}

function send(
  route: ApiRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: ApiAnswer,
): FastifyReply {
  if ('problem' in answer) return sendDeclared(route, request, reply, answer)
  if ('csv' in answer) {
    reply.header('content-disposition', `attachment; filename="${answer.fileName}"`)
    return reply.type('text/csv; charset=utf-8').send(answer.csv)
  }
  const shape = route.answers[answer.status]
  if (shape === undefined) throw new Error(`${route.name} does not declare an answer ${answer.status}`)
  const body = JSON.stringify(shape.body.parse(answer.body))
  return reply
    .status(answer.status)
    .headers(answer.headers ?? {})
    .type('application/json; charset=utf-8')
    .send(body)
}

/** Problems that any route may have, without saying so. */
export const COMMON_PROBLEMS: readonly ProblemId[] = ['bad-request', 'too-many', 'our-fault', 'outage']

function sendDeclared(
  route: ApiRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  given: Problem,
): FastifyReply {
  if (!problemsOf(route).includes(given.problem))
    throw new Error(`${route.name} does not declare ${given.problem} (${statusOf(given.problem)})`)
  return sendProblem(request, reply, given)
}

export function problemsOf(route: ApiRoute): readonly ProblemId[] {
  const own = route.access === 'system' ? (['unauthorised', 'not-permitted'] as const) : []
  return [...route.problems, ...own, ...COMMON_PROBLEMS]
}
