/**
 * An identity provider for the demonstration, under the service's own origin, so that signing in goes the same
 * way as with a partner's provider. Its people are made up and need no password: it is mounted only where no
 * provider is configured.
 */

import { generateKeyPair, randomBytes, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { KoaContext, Provider } from 'oidc-provider'
import { html } from '../kit/html.ts'
import { plainPage } from './boundary-pages.ts'
import { rememberForAWhile } from './demonstration-memory.ts'
import type { EmergencyNumbers, Frame, PageParts } from './layout.ts'
import { sendPage } from './routing.ts'
import type { ProviderSettings } from './sign-in/relying-party.ts'

/** `says` tells what the person does, and what can be tried with the sign-in. */
export type DemonstrationPerson = { subject: string; name: string; email: string; says: string }

type Options = {
  people: readonly DemonstrationPerson[]
  publicUrl: string
  frame: Frame
  numbers(): Promise<EmergencyNumbers>
}

const PREFIX = '/demonstration-identity'
const CLIENT_ID = 'family-hub'

/** Mounts the provider and returns how our own side reaches it. */
export async function mountDemonstrationProvider(
  app: FastifyInstance,
  options: Options,
): Promise<ProviderSettings> {
  const issuer = new URL(PREFIX, options.publicUrl).href
  const provider = await createProvider(issuer, options)
  addPages(app, provider, options)
  await app.register(async scope => {
    // The provider reads its own requests, so nothing may be parsed before it.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.all(`${PREFIX}/*`, (request, reply) => passOn(provider, options.publicUrl, request, reply))
  })
  return { issuer, clientId: CLIENT_ID }
}

async function createProvider(issuer: string, { people, publicUrl }: Options): Promise<Provider> {
  const { Provider, interactionPolicy } = await importQuietly()
  // Nobody is asked for consent: there is one client, and it is ours.
  const policy = interactionPolicy.base()
  policy.remove('consent')
  const provider: Provider = new Provider(issuer, {
    adapter: rememberForAWhile(),
    clients: [
      {
        client_id: CLIENT_ID,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: [new URL('/sign-in/callback', publicUrl).href],
      },
    ],
    jwks: { keys: [await newSigningKey()] },
    cookies: {
      keys: [randomBytes(32).toString('hex')],
      long: { path: PREFIX, httpOnly: true, sameSite: 'lax' },
    },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    // This provider keeps nobody signed in, so ending its session only means to come back.
    discovery: { end_session_endpoint: `${issuer}/sign-out` },
    interactions: {
      policy,
      url: (_ctx: KoaContext, { uid }: { uid: string }) => `${PREFIX}/people/${uid}`,
    },
    findAccount: (_ctx: KoaContext, subject: string) => accountOf(people, subject),
    loadExistingGrant: (ctx: KoaContext) => grantAll(provider, ctx),
    renderError: (ctx: KoaContext) => {
      ctx.type = 'text/plain'
      ctx.body = 'The demonstration sign-in was not completed. Go back to the service and sign in again.'
    },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  })
  provider.proxy = true // the headers that say so are our own: see passOn
  return provider
}

async function newSigningKey(): Promise<Record<string, unknown>> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: randomUUID() }
}

/** On import the package warns of every Node that is not yet on its list; ours is pinned and tested with it. */
async function importQuietly() {
  const { warn } = console
  console.warn = () => {}
  try {
    return await import('oidc-provider')
  } finally {
    console.warn = warn
  }
}

function accountOf(people: readonly DemonstrationPerson[], subject: string) {
  const person = people.find(one => one.subject === subject)
  if (!person) return undefined
  return { accountId: subject, claims: () => ({ sub: subject, name: person.name, email: person.email }) }
}

async function grantAll(provider: Provider, { oidc }: KoaContext) {
  const grant = new provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId })
  grant.addOIDCScope('openid')
  await grant.save()
  return grant
}

/** The list of people, the press of a button, and the way back after sign-out. */
function addPages(app: FastifyInstance, provider: Provider, { people, publicUrl, frame, numbers }: Options) {
  app.get(`${PREFIX}/people/:uid`, async (request, reply) => {
    const interaction = await provider.interactionDetails(request.raw, reply.raw).catch(() => undefined)
    if (!interaction) return sendPage(reply, 400, startAgainPage(await numbers()), frame)
    return sendPage(reply, 200, peoplePage(people, interaction.uid), frame)
  })
  app.post(`${PREFIX}/people/:uid`, async (request, reply) => {
    const subject = (request.body as { subject?: string } | undefined)?.subject ?? ''
    if (!accountOf(people, subject)) return sendPage(reply, 400, startAgainPage(await numbers()), frame)
    const login = { accountId: subject, remember: false }
    const next = await provider.interactionResult(request.raw, reply.raw, { login }).catch(() => undefined)
    if (!next) return sendPage(reply, 400, startAgainPage(await numbers()), frame)
    return reply.redirect(next, 303)
  })
  app.get(`${PREFIX}/sign-out`, async (_request, reply) =>
    reply.redirect(new URL('/signed-out', publicUrl).href, 303),
  )
}

function peoplePage(people: readonly DemonstrationPerson[], uid: string): PageParts {
  const choices = people.map(
    ({ subject, name, says }) => html`<li><form method="post" action="${PREFIX}/people/${uid}">
<button type="submit" name="subject" value="${subject}" class="hub-person"><span class="hub-person__name">${name}</span>${says}</button></form></li>`,
  )
  return {
    title: 'Choose a person',
    section: 'Demonstration sign-in',
    body: html`<h1 class="govuk-heading-l">Who do you want to be?</h1>
<p class="govuk-body">This is the demonstration’s sign-in. In real use people sign in as they do for their day job. Choose a person; there is no password.</p>
<ul class="hub-person-list">${choices}</ul>`,
  }
}

function startAgainPage(numbers: EmergencyNumbers): PageParts {
  const sentences = ['This sign-in has ended. It may have taken longer than 10 minutes.']
  return plainPage('Sign in again', sentences, numbers, { text: 'Sign in', href: '/sign-in' })
}

/**
 * Hands a request to the provider as if it were mounted by itself. What a client says about host and scheme is
 * overwritten: the provider's addresses are those of the public address and of nothing else.
 */
async function passOn(provider: Provider, publicUrl: string, request: FastifyRequest, reply: FastifyReply) {
  const { host, protocol } = new URL(publicUrl)
  for (const name of Object.keys(request.raw.headers)) {
    if (name.startsWith('x-forwarded-')) delete request.raw.headers[name]
  }
  Object.assign(request.raw.headers, { 'x-forwarded-host': host, 'x-forwarded-proto': protocol.slice(0, -1) })
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value)
  }
  if (request.url.startsWith(`${PREFIX}/auth?`)) forgetWhoItWas(request, reply)
  Object.assign(request.raw, { originalUrl: request.raw.url })
  request.raw.url = request.raw.url?.slice(PREFIX.length)
  reply.hijack()
  await provider.callback()(request.raw, reply.raw)
}

/** Each sign-in asks afresh who it is, or the next demonstrator would be the last one. */
function forgetWhoItWas(request: FastifyRequest, reply: FastifyReply): void {
  delete request.raw.headers.cookie
  const gone = ['_session', '_session.sig'].map(name => `${name}=; path=${PREFIX}; max-age=0; httponly`)
  reply.raw.setHeader('set-cookie', gone)
}
