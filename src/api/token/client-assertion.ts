/** A partner's system proves who it is by signing a short-lived statement with its private key (RFC 7523, section 3). */

import { decodeJwt, decodeProtectedHeader, importJWK, type JWK, type JWTPayload, jwtVerify } from 'jose'
import type { LiveKey } from '../../registers/credential-store.ts'

/** The signatures that are believed, by the kind of key (RFC 7518, RFC 8037): never a shared secret, never none. */
const ALGORITHMS: Record<string, readonly string[]> = {
  RSA: ['PS256', 'RS256'],
  EC: ['ES256'],
  OKP: ['EdDSA'],
}
export const ALL_ALGORITHMS = Object.values(ALGORITHMS).flat()

/** How far the clocks of a partner and of the hub may differ. */
export const CLOCK_TOLERANCE_SECONDS = 30
const LONGEST_LIFE_SECONDS = 600
const LONGEST_BYTES = 8192

export type Checked = { key: LiveKey; jti: string; endsAt: Date } | { because: string; clientId?: string }

export type Expected = {
  /** The names by which the hub may be addressed: its own, or that of the token endpoint. */
  audiences: readonly string[]
  now: Date
  findKeys(clientId: string): Promise<readonly LiveKey[]>
}

/** The key that signed, or why not: for the log only, because whoever asks is told the same whatever it was. */
export async function checkAssertion(assertion: string, expected: Expected): Promise<Checked> {
  const claimed = readUnverified(assertion)
  if (claimed === undefined) return { because: 'it is no signed statement of a kind that is believed' }
  const keys = await expected.findKeys(claimed.clientId)
  if (keys.length === 0) return { because: 'no such system has a key today' }
  const { clientId } = claimed
  for (const key of keys) {
    const payload = await verify(assertion, key, clientId, expected.now)
    if (payload === undefined) continue
    const because = faultOf(payload, expected)
    if (because !== undefined) return { because, clientId }
    // Whole seconds, as the library counts: remembered for a part of one less, it could be used again in that.
    return { key, jti: String(payload.jti), endsAt: new Date(Math.ceil(Number(payload.exp)) * 1000) }
  }
  return { because: 'its signature, its names or its time is wrong', clientId }
}

function readUnverified(assertion: string): { clientId: string } | undefined {
  if (assertion.length > LONGEST_BYTES) return undefined
  try {
    const { alg } = decodeProtectedHeader(assertion)
    const { sub } = decodeJwt(assertion)
    if (!ALL_ALGORITHMS.includes(String(alg)) || typeof sub !== 'string') return undefined
    return { clientId: sub }
  } catch {
    return undefined
  }
}

async function verify(
  assertion: string,
  { publicKey }: LiveKey,
  clientId: string,
  now: Date,
): Promise<JWTPayload | undefined> {
  const jwk = JSON.parse(publicKey) as JWK
  const algorithms = [...(ALGORITHMS[jwk.kty ?? ''] ?? [])]
  const { alg } = decodeProtectedHeader(assertion)
  if (!algorithms.includes(String(alg))) return undefined
  try {
    const { payload } = await jwtVerify(assertion, await importJWK(jwk, alg), {
      algorithms,
      issuer: clientId,
      subject: clientId,
      requiredClaims: ['exp', 'jti', 'aud'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: now,
    })
    return payload
  } catch {
    return undefined
  }
}

/** A statement for several readers at once could be passed on by one of them, so it is for us alone. */
function faultOf({ aud, exp = 0, iat, jti }: JWTPayload, { audiences, now }: Expected): string | undefined {
  const seconds = now.getTime() / 1000
  const [only, ...others] = Array.isArray(aud) ? aud : [aud]
  if (others.length > 0 || !audiences.includes(String(only))) return 'it is meant for somebody else'
  if (exp > seconds + LONGEST_LIFE_SECONDS + CLOCK_TOLERANCE_SECONDS) return 'it lasts too long'
  if (iat !== undefined && iat > seconds + CLOCK_TOLERANCE_SECONDS) return 'it was made in the future'
  if (typeof jti !== 'string' || jti.length < 1 || jti.length > 255) return 'its jti is no id'
  return undefined
}
