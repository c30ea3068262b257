/** The web server: its defences, its log, the one boundary where faults become plain pages, and the routes. */

import { randomInt } from 'node:crypto'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { type Logger, pino } from 'pino'
import type { Clock } from '../kit/clock.ts'
import type { Queryable } from '../kit/database.ts'
import { isOutage } from '../kit/faults.ts'
import { badRequestPage, notFoundPage, outagePage, tooManyPage } from './boundary-pages.ts'
import type { DemonstrationPerson } from './demonstration-provider.ts'
import type { EmergencyNumbers, Frame, PageParts } from './layout.ts'
import type { NavigationLink } from './page-components.ts'
import type { Route } from './route.ts'
import { registerRoute, sendPage } from './routing.ts'
import { openSessions, type Practitioner, type Sessions } from './session.ts'
import { openRelyingParty, type ProviderSettings } from './sign-in/relying-party.ts'
import { type SignInEvent, signInRoutes } from './sign-in/routes.ts'
import { registerAssets, type Styles, stylesheetPath } from './styles.ts'
import { startSweeping } from './sweep.ts'

export type ServerOptions = {
  /** The address by which browsers reach the service: `https://share.example.gov.uk`. No path. */
  publicUrl: string
  routes: readonly Route[]
  styles: Styles
  clock: Clock
  /** A pool that may read and write `web.session` and `web.sign_in_attempt`. */
  database: Queryable
  /** The telephone numbers for this hour, from the register. */
  numbers(): Promise<EmergencyNumbers>
  /** Where this practitioner may go; the current place is marked by the layout. */
  navigation(practitioner: Practitioner): readonly NavigationLink[]
  /** Those as whom the signed-in subject may act today; none for a stranger or a leaver. */
  findPractitioners(issuer: string, subject: string): Promise<readonly Practitioner[]>
  /** The partners' identity provider; without it the demonstration's own people sign in. */
  provider: ProviderSettings | { demonstrationPeople: readonly DemonstrationPerson[] }
  /** Told of every sign-in, choice of role and sign-out, for the audit. */
  noteSignIn?(event: SignInEvent): Promise<void>
  logger?: Logger
  /** True where a proxy of ours stands in front and its `x-forwarded-` headers may be believed. */
  trustProxy?: boolean
  /** Puts what is no page, such as the interface for partners' systems, beside the pages on the same address. */
  beside?(app: FastifyInstance): Promise<void>
}

/** What the parts of the server share. */
export type Surroundings = ServerOptions & {
  sessions: Sessions
  log: Logger
  frame: Frame
  /** The frame of a request once it is known who asks, for the pages of the boundary. */
  frames: WeakMap<FastifyRequest, Frame>
}

/** A server ready to listen. Throws where a route does not say who may open it. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const around = await surroundings(options)
  const app: FastifyInstance = fastify({
    loggerInstance: around.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    bodyLimit: 256 * 1024,
    trustProxy: options.trustProxy ?? false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  })
  addLog(app, around)
  await addDefences(app, options)
  await addParsers(app)
  addBoundary(app, around)
  await registerAssets(app, options.styles)
  const sweeping = startSweeping(around.sessions, err => around.log.error({ err }, 'sweep'))
  app.addHook('onClose', async () => sweeping.stop())
  const relyingParty = await addSignIn(app, around)
  for (const route of [...signInRoutes(around, relyingParty), ...options.routes]) {
    registerRoute(app, around, route)
  }
  await options.beside?.(app)
  return app
}

/** The numbers of the last answer stand in while the register cannot be read: an outage page needs them most. */
async function surroundings(options: ServerOptions): Promise<Surroundings> {
  let last = await options.numbers()
  const numbers = async () => {
    last = await options.numbers().catch(() => last)
    return last
  }
  return {
    ...options,
    numbers,
    sessions: openSessions(options),
    log: options.logger ?? pino({ level: 'silent' }),
    frame: {
      stylesheet: stylesheetPath(options.styles.hash),
      demonstration: 'demonstrationPeople' in options.provider,
    },
    frames: new WeakMap(),
  }
}

