import { hash } from 'node:crypto'

/**
 * UUIDs (version 8) that are the SHA-256 of what they name, so that the same thing gets the same id wherever it
 * arrives. Source: RFC 9562, section 5.8: six bits say which kind of UUID it is, the rest is ours.
 */

/** The hash of a text or of bytes, one byte in each character: a text costs less to make than a buffer. */
export function hashBytes(text: string | Buffer): string {
  return hash('sha256', text, 'latin1')
}

/** The first eight digits of the hash of a text: enough to tell a few things apart. */
export function shortHash(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 8)
}

/** The UUID of a text as it is written. */
export function hashUuid(text: string): string {
  const bytes = Buffer.from(hashBytes(text), 'latin1')
  stampUuid(bytes, 0)
  const hex = bytes.toString('hex', 0, 16)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Marks sixteen bytes of a hash as a UUID. */
export function stampUuid(bytes: Buffer, at: number): void {
  bytes[at + 6] = ((bytes[at + 6] ?? 0) & 0x0f) | 0x80
  bytes[at + 8] = ((bytes[at + 8] ?? 0) & 0x3f) | 0x80
}
