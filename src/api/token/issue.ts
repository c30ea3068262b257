/** POST /api/token: a signed statement in, a short-lived access token out (RFC 6749, section 4.4; RFC 7523). */

import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { admitSystem, noteSystemRefused } from '../../access/note-sign-in.ts'
import type { PartnerSystem } from '../../access/request.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { findLiveKeys } from '../../registers/credential-store.ts'
import { type ApiAnswer, type ApiRoute, apiRoute } from '../route.ts'
import {
  deleteEndedAssertions,
  deleteEndedTokens,
  findSystemOfToken,
  insertToken,
  useAssertion,
} from './access-token-store.ts'
import { ALL_ALGORITHMS, CLOCK_TOLERANCE_SECONDS, checkAssertion } from './client-assertion.ts'

const TOKEN_SECONDS = 600
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const form = z.object({
  grant_type: z.literal('client_credentials'),
  client_assertion_type: z.literal(ASSERTION_TYPE),
  client_assertion: z.string().min(1).meta({ description: 'A JWT that the system has signed (RFC 7523)' }),
  client_id: z.string().optional().meta({ description: 'Where it is given it must be the `sub` of the JWT' }),
})

const token = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int().meta({ description: 'Seconds' }),
})

const oauthError = z.object({
  error: z.enum(['invalid_request', 'invalid_client', 'unsupported_grant_type']),
  error_description: z.string(),
})

export type TokenOptions = { database: Database; clock: Clock; publicUrl: string }

export function tokenRoute(options: TokenOptions): ApiRoute {
  return apiRoute({
    method: 'POST',
    path: '/token',
    name: 'getToken',
    says: 'Exchanges a statement that the system has signed for an access token.',
    access: 'public',
    perMinute: 60,
    params: z.object({}),
    query: z.strictObject({}),
    body: { form },
    answers: {
      200: { says: 'The token. Send it as `Authorization: Bearer …`.', body: token },
      400: { says: 'The request is not as RFC 6749 and RFC 7523 say.', body: oauthError },
      401: { says: 'The statement is not believed; why is not said.', body: oauthError },
    },
    problems: ['too-large'],
    answer: async ({ raw }) => await exchange(options, raw.body),
  })
}

async function exchange(options: TokenOptions, body: unknown): Promise<ApiAnswer> {
  const sent = form.safeParse(body)
  if (!sent.success) return faultOf(body, sent.error)
  const { database, clock, publicUrl } = options
  const now = clock()
  const assertion = sent.data.client_assertion
  const checked = await checkAssertion(assertion, {
    audiences: [publicUrl, `${publicUrl}/`, `${publicUrl}/api/token`],
    now,
    findKeys: clientId => findLiveKeys(database.reader, clientId, 'jwk'),
  })
  if ('because' in checked) return await refuse(database, checked)
  const { key, jti, endsAt } = checked
  if (sent.data.client_id !== undefined && sent.data.client_id !== key.clientId)
    return await refuse(database, { because: 'client_id is another', clientId: key.clientId })

  const access = randomBytes(32).toString('base64url')
  const given = await admitSystem(database, key, { by: 'API', keyId: key.keyId }, async client => {
    await deleteEndedTokens(client, now)
    await deleteEndedAssertions(client, new Date(now.getTime() - CLOCK_TOLERANCE_SECONDS * 1000))
    const used = { clientId: key.clientId, assertionHash: sha256(jti), endsAt }
    if (!(await useAssertion(client, used))) return undefined
    const ends = new Date(now.getTime() + TOKEN_SECONDS * 1000)
    await insertToken(client, { tokenHash: sha256(access), keyId: key.keyId, endsAt: ends })
    return access
  })
  if (given === undefined)
    return await refuse(database, { because: 'it was used before', clientId: key.clientId })
  return { status: 200, body: { access_token: given, token_type: 'Bearer', expires_in: TOKEN_SECONDS } }
}

/** RFC 6749, section 5.2. What is wrong with the form is said; it tells nothing about any system. */
function faultOf(body: unknown, error: z.ZodError): ApiAnswer {
  const sent = typeof body === 'object' && body !== null && 'grant_type' in body ? body.grant_type : undefined
  const isOther = typeof sent === 'string' && sent !== 'client_credentials'
  const names = [...new Set(error.issues.map(issue => String(issue.path[0] ?? 'the form')))].join(', ')
  return {
    status: 400,
    body: {
      error: isOther ? 'unsupported_grant_type' : 'invalid_request',
      error_description: isOther
        ? 'Only client_credentials with a signed statement (private_key_jwt) is offered.'
        : `Missing or wrong: ${names}. Send a form, as RFC 7523 says.`,
    },
  }
}

/** The same words whatever was wrong, so that nobody learns which systems, keys or times are near the mark. */
async function refuse(
  database: Database,
  { because, clientId }: { because: string; clientId?: string },
): Promise<ApiAnswer> {
  await noteSystemRefused(database, { by: 'API', because, clientId })
  return {
    status: 401,
    body: { error: 'invalid_client', error_description: 'The system is not known here by this statement.' },
  }
}

/** Whom the bearer of a token speaks for now. */
export async function systemOfBearer(
  { database, clock }: TokenOptions,
  authorization: string | undefined,
): Promise<PartnerSystem | undefined> {
  const given = /^Bearer ([\w-]{43})$/i.exec(authorization ?? '')?.[1]
  return given === undefined ? undefined : await findSystemOfToken(database.reader, sha256(given), clock())
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** What the token endpoint is and takes, for clients that find it by themselves (RFC 8414). */
export function metadataOf(publicUrl: string) {
  return {
    issuer: publicUrl,
    token_endpoint: `${publicUrl}/api/token`,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ALL_ALGORITHMS,
    service_documentation: `${publicUrl}/api/openapi.json`,
  }
}