/** One line a request: the pattern of the route and never the address, which may hold an id or a name. */
function addLog(app: FastifyInstance, { log }: Surroundings): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const ms = Math.round(reply.elapsedTime)
    log.info({ method: request.method, route, status: reply.statusCode, ms }, 'request')
  })
}

/** No script, no inline style, nothing from elsewhere, nothing kept in a cache, no frame around our pages. */
async function addDefences(app: FastifyInstance, { publicUrl, provider }: ServerOptions): Promise<void> {
  const formAction = ["'self'", ...('issuer' in provider ? [new URL(provider.issuer).origin] : [])]
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        scriptSrc: ["'none'"],
        formAction,
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    hsts: publicUrl.startsWith('https:') ? { maxAge: 31_536_000 } : false,
    xFrameOptions: { action: 'deny' },
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  app.addHook('preHandler', async request => {
    if ([request.params, request.query, request.body].some(holdsNul)) throw new Unreadable()
  })
  await app.register(rateLimit, { global: false, enableDraftSpec: true })
}

class Unreadable extends Error {
  readonly statusCode = 400
}

/** No text of the database can hold a NUL, so what would look one up or keep one fails: nobody types it. */
function holdsNul(fields: unknown): boolean {
  return typeof fields === 'object' && fields !== null && Object.values(fields).flat().some(isWithNul)
}

function isWithNul(value: unknown): boolean {
  return typeof value === 'string' && value.includes('\0')
}

async function addParsers(app: FastifyInstance): Promise<void> {
  await app.register(cookie)
  await app.register(formbody, { bodyLimit: 128 * 1024 })
  // Only registered: a file is read where it is wanted, as a stream, after it is known who sends it.
  await app.register(multipart, {
    limits: { fileSize: 2 ** 31, files: 50, fields: 50, fieldSize: 64 * 1024 },
  })
}

function addBoundary(app: FastifyInstance, around: Surroundings): void {
  const frameOf = (request: FastifyRequest) => around.frames.get(request) ?? around.frame
  app.setNotFoundHandler(async (request, reply) => {
    return sendPage(reply, 404, notFoundPage(await around.numbers()), frameOf(request))
  })
  app.setErrorHandler(async (error, request, reply) => {
    const numbers = await around.numbers()
    const { status, page } = explain(error, numbers, around.log)
    return sendPage(reply, status, page, frameOf(request))
  })
}

function explain(
  error: unknown,
  numbers: EmergencyNumbers,
  log: Logger,
): { status: number; page: PageParts } {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 429) return { status, page: tooManyPage(numbers) }
  if (status >= 400 && status < 500) return { status, page: badRequestPage(numbers) }
  const reference = newReference()
  log.error({ reference, error }, 'a request failed')
  return { status: isOutage(error) ? 503 : 500, page: outagePage(reference, numbers) }
}

/** Eight letters and digits that cannot be mistaken for each other when read out on the telephone. */
function newReference(): string {
  const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
  const pick = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return `${pick()}-${pick()}`
}

async function addSignIn(app: FastifyInstance, around: Surroundings) {
  const { log, provider, publicUrl } = around
  const noteRefusal = (error: unknown) => log.warn({ error }, 'a sign-in was refused')
  if (!('demonstrationPeople' in provider)) return openRelyingParty(provider, publicUrl, noteRefusal)
  const { frame, numbers } = around
  const people = provider.demonstrationPeople
  // Loaded only here: a service with a real provider has no second one in its process.
  const { mountDemonstrationProvider } = await import('./demonstration-provider.ts')
  const own = await mountDemonstrationProvider(app, { people, publicUrl, frame, numbers })
  return openRelyingParty(own, publicUrl, noteRefusal)
}
