import { bitsSet } from '../../rows/bits-set.ts'
import { fingerprint, HASH_START, hashOn } from '../../rows/fingerprints.ts'

/** Decoders of cells that become numbers at once, without a dictionary. All read bytes and give 0 for "missing". */

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57
const isLetter = (byte: number): boolean => (byte | 32) >= 97 && (byte | 32) <= 122

/** Any value, by its letters and digits; capitals are as good as small ones. */
export function scanValue(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte >= 128 || isDigit(byte)) hash = hashOn(hash, byte)
    else if (isLetter(byte)) hash = hashOn(hash, byte | 32)
  }
  return hash === HASH_START ? 0 : fingerprint(hash)
}

/** A telephone number by its last ten digits, so that `+44 7700 900123` and `07700900123` are one. */
export function scanPhone(bytes: Uint8Array, start: number, end: number): number {
  let digits = 0
  let distinct = 0
  for (let at = start; at < end; at++) {
    if (!isDigit(bytes[at]!)) continue
    digits++
    distinct |= 1 << (bytes[at]! - 48)
  }
  // Fewer digits are an extension or a slip; one digit repeated, or one and a 0, stands for "none".
  if (digits < 7 || bitsSet(distinct & ~1) < 2) return 0
  let hash = HASH_START
  let passed = Math.max(0, digits - 10)
  for (let at = start; at < end; at++) {
    if (!isDigit(bytes[at]!)) continue
    if (passed-- > 0) continue
    hash = hashOn(hash, bytes[at]!)
  }
  return fingerprint(hash)
}

/** An e-mail address in small letters, and in `mailbox` the part before the @ without marks, where it is long enough to tell. */
export function scanEmail(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: { email: number; mailbox: number },
): void {
  into.email = 0
  into.mailbox = 0
  let hash = HASH_START
  let mailbox = HASH_START
  let letters = 0
  let atSign = -1
  for (let at = start; at < end; at++) {
    const byte = bytes[at]! >= 65 && bytes[at]! <= 90 ? bytes[at]! | 32 : bytes[at]!
    if (byte === 64) atSign = at
    hash = hashOn(hash, byte)
    if (atSign < 0 && (isLetter(byte) || isDigit(byte))) {
      mailbox = hashOn(mailbox, byte)
      letters++
    }
  }
  if (atSign <= start || atSign >= end - 2) return
  into.email = fingerprint(hash)
  if (letters >= 6) into.mailbox = fingerprint(mailbox)
}

/** A unique property reference number, without leading zeros. */
export function scanUprn(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START
  let digits = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (!isDigit(byte) || (byte === 48 && digits === 0)) continue
    hash = hashOn(hash, byte)
    digits++
  }
  return digits < 4 ? 0 : fingerprint(hash)
}
