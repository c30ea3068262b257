/**
 * An OpenID provider for tests that can tell every lie the service must not believe. It signs with a real key and
 * answers real HTTP; `lie` changes one thing about the next token.
 */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'

export type Lie = {
  claims?: (claims: JWTPayload) => Record<string, unknown>
  alg?: 'none' | 'HS256' | 'PS256'
  /** Signed with a key that the provider does not publish. */
  strangeKey?: boolean
  noIdToken?: boolean
  tamper?: boolean
}

export type HostileProvider = {
  issuer: string
  lie: Lie
  /** False: answers nothing but errors. */
  working: boolean
  /** Plays the browser at the provider: what an authorisation request is answered with. */
  authorise(url: string): URLSearchParams
}

const { privateKey, publicKey } = await generateKeyPair('RS256')
const strange = await generateKeyPair('RS256')

export async function startHostileProvider(clientId: string): Promise<HostileProvider> {
  const requests = new Map<string, { nonce: string; challenge: string }>()
  const server = createServer(async (request, response) => {
    const answer = provider.working ? await respond(request.url ?? '', request) : undefined
    response.writeHead(answer ? 200 : 500, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer ?? {}))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function respond(path: string, body: AsyncIterable<Buffer>): Promise<object | undefined> {
    if (path === '/.well-known/openid-configuration') return metadata(issuer)
    if (path === '/keys')
      return { keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig', kid: 'k' }] }
    let text = ''
    for await (const chunk of body) text += chunk.toString()
    const code = new URLSearchParams(text).get('code') ?? ''
    const { nonce } = requests.get(code) ?? { nonce: '' }
    const token = provider.lie.noIdToken
      ? {}
      : { id_token: await idToken(issuer, clientId, nonce, provider.lie) }
    return { access_token: 'a', token_type: 'Bearer', expires_in: 60, ...token }
  }

  const provider: HostileProvider = {
    issuer,
    lie: {},
    working: true,
    authorise(url) {
      const query = new URL(url).searchParams
      const code = `code-${requests.size}`
      requests.set(code, { nonce: query.get('nonce') ?? '', challenge: query.get('code_challenge') ?? '' })
      return new URLSearchParams({ code, state: query.get('state') ?? '' })
    },
  }
  return provider
}

function metadata(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorise`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    end_session_endpoint: `${issuer}/end`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none', 'PS256'],
    code_challenge_methods_supported: ['S256'],
  }
}

async function idToken(issuer: string, clientId: string, nonce: string, lie: Lie): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const honest = { iss: issuer, aud: clientId, sub: 'asha', nonce, iat: now, exp: now + 300 }
  const claims = lie.claims?.(honest) ?? honest
  if (lie.alg === 'none') return new UnsecuredJWT(claims).encode()
  const signer = new SignJWT(claims).setProtectedHeader({ alg: lie.alg ?? 'RS256', kid: 'k' })
  if (lie.alg === 'HS256') return signer.sign(new TextEncoder().encode((await exportJWK(publicKey)).n))
  const token = await signer.sign(await signingKey(lie))
  return lie.tamper ? tamper(token) : token
}

async function signingKey(lie: Lie) {
  if (lie.alg === 'PS256') return (await generateKeyPair('PS256')).privateKey
  return lie.strangeKey ? strange.privateKey : privateKey
}

/** Another subject under the same signature. */
function tamper(token: string): string {
  const [header, payload = '', signature] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'somebody' })).toString('base64url')
  return [header, changed, signature].join('.')
}
