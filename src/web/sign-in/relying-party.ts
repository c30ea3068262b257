/** Our side of OpenID Connect: the authorisation-code flow with PKCE, checked by a certified library. */

import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  None,
  randomPKCECodeVerifier,
} from 'openid-client'
import { Fault } from '../../kit/faults.ts'
import { newSecret, type SignedInSubject } from '../session.ts'

/** The identity provider and how we are known to it. */
export type ProviderSettings = {
  issuer: string
  clientId: string
  clientSecret?: string | undefined
  /** The level of assurance that a sign-in must have (`acr`), where the provider states one. */
  assurance?: string | undefined
  /** How the provider signs; RS256 where not given. Any other signature is refused. */
  signingAlgorithm?: string | undefined
}

const CALLBACK = '/sign-in/callback'

/** What must be remembered between going to the provider and coming back. */
export type PendingSignIn = { url: URL; state: string; nonce: string; codeVerifier: string }

/** Us, as the provider knows us. */
export type RelyingParty = {
  settings: ProviderSettings
  publicUrl: string
  configuration(): Promise<Configuration>
  noteRefusal(error: unknown): void
}

/**
 * The provider is asked for its settings at the first sign-in and not at start, since it may be this very
 * process; an answer is kept, a failure is not. `noteRefusal` is told why an answer of the provider was not
 * believed, for the operator who has to find a wrong setting.
 */
export function openRelyingParty(
  settings: ProviderSettings,
  publicUrl: string,
  noteRefusal: (error: unknown) => void,
): RelyingParty {
  let known: Promise<Configuration> | undefined
  const configuration = async () => {
    known ??= discover(settings)
    try {
      return await known
    } catch (cause) {
      known = undefined
      throw new Fault('issuer-unreachable', '', { cause })
    }
  }
  return { settings, publicUrl, configuration, noteRefusal }
}

/** Where to send the browser. `anew` asks for a fresh sign-in, where another account can be named; every provider knows that prompt. */
export async function beginAtProvider(
  { settings, publicUrl, configuration }: RelyingParty,
  { anew }: { anew: boolean },
): Promise<PendingSignIn> {
  const config = await configuration()
  const pending = { state: newSecret(), nonce: newSecret(), codeVerifier: randomPKCECodeVerifier() }
  const url = buildAuthorizationUrl(config, {
    redirect_uri: new URL(CALLBACK, publicUrl).href,
    scope: 'openid',
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await calculatePKCECodeChallenge(pending.codeVerifier),
    code_challenge_method: 'S256',
    ...(anew ? { prompt: 'login' } : {}),
    ...(settings.assurance ? { acr_values: settings.assurance } : {}),
  })
  return { ...pending, url }
}

/**
 * The subject that the provider vouches for, or `undefined` where anything about its answer is not right: state,
 * nonce, issuer, audience, time, signature, assurance, or a code used before.
 */
export async function finishAtProvider(
  { settings, publicUrl, configuration, noteRefusal }: RelyingParty,
  query: URLSearchParams,
  pending: { state: string; nonce: string; codeVerifier: string },
): Promise<SignedInSubject | undefined> {
  const config = await configuration()
  const url = new URL(CALLBACK, publicUrl)
  url.search = query.toString()
  const tokens = await authorizationCodeGrant(config, url, {
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    pkceCodeVerifier: pending.codeVerifier,
    idTokenExpected: true,
  }).catch(noteRefusal)
  const claims = tokens?.claims()
  if (!tokens || !claims) return undefined
  if (settings.assurance !== undefined && claims['acr'] !== settings.assurance) {
    noteRefusal(new RangeError('The provider stated another assurance than was asked for'))
    return undefined
  }
  return { issuer: claims.iss, subject: claims.sub, idToken: tokens.id_token ?? null }
}

/** Where the provider ends its own session, if it says so and can be reached; we are signed out already. */
export async function endSessionUrl(
  { publicUrl, configuration }: RelyingParty,
  idToken: string | null,
): Promise<URL | undefined> {
  const config = await configuration().catch(() => undefined)
  if (!config?.serverMetadata().end_session_endpoint) return undefined
  return buildEndSessionUrl(config, {
    post_logout_redirect_uri: new URL('/signed-out', publicUrl).href,
    ...(idToken === null ? {} : { id_token_hint: idToken }),
  })
}

async function discover(settings: ProviderSettings): Promise<Configuration> {
  const issuer = new URL(settings.issuer)
  const secret = settings.clientSecret
  return discovery(
    issuer,
    settings.clientId,
    { id_token_signed_response_alg: settings.signingAlgorithm ?? 'RS256' },
    secret === undefined ? None() : ClientSecretPost(secret),
    {
      timeout: 10,
      // The library checks signatures of tokens fetched over TLS only when told to.
      execute: [enableNonRepudiationChecks, ...(isOwnMachine(issuer) ? [allowInsecureRequests] : [])],
    },
  )
}

/** Plain http is for the demonstration on one's own machine and nowhere else. */
function isOwnMachine({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1')
}
