/** Decoders of cells that become numbers at once, without a dictionary. All read bytes and give 0 for "missing". */

/** A well-mixed 32-bit fingerprint, never 0; equal bytes under equal seeds give equal ones on every machine. */
export function finish(hash: number): number {
  let mixed = hash
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  mixed ^= mixed >>> 16
  return mixed === 0 ? 1 : mixed
}

export const step = (hash: number, value: number): number => Math.imul(hash ^ value, 0x01000193)
export const START = 0x811c9dc5

/** One fingerprint of two values, in their order. Both are mixed well, for values that differ in few bits are common. */
export const finishBoth = (one: number, other: number): number => finish(step(finish(one), other))

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57
const isLetter = (byte: number): boolean => (byte | 32) >= 97 && (byte | 32) <= 122

/** Any value, by its letters and digits; capitals are as good as small ones. */
export function scanValue(bytes: Uint8Array, start: number, end: number): number {
  let hash = START
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte >= 128 || isDigit(byte)) hash = step(hash, byte)
    else if (isLetter(byte)) hash = step(hash, byte | 32)
  }
  return hash === START ? 0 : finish(hash)
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
  let hash = START
  let passed = Math.max(0, digits - 10)
  for (let at = start; at < end; at++) {
    if (!isDigit(bytes[at]!)) continue
    if (passed-- > 0) continue
    hash = step(hash, bytes[at]!)
  }
  return finish(hash)
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
  let hash = START
  let mailbox = START
  let letters = 0
  let atSign = -1
  for (let at = start; at < end; at++) {
    const byte = bytes[at]! >= 65 && bytes[at]! <= 90 ? bytes[at]! | 32 : bytes[at]!
    if (byte === 64) atSign = at
    hash = step(hash, byte)
    if (atSign < 0 && (isLetter(byte) || isDigit(byte))) {
      mailbox = step(mailbox, byte)
      letters++
    }
  }
  if (atSign <= start || atSign >= end - 2) return
  into.email = finish(hash)
  if (letters >= 6) into.mailbox = finish(mailbox)
}

/** A unique property reference number, without leading zeros. */
export function scanUprn(bytes: Uint8Array, start: number, end: number): number {
  let hash = START
  let digits = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (!isDigit(byte) || (byte === 48 && digits === 0)) continue
    hash = step(hash, byte)
    digits++
  }
  return digits < 4 ? 0 : finish(hash)
}

/** How many bits of a 32-bit number are set. */
export function bitsSet(number: number): number {
  let n = number - ((number >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
