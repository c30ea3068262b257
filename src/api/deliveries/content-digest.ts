/** Whether the bytes that came are those that were sent: the Content-Digest header (RFC 9530). */

import type { Problem } from '../problem.ts'
import type { Meter } from './receive-body.ts'

/** `undefined` where the digests agree, or none of a kind that is known here was given. */
export function checkDigest(header: string | string[] | undefined, meter: Meter): Problem | undefined {
  if (header === undefined) return undefined
  for (const member of String(header).split(',')) {
    const [, algorithm, digest] = /^\s*([a-z0-9*_.-]+)=:([A-Za-z0-9+/]*={0,2}):\s*$/.exec(member) ?? []
    if (algorithm === undefined || digest === undefined) return { problem: 'bad-digest' }
    const ours = digestOf(algorithm, meter)
    if (ours !== undefined && !ours.equals(Buffer.from(digest, 'base64')))
      return { problem: 'digest-differs' }
  }
  return undefined
}

/** RFC 9530, section 5: the two that are not insecure. Others say nothing that can be relied on. */
function digestOf(algorithm: string, meter: Meter): Buffer | undefined {
  if (algorithm === 'sha-256') return meter.sha256()
  return algorithm === 'sha-512' ? meter.sha512() : undefined
}
